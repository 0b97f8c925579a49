"""Builds the demo paper: its copy goes in by the same acts as any newsroom's, with the dates that it gives."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime
from importlib.resources import files
from typing import Any

from django.db import transaction
from wagtail.models import Page

from broadsheet.demo import running
from broadsheet.demo.body import (
    DemoBlock,
    Facts,
    InlinePhoto,
    Items,
    Paragraphs,
    Quoted,
    Rows,
    Subheading,
)
from broadsheet.demo.copy import DemoPaper, DemoStory, read_demo
from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, lineage
from broadsheet.stories.founding import add_section
from broadsheet.stories.models import Byline, Front, Photo, Section, Story, Topic
from broadsheet.stories.photo_library import PhotoWords, add_photo
from broadsheet.wire.intake import take
from broadsheet.wire.models import Item, Source

Progress = Callable[[int, int], None]


class Builder:
    """Puts `demo` into the paper of this process as of `now`; what is there already is left as it is."""

    def __init__(self, demo: DemoPaper, *, by: Staff, now: datetime) -> None:
        self.demo, self.by, self.now = demo, by, now
        self.photos: dict[tuple[str, str], Photo] = {}
        self.bylines: dict[str, Byline] = {}
        self.topics: dict[tuple[str, str], Topic] = {}
        self.sections: dict[tuple[str, str], Section] = {}
        self.stories: dict[tuple[str, str], Story] = {}

    def build(self, progress: Progress | None = None) -> int:
        """Everything, the oldest story first; returns how many stories there are."""
        with transaction.atomic():
            self._mastheads()
            self._sections()
        self._photos()
        with transaction.atomic():
            self._people_and_topics()
        zone = current().timezone
        stories = sorted(self.demo.stories, key=lambda s: s.published_at(self.now, zone))
        # Khmer versions after what they translate.
        stories.sort(key=lambda s: bool(s.translation_of))
        for done, story in enumerate(stories, 1):
            self._story(story)
            if progress is not None:
                progress(done, len(stories))
        return len(stories)

    def _mastheads(self) -> None:
        for edition in self.demo.editions:
            front = Front.objects.get(locale__language_code=edition.language)
            front.title, front.tagline, front.about = edition.name, edition.tagline, edition.about
            front.save_revision(user=self.by).publish(user=self.by)

    def _sections(self) -> None:
        for row in self.demo.sections:
            front = Front.objects.get(locale__language_code=row.language)
            found = Section.objects.child_of(front).filter(slug=row.slug).first()
            self.sections[row.language, row.slug] = found or add_section(
                front, row.name, address=row.slug, description=row.description, is_opinion=row.opinion
            )

    def _photos(self) -> None:
        for row in self.demo.photos:
            title = f"{row.title} ({row.language})"
            found = Photo.objects.filter(title=title).first()
            self.photos[row.language, row.name] = found or add_photo(
                row.read_bytes(),
                row.file,
                words=PhotoWords(
                    title=title,
                    caption=row.caption,
                    credit=row.credit,
                    creator=row.creator,
                    source=row.source,
                    usage_terms=f"{row.usage_terms} {row.licence}".strip(),
                    alt=row.alt,
                ),
                by=self.by,
                focal_point=(row.focal_x, row.focal_y),
            )

    def _people_and_topics(self) -> None:
        for row in self.demo.bylines:
            facts = {
                "name": row.name,
                "role": row.role,
                "biography": row.biography,
                "portrait": self.photos.get((row.language, row.portrait)),
            }
            self.bylines[row.slug], _ = Byline.objects.get_or_create(slug=row.slug, defaults=facts)
        for subject in self.demo.topics:
            self.topics[subject.language, subject.slug], _ = Topic.objects.get_or_create(
                slug=subject.slug,
                language=subject.language,
                defaults={"name": subject.name, "description": subject.description},
            )

    def _story(self, row: DemoStory) -> None:
        section = self.sections[row.language, row.section]
        found = Story.objects.child_of(section).filter(slug=row.slug).first()
        if found is None:
            found = self._publish(row, section)
        self.stories[row.language, row.slug] = found

    @transaction.atomic
    def _publish(self, row: DemoStory, section: Section) -> Story:
        at = row.published_at(self.now, current().timezone)
        text = acts.StoryText(
            headline=row.headline,
            slug=row.slug,
            kicker=row.kicker,
            standfirst=row.standfirst,
            dateline=row.dateline,
            body=[self._block(block, row.language) for block in row.blocks],
            lead_photo=self.photos.get((row.language, row.photo)),
            byline_ids=[self.bylines[slug].pk for slug in row.bylines],
            topic_ids=[self.topics[row.language, slug].pk for slug in row.topics],
            prominence=row.prominence,
        )
        story = acts.create(section, text, by=self.by, now=at)
        original = self.stories.get((self.demo.languages[0], row.translation_of))
        if original is not None:
            Page.objects.filter(pk=story.pk).update(translation_key=original.translation_key)
        return acts.publish(story, by=self.by, now=at)

    def _block(self, block: DemoBlock, language: str) -> dict[str, Any]:
        match block:
            case Paragraphs():
                return {"type": "prose", "value": block.html}
            case Subheading():
                return {"type": "prose", "value": f"<h3>{html.escape(block.text, quote=False)}</h3>"}
            case InlinePhoto():
                photo = self.photos[language, block.photo]
                return {"type": "photo", "value": {"photo": photo.pk, "caption": block.caption}}
            case Quoted():
                value = {"text": block.text, "attribution": block.attribution}
                return {"type": "quotation", "value": value}
            case Items():
                items = [{"type": "item", "value": f"<p>{item}</p>"} for item in block.items_html]
                return {"type": "list", "value": {"ordered": block.ordered, "items": items}}
            case Rows():
                columns = [{"type": "text", "heading": heading} for heading in block.head]
                rows = [{"values": list(row)} for row in block.rows]
                table = {"caption": block.caption, "columns": columns, "rows": rows}
                return {"type": "table", "value": table}
            case Facts():
                return {"type": "fact_box", "value": {"title": block.title, "text": block.html}}


def build_demo(*, by: Staff, now: datetime, progress: Progress | None = None) -> int:
    """Fill the paper of this process with the demo's copy and wire items; returns how many stories it has."""
    builder = Builder(read_demo(), by=by, now=now)
    count = builder.build(progress)
    english = {slug: story for (language, slug), story in builder.stories.items() if language == "en"}
    running.tell(english, builder.bylines, by=by, now=now)
    _wire(by, now)
    return count


def _wire(by: Staff, now: datetime) -> None:
    """Take the demo's agency items: the running story becomes one of ours with its first version, then it moves on."""
    defaults = {"name": "Delta News Agency", "kind": Source.Kind.HAND}
    source, _ = Source.objects.get_or_create(slug="dna", defaults=defaults)
    folder = files("broadsheet.demo").joinpath("wire")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".json"))
    for number, name in enumerate(names):
        taken = take(folder.joinpath(name).read_bytes(), source=source, name=name, now=now)
        item = Item.objects.get(pk=taken.items[0].item_id)
        if number == 0 and item.state != Item.State.USED:
            story = lineage.make_story(item, section=None, by=by, now=now)
            acts.publish(story, by=by, now=now)
