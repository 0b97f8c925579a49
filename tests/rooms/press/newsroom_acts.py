"""Acts of a newsroom as numbers choose them, so that Hypothesis can shrink a day to the act that broke it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cast import Cast, prose
from django.db.models import ProtectedError
from wagtail.models import Page

from broadsheet.stories import acts, scheduler
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Byline, Front, Photo, Section, Story, Topic


@dataclass(slots=True)
class Newsroom:
    """A newsroom at work: `number` tells its stories apart, `now` moves on with every act."""

    cast: Cast
    now: datetime
    number: int = 0
    log: list[str] = field(default_factory=list)

    def story(self, choice: int) -> Story | None:
        stories = list(Story.objects.order_by("pk"))
        return stories[choice % len(stories)] if stories else None

    def section(self, choice: int) -> Section:
        sections = list(Section.objects.filter(locale__language_code="en").order_by("pk"))
        return sections[choice % len(sections)]

    def text(self, headline: str, choice: int) -> StoryText:
        photo = Photo.objects.order_by("pk").first() if choice % 3 == 0 else None
        bylines = list(Byline.objects.values_list("pk", flat=True))
        topics = list(Topic.objects.values_list("pk", flat=True))
        target = self.story(choice)
        body = prose(f"{headline} was told.")
        if target is not None and choice % 2:
            link = f'<p>As <a linktype="page" id="{target.pk}">reported before</a>.</p>'
            body.append({"type": "prose", "value": link})
        return StoryText(
            headline,
            body,
            lead_photo=photo,
            byline_ids=bylines[: choice % 2],
            topic_ids=topics[: choice % 3],
            prominence=1 + choice % 4,
        )


def write_and_publish(room: Newsroom, choice: int) -> None:
    room.number += 1
    text = room.text(f"Story number {room.number}", choice)
    story = acts.create(room.section(choice), text, by=room.cast.editor, now=room.now)
    acts.publish(story, by=room.cast.editor, now=room.now)


def draft(room: Newsroom, choice: int) -> None:
    room.number += 1
    acts.create(room.section(choice), room.text(f"Draft number {room.number}", choice), by=None, now=room.now)


def edit_without_publishing(room: Newsroom, choice: int) -> None:
    if story := room.story(choice):
        room.number += 1
        acts.revise(story, room.text(f"Secret number {room.number}", choice), by=None, now=room.now)


def publish(room: Newsroom, choice: int) -> None:
    if story := room.story(choice):
        acts.publish(story, by=None, now=room.now)


def edit_and_publish(room: Newsroom, choice: int) -> None:
    edit_without_publishing(room, choice)
    publish(room, choice)


def withdraw(room: Newsroom, choice: int) -> None:
    if (story := room.story(choice)) and story.live:
        acts.withdraw(story, by=None, now=room.now)


def delete(room: Newsroom, choice: int) -> None:
    if story := room.story(choice):
        story.delete()


def schedule(room: Newsroom, choice: int) -> None:
    if story := room.story(choice):
        acts.schedule(story, room.now + timedelta(hours=choice % 30), by=None, now=room.now)


def move(room: Newsroom, choice: int) -> None:
    story = room.story(choice)
    if story and story.locale.language_code == "en":
        section = room.section(choice // 2)
        if Page.objects.child_of(section).filter(slug=story.slug).exclude(pk=story.pk).exists():
            return
        acts.move(story, section, by=None, now=room.now)


def change_slug(room: Newsroom, choice: int) -> None:
    if story := room.story(choice):
        latest = story.get_latest_revision_as_object()
        room.number += 1
        latest.slug = f"renamed-{room.number}" if choice % 3 else f"renamed-{choice % 2}-{story.pk}"
        latest.save_revision().publish()


def rename_section(room: Newsroom, choice: int) -> None:
    section = room.section(choice)
    room.number += 1
    section.title = f"Section {room.number}"
    if choice % 2:
        section.slug = f"section-{room.number}"
    section.show_in_menus = bool(choice % 3)
    section.save_revision().publish()


def rename_byline(room: Newsroom, choice: int) -> None:
    byline = Byline.objects.order_by("pk").first()
    if byline:
        byline.name = f"Writer {choice % 5}"
        if choice % 3 == 0:
            byline.slug = f"writer-{choice % 5}"
        byline.save()


def rename_topic(room: Newsroom, choice: int) -> None:
    if topic := Topic.objects.order_by("pk").first():
        topic.name = f"Topic {choice % 5}"
        topic.save()


def change_credit(room: Newsroom, choice: int) -> None:
    if photo := Photo.objects.order_by("pk").first():
        photo.credit = f"Agency {choice % 4}"
        photo.save()


def delete_photo(room: Newsroom, choice: int) -> None:
    if choice % 5 == 0 and (photo := Photo.objects.order_by("pk").first()):
        try:
            photo.delete()
        except ProtectedError:
            return


def change_masthead(room: Newsroom, choice: int) -> None:
    front = Front.objects.order_by("pk")[choice % 2]
    room.number += 1
    front.tagline = f"Line {room.number}"
    front.save_revision().publish()


def wait(room: Newsroom, choice: int) -> None:
    room.now += timedelta(hours=choice % 60)
    scheduler.run_due(room.now)


ACTS: dict[str, Callable[[Newsroom, int], None]] = {
    act.__name__: act
    for act in (
        write_and_publish, draft, edit_without_publishing, publish, edit_and_publish, withdraw, delete, schedule, move,
        change_slug, rename_section, rename_byline, rename_topic, change_credit, delete_photo, change_masthead, wait,
    )
}  # fmt: skip
