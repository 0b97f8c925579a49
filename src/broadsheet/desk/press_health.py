"""Shows how the press does: what waits, what it last did, and what would not press or go out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max, Min
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.desk import clock_alarms
from broadsheet.press.models import Failure, Order, PressRun, Purge
from broadsheet.stories.models import DueFailure

RUNS_SHOWN = 20
FAILURES_SHOWN = 100
SLOW = timedelta(seconds=30)
"""An order that waits so long means that no press is running."""


@dataclass(frozen=True, slots=True)
class Health:
    """The press in five figures; `stuck` where orders have waited longer than `SLOW`."""

    waiting: int
    waiting_since: datetime | None
    failures: int
    due_failures: int
    last_run: datetime | None
    stuck: bool

    @property
    def well(self) -> bool:
        return not (self.failures or self.due_failures or self.stuck)


def health(now: datetime) -> Health:
    due = Order.objects.filter(due_at__lte=now)
    since = due.aggregate(since=Min("due_at"))["since"]
    return Health(
        waiting=due.count(),
        waiting_since=since,
        failures=Failure.objects.count(),
        due_failures=DueFailure.objects.count(),
        last_run=PressRun.objects.aggregate(last=Max("run_at"))["last"],
        stuck=since is not None and now - since > SLOW,
    )


class PressPage(WagtailAdminTemplateMixin, TemplateView):
    """The page "Press", for everybody at the desk: whoever wrote a story may see why it is not out."""

    template_name = "desk/press.html"
    page_title = "Press"
    header_icon = "cog"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": "Press"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        now = timezone.now()
        context["health"] = health(now)
        context["later"] = Order.objects.filter(due_at__gt=now).count()
        context["runs"] = PressRun.objects.order_by("-run_at")[:RUNS_SHOWN]
        context["failures"] = Failure.objects.order_by("since")[:FAILURES_SHOWN]
        late = DueFailure.objects.select_related("page").order_by("since")
        context["due_failures"] = late[:FAILURES_SHOWN]
        context |= clock_alarms.told(self.request)
        failing = Purge.objects.filter(tries__gt=0)
        context["purges"] = failing.order_by("made_at", "pk")[:FAILURES_SHOWN]
        return context
