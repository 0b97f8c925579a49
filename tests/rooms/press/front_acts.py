"""Acts upon fronts as numbers choose them: slots, headlines, shapes, undo, planned fronts, and the banner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from newsroom_acts import Newsroom

from broadsheet.staff.models import Staff
from broadsheet.stories import banners, fronts, slots
from broadsheet.stories.models import Banner, Front, FrontLayout, Section, Story
from broadsheet.stories.slots import SHAPES, Arrangement, Placed


def a_front(room: Newsroom, choice: int) -> Front | Section:
    """The home in English, mostly; else a section's front."""
    return room.section(choice // 3) if choice % 3 == 2 else Front.objects.get(locale__language_code="en")


def lay_out(page: Front | Section, room: Newsroom, choice: int, placed: Sequence[Placed]) -> None:
    present = fronts.standing(page)
    wanted = Arrangement(tuple(placed), SHAPES[choice % len(SHAPES)])
    fronts.change(page, wanted, did="laid out", seen=present.pk if present else 0, by=None, now=room.now)


def placed_on(page: Front | Section) -> tuple[Placed, ...]:
    present = fronts.standing(page)
    return present.arrangement.placed if present else ()


def fill_slot(room: Newsroom, choice: int) -> None:
    page, stories = a_front(room, choice), list(Story.objects.filter(locale__language_code="en").order_by("pk"))
    before = placed_on(page)[: fronts.slot_count(page) - 1]
    if not stories:
        return
    story, act = stories[choice % len(stories)], slots.pin if choice % 4 == 3 else slots.put
    shown = {one.pk for one in stories if one.live}
    lay_out(page, room, choice, act(before, story.pk, 1 + choice % fronts.slot_count(page), shown=shown))


def clear_slot(room: Newsroom, choice: int) -> None:
    page = a_front(room, choice)
    if before := placed_on(page):
        lay_out(page, room, choice, slots.clear(before, before[choice % len(before)].story_id))


def override_headline(room: Newsroom, choice: int) -> None:
    page = a_front(room, choice)
    if before := placed_on(page):
        room.number += 1
        headline = f"Only here {room.number}" if choice % 5 else ""
        lay_out(page, room, choice, slots.retitle(before, before[choice % len(before)].story_id, headline))


def undo_front(room: Newsroom, choice: int) -> None:
    page = a_front(room, choice)
    if present := fronts.standing(page):
        fronts.undo(page, seen=present.pk, by=None, now=room.now)


def plan_front(room: Newsroom, choice: int) -> None:
    """A front for a later hour, with stories that may be out by then."""
    page, story = a_front(room, choice), room.story(choice)
    planned = fronts.plan(page, room.now + timedelta(minutes=30 + choice), by=None, now=room.now)
    if story is not None and story.locale.language_code == "en":
        fronts.change_plan(planned, Arrangement((Placed(story.pk, f"Planned {choice}"),)), seen=0, by=None)


def banner_on(room: Newsroom, choice: int) -> None:
    front, story = Front.objects.get(locale__language_code="en"), room.story(choice)
    fitting = story if choice % 2 and story and story.locale_id == front.locale_id else None
    room.number += 1
    text, minutes = f"Breaking {room.number}", 5 + choice * 7
    made = banners.propose(front, text, minutes=minutes, story=fitting, by=room.cast.editor, now=room.now)
    second, _ = Staff.objects.get_or_create(email="second@courier.example", is_superuser=True)
    banners.put_up(made, by=second, now=room.now)


def banner_off(room: Newsroom, choice: int) -> None:
    if banner := Banner.objects.filter(shown_at__isnull=False, ended_at=None).first():
        banners.end(banner, by=room.cast.editor, now=room.now)


def drop_plan(room: Newsroom, choice: int) -> None:
    if planned := FrontLayout.objects.filter(since=None).first():
        fronts.drop(planned, by=None)


ACTS: tuple[Callable[[Newsroom, int], None], ...] = (
    fill_slot, clear_slot, override_headline, undo_front, plan_front, drop_plan, banner_on, banner_off,
)  # fmt: skip
