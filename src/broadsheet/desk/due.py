"""What is due until midnight, in the paper's time, from everywhere that has an hour: one list, by the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Page

from broadsheet.desk import home, reach
from broadsheet.paperfile import current
from broadsheet.stories import photo_finding, photo_uses
from broadsheet.stories.models import Assignment, Banner, DiaryEntry, FrontLayout, Photo
from broadsheet.stories.photo_finding import Rights, Wanted
from broadsheet.stories.photo_rights import day_of

MOST = 60
PHOTOS = 20


@dataclass(frozen=True, slots=True)
class Due:
    """One thing: `at` is None for what belongs to the day; `late` is what should have happened already, or why not."""

    at: datetime | None
    what: str
    name: str
    link: str
    late: str = ""


def due_until_midnight(person: Any, now: datetime) -> list[Due]:
    """Stories that go out or come down, fronts, banners, events, assignments; then photos whose rights end soon."""
    midnight = (now.astimezone(current().timezone) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    found = [
        Due(one.at, one.what, one.headline, reverse("wagtailadmin_pages:edit", args=[one.page_id]), one.refused)
        for one in home.due_today(now)
    ]
    found += _fronts(now, midnight) + _diary(now, midnight) + _assignments(person, now, midnight)
    timed = sorted(found, key=lambda due: due.at or midnight)[:MOST]
    return [*timed, *_photos(now)]


def _fronts(now: datetime, midnight: datetime) -> list[Due]:
    layouts = FrontLayout.objects.filter(since=None, starts_at__gte=now, starts_at__lt=midnight).select_related("page")
    banners = Banner.objects.filter(ended_at=None, ends_at__gte=now, ends_at__lt=midnight)
    return [
        *(
            Due(one.starts_at, "Front changes", one.page.title, reverse("desk_front", args=[one.page_id]))
            for one in layouts
        ),
        *(Due(one.ends_at, "Banner ends", one.text, reverse("desk_fronts")) for one in banners),
    ]


def _diary(now: datetime, midnight: datetime) -> list[Due]:
    entries = DiaryEntry.objects.filter(starts_at__gte=now, starts_at__lt=midnight).order_by("starts_at")
    return [
        Due(
            one.starts_at, one.get_kind_display(), one.title, reverse("desk_diary_entry", args=[one.pk]),
            "" if one.reporter_id or one.photographer_id else "nobody goes there yet",
        )
        for one in entries
    ]  # fmt: skip


def _assignments(person: Any, now: datetime, midnight: datetime) -> list[Due]:
    """Unfinished stories of the board that this person may see."""
    # Few pages are unfinished, and those are asked for first: SQLite, asked for all of it at once, walks every story.
    drafts = Page.objects.filter(live=False).values("pk")
    changed = Page.objects.filter(has_unpublished_changes=True).values("pk")
    unfinished = Q(story_id__in=drafts) | Q(story_id__in=changed)
    rows = Assignment.objects.filter(unfinished, due_at__lt=midnight).select_related("person")
    given = list(rows.order_by("-due_at"))
    pages = Page.objects.only("path", "title").in_bulk([one.story_id for one in given])
    mine = (one for one in given if reach.reaches(person, pages[one.story_id].path))
    return [
        Due(
            one.due_at, f"Story due from {one.person or 'nobody'}", pages[one.story_id].title,
            reverse("desk_board_card", args=[one.story_id]), "late" if one.due_at and one.due_at < now else "",
        )
        for one in islice(mine, MOST)
    ]  # fmt: skip


def _photos(now: datetime) -> list[Due]:
    """Photos in use whose rights end soon."""
    today = day_of(now)
    rows = photo_finding.found(Photo.objects.all(), Wanted(rights=Rights.ENDING), today=today)
    ending = list(rows.order_by("rights_expire_on", "pk")[: PHOTOS * 5])
    uses = photo_uses.counts(ending)
    return [
        Due(None, f"Photo until {photo.rights_expire_on:%-d %B}", photo.title, reverse("desk_contact", args=[photo.pk]))
        for photo in ending if uses[photo.pk]
    ][:PHOTOS]  # fmt: skip
