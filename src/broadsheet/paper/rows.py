"""What the database says of a thing, as plain rows: read in batches, for many stories at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast, Coalesce
from msgspec import Struct
from msgspec.structs import replace

from broadsheet.paper.among import among
from broadsheet.paper.picture_pieces import PhotoRow
from broadsheet.stories import kills, rights_ends
from broadsheet.stories.models import (
    Byline,
    Front,
    Photo,
    Section,
    Story,
    StoryAddress,
    StoryByline,
    StoryCorrection,
    StoryTopic,
    Topic,
)
from broadsheet.stories.places import BLOCK


class StoryRow(Struct, frozen=True):
    """A published story, or one being previewed. `body` is raw StreamField JSON."""

    id: int
    headline: str
    language: str
    section_id: int
    address: str
    published_at: datetime
    changed_at: datetime
    kicker: str
    standfirst: str
    dateline: str
    credit_line: str
    description: str
    lead_photo_id: int | None
    lead_caption: str
    body: str
    byline_ids: tuple[int, ...]
    topic_ids: tuple[int, ...]
    translation_key: str
    prominence: int
    corrections: tuple[tuple[datetime, str, str], ...]
    """When each was made, its kind and its note; the oldest first."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A published story without its text."""

    address: str
    headline: str
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class BylineRow:
    id: int
    name: str
    slug: str
    role: str
    biography: str
    portrait_id: int | None


@dataclass(frozen=True, slots=True)
class TopicRow:
    id: int
    name: str
    slug: str
    language: str
    description: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    id: int
    name: str
    slug: str
    language: str
    description: str
    in_nav: bool
    on_front: bool
    path: str
    is_opinion: bool = False


@dataclass(frozen=True, slots=True)
class FrontRow:
    id: int
    name: str
    language: str
    tagline: str
    about: str
    logo_id: int | None


_STORY = (
    "pk", "title", "locale__language_code", "path", "first_published_at", "last_published_at", "kicker",
    "standfirst", "dateline", "credit_line", "search_description", "lead_photo_id", "lead_caption",
    "raw_body", "translation_key", "prominence",
)  # fmt: skip


def stories(ids: Sequence[int], sections: dict[str, SectionRow]) -> dict[int, StoryRow]:
    """Those of `ids` that are published, by id. `sections` are by tree path."""
    wanted = among(ids)
    bylines = _ordered(StoryByline.objects.filter(story_id__in=wanted), "byline_id")
    topics = _ordered(StoryTopic.objects.filter(story_id__in=wanted), "topic_id")
    corrections: dict[int, tuple[tuple[datetime, str, str], ...]] = defaultdict(tuple)
    notes = StoryCorrection.objects.filter(story_id__in=wanted).values_list("story_id", "at", "kind", "text")
    for pk, at, kind, text in notes:
        corrections[pk] += ((at, kind, text),)
    addresses = dict(StoryAddress.objects.filter(story_id__in=wanted, current=True).values_list("story_id", "address"))
    found = {}
    killed = kills.killed().stories
    query = Story.objects.filter(pk__in=wanted, live=True).annotate(raw_body=Cast("body", TextField()))
    for row in query.values_list(*_STORY).order_by():
        pk, path = row[0], row[3]
        section = sections.get(path[:-4])
        if section is None or pk not in addresses or pk in killed:
            continue
        found[pk] = StoryRow(
            id=pk,
            headline=row[1],
            language=row[2],
            section_id=section.id,
            address=addresses[pk],
            published_at=row[4],
            changed_at=row[5] or row[4],
            kicker=row[6],
            standfirst=row[7],
            dateline=row[8],
            credit_line=row[9],
            description=row[10],
            lead_photo_id=row[11],
            lead_caption=row[12],
            body=row[13],
            byline_ids=bylines[pk],
            topic_ids=topics[pk],
            translation_key=str(row[14]),
            prominence=row[15],
            corrections=corrections[pk],
        )
    return found


def outlines(ids: Sequence[int]) -> dict[int, Outline]:
    """Those of `ids` that are published, by id, without reading their text."""
    found = {}
    killed = kills.killed().stories
    ids = [pk for pk in ids if pk not in killed]
    columns = (
        "story_id", "address", "story__title", "story__first_published_at", "story__last_published_at",
    )  # fmt: skip
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        query = StoryAddress.objects.filter(story_id__in=some, current=True, story__live=True)
        for pk, address, title, published, changed in query.values_list(*columns):
            found[pk] = Outline(address, title, published, changed or published)
    return found


