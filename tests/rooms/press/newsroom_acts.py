"""Acts upon stories as numbers choose them, so that Hypothesis can shrink a day to the act that broke it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cast import Cast, prose
from wagtail.models import Page

from broadsheet.stories import acts, kills, scheduler
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Byline, Photo, Section, Story, StoryAddress, Topic


@dataclass(slots=True)
class Newsroom:
    """A newsroom at work: `number` tells its stories apart, `now` moves on with every act."""

    cast: Cast
    now: datetime
    number: int = 0
    reopened: bool = False
    """The press must be opened anew, as after a change of settings or templates."""

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
        body = prose(f"{headline} was told.", " ".join(f"word{n}" for n in range(choice % 60)))
        if photo is not None and choice % 2:
            body.append({"type": "photo", "value": {"photo": photo.pk, "caption": "Inside"}})
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
    if (story := room.story(choice)) and story.pk not in kills.killed().stories:
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
    if (story := room.story(choice)) and story.pk not in kills.killed().stories:
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


def embargo(room: Newsroom, choice: int) -> None:
    """A new story that goes out later, and comes down again at an hour of its own."""
    room.number += 1
    text = room.text(f"Embargoed number {room.number}", choice)
    story = acts.create(room.section(choice), text, by=None, now=room.now)
    goes_out = room.now + timedelta(hours=1 + choice % 24)
    if choice % 2:
        draft = story.get_latest_revision_as_object()
        draft.expire_at = goes_out + timedelta(hours=choice % 12)
        draft.save_revision()
    acts.schedule(story, goes_out, by=None, now=room.now)


def correct(room: Newsroom, choice: int) -> None:
    if (story := room.story(choice)) and story.live and story.pk not in kills.killed().stories:
        room.number += 1
        text = room.text(f"Corrected number {room.number}", choice)
        kind = list(acts.Kind)[choice % len(acts.Kind)]
        acts.correct(story, text, f"It was {room.number}, and not less.", by=None, now=room.now, kind=kind)


def kill(room: Newsroom, choice: int) -> None:
    if story := room.story(choice):
        photos = [story.lead_photo] if story.lead_photo and choice % 2 else []
        kills.kill(story, by="chief", reason="Court order", now=room.now, photos=photos)


def lift(room: Newsroom, choice: int) -> None:
    standing = kills.killed().kills
    if standing:
        number = standing[choice % len(standing)].number
        kills.lift(number, by="chief", reason="Proved true", now=room.now)


def have_an_old_slug_back(room: Newsroom, choice: int) -> None:
    """Another story wants the slug that a story once had, or the story itself wants it again."""
    former = StoryAddress.objects.filter(current=False).order_by("pk")
    story = room.story(choice)
    if story is None or not former:
        return
    latest = story.get_latest_revision_as_object()
    latest.slug = former[choice % len(former)].address.rsplit("/", 1)[1]
    if not Page.objects.sibling_of(story).filter(slug=latest.slug).exclude(pk=story.pk).exists():
        latest.save_revision().publish()


def wait(room: Newsroom, choice: int) -> None:
    room.now += timedelta(hours=choice % 60)
    scheduler.run_due(room.now)


ACTS: tuple[Callable[[Newsroom, int], None], ...] = (
    write_and_publish, draft, edit_without_publishing, publish, edit_and_publish, withdraw, delete, schedule, embargo,
    correct, kill, lift, move, change_slug, have_an_old_slug_back, wait,
)  # fmt: skip
