"""Reads the demo paper's copy: what demo.toml says of the paper, and every story in stories/LANGUAGE/SLUG.md.

A story is TOML between two lines of `+++`, then a body as `body` reads it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from zoneinfo import ZoneInfo

from broadsheet.demo.body import DemoBlock, read_blocks
from broadsheet.demo.errors import CopyError

__all__ = ["CopyError", "DemoPaper", "DemoStory", "read_demo", "read_story"]


@dataclass(frozen=True, slots=True)
class DemoEdition:
    """The paper as it calls itself in one language."""

    language: str
    name: str
    tagline: str
    about: str


@dataclass(frozen=True, slots=True)
class DemoSection:
    language: str
    slug: str
    name: str
    description: str
    opinion: bool = False


@dataclass(frozen=True, slots=True)
class DemoTopic:
    language: str
    slug: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class DemoByline:
    """`portrait` is the name of a photo, or empty."""

    language: str
    slug: str
    name: str
    role: str
    biography: str
    portrait: str = ""


@dataclass(frozen=True, slots=True)
class DemoPhoto:
    """A picture and its words in one language; the focal point in shares of width and height from the top left."""

    name: str
    language: str
    file: str
    title: str
    alt: str
    caption: str
    credit: str
    creator: str
    source: str
    usage_terms: str
    licence: str
    focal_x: float
    focal_y: float

    def read_bytes(self) -> bytes:
        """The JPEG itself."""
        return files("broadsheet.demo").joinpath("photos", self.file).read_bytes()


@dataclass(frozen=True, slots=True)
class DemoStory:
    """One story; section, bylines, topics and photo are slugs and names of its own language."""

    language: str
    slug: str
    headline: str
    standfirst: str
    kicker: str
    section: str
    bylines: tuple[str, ...]
    topics: tuple[str, ...]
    dateline: str
    days_ago: int
    time: time
    prominence: int
    """1 lead, 2 top, 3 normal, 4 brief."""
    photo: str
    translation_of: str
    """Slug of the English story that this one says in Khmer, or empty."""
    blocks: tuple[DemoBlock, ...]

    def published_at(self, now: datetime, timezone: ZoneInfo) -> datetime:
        """When it came out, for a paper made at `now`: aware, in the paper's zone, never after `now`."""
        here = now.astimezone(timezone)
        moment = datetime.combine(here.date() - timedelta(days=self.days_ago), self.time, tzinfo=timezone)
        return moment if moment <= here else moment - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DemoPaper:
    """All of the demo paper: stories newest first within each language."""

    timezone: str
    editions: tuple[DemoEdition, ...]
    sections: tuple[DemoSection, ...]
    bylines: tuple[DemoByline, ...]
    topics: tuple[DemoTopic, ...]
    photos: tuple[DemoPhoto, ...]
    stories: tuple[DemoStory, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(edition.language for edition in self.editions)


def read_demo(folder: Traversable | None = None) -> DemoPaper:
    """The demo paper that lies in `folder`, by default the one that comes with Broadsheet.

    Errors: `CopyError` for the first story that is malformed. Names are not looked up: the tests do that.
    """
    root = folder or files("broadsheet.demo")
    try:
        facts = tomllib.loads(root.joinpath("demo.toml").read_text("utf-8"))
        photos = [{**facts["rights"], **row} for row in facts["photos"]]
        editions = tuple(DemoEdition(**row) for row in facts["editions"])
        return DemoPaper(
            timezone=facts["timezone"],
            editions=editions,
            sections=tuple(DemoSection(**row) for row in facts["sections"]),
            bylines=tuple(DemoByline(**row) for row in facts["bylines"]),
            topics=tuple(DemoTopic(**row) for row in facts["topics"]),
            photos=tuple(DemoPhoto(**row) for row in photos),
            stories=tuple(s for e in editions for s in _stories(root, e.language)),
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CopyError("demo.toml", 1, f"does not describe a paper: {error}") from error


def _stories(root: Traversable, language: str) -> list[DemoStory]:
    folder = root.joinpath("stories", language)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".md"))
    stories = [read_story(folder.joinpath(n).read_text("utf-8"), language, slug=n[:-3]) for n in names]
    return sorted(stories, key=lambda s: (s.days_ago, [-s.time.hour, -s.time.minute], s.slug))


def read_story(text: str, language: str, *, slug: str) -> DemoStory:
    """The story that `text`, the contents of stories/LANGUAGE/SLUG.md, holds.

    Errors: `CopyError` with the line at fault.
    """
    file = f"stories/{language}/{slug}.md"
    parts = re.split(r"^\+\+\+[ \t]*\n", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) != 3 or parts[0].strip():
        raise CopyError(file, 1, "must begin with TOML between two lines of +++.")
    first_line = parts[1].count("\n") + 3
    try:
        values: dict[str, Any] = tomllib.loads(parts[1])
        values["time"] = time.fromisoformat(values["time"])
        for name in ("bylines", "topics"):
            values[name] = tuple(values.get(name, ()))
        for name in ("kicker", "dateline", "photo", "translation_of"):
            values.setdefault(name, "")
        story = DemoStory(language=language, blocks=tuple(read_blocks(parts[2], file, first_line=first_line)), **values)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CopyError(file, 2, f"its facts between the +++ lines are wrong: {error}") from error
    if story.slug != slug:
        raise CopyError(file, 2, f"its slug is {story.slug}, so the file must be called {story.slug}.md.")
    if story.prominence not in (1, 2, 3, 4) or not 0 <= story.days_ago <= 400:
        raise CopyError(file, 2, "prominence goes from 1 to 4, days_ago from 0 to 400.")
    if not story.blocks:
        raise CopyError(file, first_line, "has no body.")
    return story