def block(number: int) -> list[tuple[str, datetime]]:
    """Address and last change of the published stories whose numbers lie in block `number`, by number."""
    first = number * BLOCK
    killed = kills.killed().stories
    query = StoryAddress.objects.filter(
        # Listed and not just live: a story whose section was taken off is away with it.
        current=True,
        story_id__gte=first,
        story_id__lt=first + BLOCK,
        story__listings__list__startswith="language/",
    )
    changed = Coalesce("story__last_published_at", "story__first_published_at")
    rows = query.order_by("story_id").values_list("story_id", "address", changed)
    return [(address, changed_at) for pk, address, changed_at in rows if pk not in killed]


def translations(translation_keys: Iterable[str]) -> dict[str, dict[str, str]]:
    """Translation key → language → address, of every published version of these stories."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    query = StoryAddress.objects.filter(
        # Listed and not just live: a story whose section was taken off is away with it.
        current=True,
        story__listings__list__startswith="language/",
        story__translation_key__in=list(translation_keys),
    )
    columns = ("story_id", "story__translation_key", "story__locale__language_code", "address")
    killed = kills.killed().stories
    for pk, key, language, address in query.values_list(*columns):
        if pk not in killed:
            found[str(key)][language] = address
    return found


def _ordered(query: Any, column: str) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    rows = query.order_by("story_id", "sort_order", "pk").values_list("story_id", column)
    for story_id, value in rows:
        found[story_id] += (value,)
    return found


AT_ONCE = 5_000


def in_pieces(query: Any, number: str, column: str) -> Iterator[tuple[int, Any]]:
    """(number, column) of each row, by the unique `number`, in as many questions as it takes.

    No question stays open: whoever takes them one by one may end a transaction in between.
    """
    last = 0
    while True:
        rest = query.filter(**{f"{number}__gt": last}).order_by(number)
        some = list(rest.values_list(number, column)[:AT_ONCE])
        yield from some
        if len(some) < AT_ONCE:
            return
        last = some[-1][0]


def photos(ids: Iterable[int]) -> dict[int, PhotoRow]:
    """Those of `ids` that readers may see, by id."""
    killed = kills.killed().pictures
    found = list(rights_ends.with_ends(Photo.objects.filter(pk__in=list(ids))))
    over = [photo for photo in found if photo.is_over]
    kept = rights_ends.kept_in(over)
    made = {photo.pk: photo_row(photo) for photo in found if photo.file_hash not in killed}
    for photo in over:
        if photo.pk in made:
            made[photo.pk] = replace(made[photo.pk], is_over=True, kept_in=kept.get(photo.pk, frozenset()))
    return made


def photo_row(photo: Photo) -> PhotoRow:
    return PhotoRow(
        id=photo.pk,
        path=photo.file.path,
        file_hash=photo.file_hash or photo.file.name,
        width=photo.width,
        height=photo.height,
        alt=photo.alt,
        caption=photo.caption,
        credit=photo.credit,
        creator=photo.creator,
        copyright=photo.copyright,
        focal=_focal(photo),
    )


def _focal(photo: Photo) -> tuple[float, float] | None:
    x, y = photo.focal_point_x, photo.focal_point_y
    if x is None or y is None or not photo.width or not photo.height:
        return None
    # As the desk shows it: upright, though its width and height may be those of a file on its side.
    return round(min(1.0, x / photo.width), 4), round(min(1.0, y / photo.height), 4)


def bylines() -> dict[int, BylineRow]:
    columns = ("pk", "name", "slug", "role", "biography", "portrait_id")
    return {row[0]: BylineRow(*row) for row in Byline.objects.values_list(*columns)}


def topics() -> dict[int, TopicRow]:
    columns = ("pk", "name", "slug", "language", "description")
    return {row[0]: TopicRow(*row) for row in Topic.objects.values_list(*columns)}


def sections() -> dict[int, SectionRow]:
    """Live sections by id, in the order of the tree."""
    columns = (
        "pk", "title", "slug", "locale__language_code", "description", "show_in_menus", "on_front", "path",
        "is_opinion",
    )  # fmt: skip
    # Sorted here: asked for the order of the tree, SQLite walks all pages in that order to find the few sections.
    rows = Section.objects.filter(live=True).order_by().values_list(*columns)
    return {row[0]: SectionRow(*row) for row in sorted(rows, key=lambda row: str(row[7]))}


def fronts() -> dict[str, FrontRow]:
    """Live fronts by language."""
    columns = ("pk", "title", "locale__language_code", "tagline", "about", "logo_id")
    rows = Front.objects.filter(live=True).order_by().values_list(*columns, "path")
    return {row[2]: FrontRow(*row[:-1]) for row in sorted(rows, key=lambda row: str(row[-1]))}
