"""The page "Dashboard": what is read, what comes in, how the press does, what is due, and the state of readers' pages.

Pictures where people would rather look than read: drawn here, with a sentence and a table each (`charts`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import TruncHour
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from broadsheet.desk import kill_alarms, sources
from broadsheet.desk.charts import Chart, chart, table
from broadsheet.desk.due import due_until_midnight
from broadsheet.desk.press_health import health
from broadsheet.desk.rights import writers_only
from broadsheet.edition.brown_out import on_since
from broadsheet.edition.errors import EditionError
from broadsheet.edition.store import Edition
from broadsheet.paperfile import current
from broadsheet.press.models import PressRun
from broadsheet.ranking.chart import hour_of
from broadsheet.ranking.errors import RankingUnavailable
from broadsheet.ranking.store import open_store
from broadsheet.stories import rights_ends
from broadsheet.wire.dispatch import Status
from broadsheet.wire.models import Item, RawItem
from broadsheet.wire.state import State

HOURS = 24
STORIES = 8


@dataclass(frozen=True, slots=True)
class Read:
    """A live story and its readers by hour."""

    story_id: int
    headline: str
    readers: int
    chart: Chart


@dataclass(frozen=True, slots=True)
class Sending:
    """How a source does: items by hour, and what of the last day was refused or is withheld by its agency."""

    name: str
    pk: int
    state: State
    chart: Chart
    refused: int
    withheld: int


@dataclass(frozen=True, slots=True)
class Served:
    """What readers have: pages in all, and those that wait for a look of the press. `fault` where nobody can say."""

    pages: int = 0
    backlog: int = 0
    fault: str = ""


@require_safe
@never_cache
@writers_only
def show(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    hours = _hours(now)
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}, {"url": "", "label": "Dashboard"}]
    sent, pressed = sending(now, hours), runs(now, hours)
    context = {
        "page_title": "Dashboard",
        "header_title": "Dashboard",
        "header_icon": "view",
        "breadcrumbs_items": crumbs,
        **readers(now, hours),
        "sending": sent,
        "wire_table": table("Items by hour", [(one.name, one.chart) for one in sent]),
        "health": health(now),
        "runs": pressed,
        "runs_table": table("Pages changed", [("Pages", pressed)]),
        "served": served(),
        "lite_since": on_since(current().edition),
        "unseen_kills": len(kill_alarms.unseen(now)),
        "unseen_ends": rights_ends.unseen().count(),
        "due": due_until_midnight(request.user, now),
        "now": now,
    }
    return render(request, "desk/dashboard.html", context)


def readers(now: datetime, hours: list[datetime]) -> dict[str, Any]:
    """`total`, a chart of all readers by hour, and `read`, the stories read most; `fault` where the count is away."""
    first = hour_of(hours[0])
    paper = current()
    try:
        store = open_store(paper.ranking, valkey=paper.valkey, window_hours=paper.window_hours)
        try:
            counts = [count for count in store.counts(since_hour=first) if count.hour - first < HOURS]
        finally:
            store.close()
    except RankingUnavailable as error:
        return {"fault": str(error)}
    by_story: dict[int, list[int]] = {}
    for count in counts:
        by_story.setdefault(count.story_id, [0] * HOURS)[count.hour - first] += count.readers
    names = dict(Page.objects.filter(pk__in=by_story, live=True).values_list("pk", "title"))
    best = sorted(names, key=lambda pk: (-sum(by_story[pk]), pk))[:STORIES]
    labels = _labels(hours)
    all_of_them = [sum(line[place] for line in by_story.values()) for place in range(HOURS)]
    total = chart(all_of_them, labels, what="Readers of stories by hour", unit="readers", height=90)
    read = [
        Read(pk, names[pk], sum(by_story[pk]), chart(by_story[pk], labels, what=names[pk], unit="readers"))
        for pk in best
    ]
    columns = [("All stories", total), *((one.headline, one.chart) for one in read)]
    return {"total": total, "read": read, "read_table": table("Readers by hour", columns)}


def sending(now: datetime, hours: list[datetime]) -> list[Sending]:
    """Every source, what alarms first."""
    since = hours[0]
    came = Item.objects.filter(received_at__gte=since)
    lines = _by_hour(came.values("source_id"), "received_at", hours, lambda row: int(row["source_id"]), n=Count("pk"))
    withheld = dict(_counted(came.filter(status=Status.WITHHELD)))
    refused = dict(_counted(RawItem.objects.filter(outcome=RawItem.Outcome.REFUSED, received_at__gte=since)))
    labels, nothing = _labels(hours), [0] * HOURS
    return [
        Sending(
            row.source.name,
            row.source.pk,
            row.state,
            chart(lines.get(row.source.pk, nothing), labels, what=f"Items of {row.source.name} by hour", unit="items"),
            refused.get(row.source.pk, 0),
            withheld.get(row.source.pk, 0),
        )
        for row in sources.rows(now)
    ]


def runs(now: datetime, hours: list[datetime]) -> Chart:
    """Pages that the press changed, by hour; hours in which one failed alarm."""
    rows = PressRun.objects.filter(run_at__gte=hours[0]).order_by().values()
    changed = _by_hour(rows, "run_at", hours, lambda row: 0, n=Sum("changed")).get(0, [0] * HOURS)
    failed = _by_hour(rows, "run_at", hours, lambda row: 0, n=Sum("failed")).get(0, [0] * HOURS)
    bad = [count > 0 for count in failed]
    return chart(changed, _labels(hours), what="Pages changed by hour", unit="pages", height=60, bad=bad)


def served() -> Served:
    try:
        edition = Edition(current().edition_place)
    except EditionError as error:
        return Served(fault=str(error))
    try:
        row = edition.database.one("SELECT count(*) FROM backlog")
        return Served(edition.page_count(), int(row[0]) if row else 0)
    except EditionError as error:
        return Served(fault=str(error))
    finally:
        edition.close()


def _hours(now: datetime) -> list[datetime]:
    """The beginnings of the last hours, the one under way last."""
    this = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return [this - timedelta(hours=ago) for ago in range(HOURS - 1, -1, -1)]


def _labels(hours: list[datetime]) -> list[str]:
    return [f"{hour.astimezone(current().timezone):%H:%M}" for hour in hours]


def _by_hour(
    rows: Any, column: str, hours: list[datetime], whose: Callable[[Mapping[str, Any]], int], **counted: Any
) -> dict[int, list[int]]:
    """Figures of each hour, by whom they belong to."""
    places = {hour: place for place, hour in enumerate(hours)}
    names = [name for name in rows.query.values_select if name == "source_id"]
    found: dict[int, list[int]] = {}
    grouped = rows.annotate(hour=TruncHour(column, tzinfo=UTC)).values("hour", *names).annotate(**counted).order_by()
    for row in grouped:
        if row["hour"] in places:
            found.setdefault(whose(row), [0] * HOURS)[places[row["hour"]]] = row["n"] or 0
    return found


def _counted(rows: Any) -> Any:
    return rows.order_by().values_list("source_id").annotate(n=Count("pk"))
