"""The diary: events and assignments by day, week or month, as a calendar file, and the budget of a day's edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from broadsheet.desk.rights import writers_only
from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories.calendar_file import Event, calendar
from broadsheet.stories.models import DiaryEntry, Listing, Section, Story

SPANS = ("day", "week", "month")
MOST = 500
"""Entries that a page or a file holds."""
AHEAD, BEHIND = timedelta(days=366), timedelta(days=31)
"""What of the diary the calendar file holds."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the diary."""

    on: date
    entries: tuple[DiaryEntry, ...]
    is_other_month: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget: an entry, a story, or both."""

    entry: DiaryEntry | None
    story: Story | None
    headline: str
    section: str
    state: str
    has_photo: bool


@require_safe
@never_cache
@writers_only
def show(request: HttpRequest) -> HttpResponse:
    """A day, a week or a month, of everybody or of one person."""
    span = request.GET.get("span", "week")
    span, on = span if span in SPANS else "week", day_in(request)
    person = request.GET.get("person", "")
    first, last = bounds(span, on)
    entries = asked(person).filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1)))
    context = {
        **frame("Diary"),
        "span": span,
        "spans": SPANS,
        "on": on,
        "before": step(span, on, -1),
        "after": step(span, on, 1),
        "today": timezone.localdate(),
        "days": days(first, last, entries[:MOST], on if span == "month" else None),
        "people": Staff.objects.filter(is_active=True).order_by("email"),
        "person": person,
    }
    return render(request, "desk/diary.html", context)


@require_safe
@never_cache
@writers_only
def calendar_file(request: HttpRequest) -> HttpResponse:
    """The diary for a calendar, of everybody or of one person: the last month and a year ahead."""
    now = timezone.now()
    found = asked(request.GET.get("person", "")).filter(starts_at__range=(now - BEHIND, now + AHEAD))[:MOST]
    text = calendar(current().name, (event_of(entry) for entry in found))
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="diary.ics"'
    return answer


@require_safe
@never_cache
@writers_only
def budget(request: HttpRequest) -> HttpResponse:
    """What a day's edition is made of: what is planned for it, its stories, and how far each is."""
    on = day_in(request)
    found = lines(on, request.user)
    context = {
        **frame("Story budget", reverse("desk_diary")),
        "on": on,
        "before": on - timedelta(days=1),
        "after": on + timedelta(days=1),
        "lines": found,
        "words": sum(line.entry.words or 0 for line in found if line.entry is not None),
        "open": sum(1 for line in found if line.story is None),
    }
    return render(request, "desk/budget.html", context)


def asked(person: str) -> QuerySet[DiaryEntry]:
    """The entries of one person, by number, or of everybody."""
    found = DiaryEntry.objects.select_related("section", "reporter", "photographer").prefetch_related("stories")
    if person.isdecimal():
        found = found.filter(Q(reporter=int(person)) | Q(photographer=int(person)))
    return found


def day_in(request: HttpRequest) -> date:
    """The day that the address names, else today."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def bounds(span: str, on: date) -> tuple[date, date]:
    """The first and last day that are shown; weeks begin on Monday, a month shows whole weeks."""
    if span == "day":
        return on, on
    if span == "month":
        first = on.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    first = on - timedelta(days=on.weekday())
    return first, first + timedelta(days=6)


def step(span: str, on: date, way: int) -> date:
    """The same day of the span before or after."""
    if span == "month":
        return (on.replace(day=1) + timedelta(days=31 if way > 0 else -1)).replace(day=1)
    return on + way * timedelta(days=7 if span == "week" else 1)


def days(first: date, last: date, entries: Iterable[DiaryEntry], month: date | None) -> list[Day]:
    by_day: dict[date, list[DiaryEntry]] = {}
    for entry in entries:
        by_day.setdefault(timezone.localdate(entry.starts_at), []).append(entry)
    count = (last - first).days + 1
    every = [first + timedelta(days=n) for n in range(count)]
    return [Day(on, tuple(by_day.get(on, ())), bool(month) and on.month != month.month) for on in every]  # type: ignore[union-attr]


def lines(on: date, person: Any) -> list[Line]:
    """The budget of a day: entries for its edition, then stories that go out or went out on it and are in no entry."""
    sections = dict(Section.objects.values_list("path", "title"))
    entries = list(asked("").filter(edition_day=on)[:MOST])
    linked = {story.pk: story for entry in entries for story in entry.stories.all()}
    waiting = Revision.page_revisions.filter(
        approved_go_live_at__gte=midnight(on), approved_go_live_at__lt=midnight(on + timedelta(days=1))
    )
    hours = {int(pk): at for pk, at in waiting.values_list("object_id", "approved_go_live_at")}
    out = Listing.objects.filter(list__startswith="language/", day=on.isoformat()).values("story_id")
    others = list(Story.objects.filter(Q(pk__in=hours) | Q(pk__in=out)).exclude(pk__in=linked)[:MOST])
    allowed = seen(person, [*linked, *(story.pk for story in others)])
    found = []
    for entry in entries:
        told = [story for story in entry.stories.all() if story.pk in allowed]
        found += [line(entry, story, sections, hours) for story in told] or [line(entry, None, sections, hours)]
    return found + [line(None, story, sections, hours) for story in others if story.pk in allowed]


def seen(person: Any, numbers: Sequence[int]) -> set[int]:
    """Those of these stories that this person may look into, or that readers have."""
    if person.is_superuser:
        return set(numbers)
    mine = policy_registry.get_by_type(Page).explorable_instances(person).filter(pk__in=numbers)
    live = Page.objects.filter(pk__in=numbers, live=True)
    return {*mine.values_list("pk", flat=True), *live.values_list("pk", flat=True)}


def line(entry: DiaryEntry | None, story: Story | None, sections: dict[str, str], hours: dict[int, datetime]) -> Line:
    if story is None:
        assert entry is not None
        section = entry.section.title if entry.section else ""
        return Line(entry, None, entry.title, section, "no story yet", False)
    task = story.current_workflow_task if story.workflow_in_progress else None
    if story.live:
        state = "out, with a newer draft" if story.has_unpublished_changes else "out"
    elif story.pk in hours:
        state = f"goes out {timezone.localtime(hours[story.pk]):%H:%M}"
    else:
        state = task.name.lower() if task is not None else "draft"
    section = sections.get(story.path[: -Story.steplen], "")
    headline = story.title if story.live else story.draft_title
    return Line(entry, story, headline, section, state, story.lead_photo_id is not None)


def event_of(entry: DiaryEntry) -> Event:
    host = current().address.partition("://")[2]
    people = ", ".join(str(one) for one in entry.people)
    told = [f"Who: {people}" if people else "", entry.notes]
    return Event(
        uid=f"diary-{entry.pk}@{host}",
        title=entry.title,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        changed_at=entry.changed_at,
        place=entry.place,
        notes="\n".join(filter(None, told)),
    )


def midnight(on: date) -> datetime:
    """When a day begins on the paper's clock."""
    return datetime.combine(on, time(), current().timezone)


def frame(title: str, up: str = "") -> dict[str, Any]:
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}]
    crumbs += [{"url": up, "label": "Diary"}] if up else []
    crumbs += [{"url": "", "label": title}]
    return {"page_title": title, "header_title": title, "header_icon": "calendar-alt", "breadcrumbs_items": crumbs}
