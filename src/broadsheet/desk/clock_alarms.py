"""Alarms the desk when a clock has jumped and its machine's scheduler stands still; lets it say that it is right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request

from broadsheet.desk.rights import may_look, may_publish
from broadsheet.stories import clock_watch


class ClockPanel(Component):
    """On the desk's first page, above everything else; nothing where every clock is trusted."""

    name = "clock-alarms"
    template_name = "desk/clock_alarms.html"
    order = 5

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return told(parent_context["request"])


def told(request: HttpRequest) -> dict[str, Any]:
    """What the template needs."""
    clocks = clock_watch.jumped() if may_look(request.user) else []
    return {
        "clock_alarms": [(clock, spelt(timedelta(seconds=clock.jumped_by))) for clock in clocks],
        "clock_now": timezone.localtime(),
        "may_believe": bool(clocks) and may_publish(request.user),
        "back": request.path,
        "csrf_token": get_token(request),
    }


def panel(request: HttpRequest, present: list[Component]) -> None:
    present.append(ClockPanel())


@require_POST
def believe(request: HttpRequest, number: int) -> HttpResponse:
    """Let the schedulers of that machine go on: for those who could publish by hand what then goes out."""
    if not may_publish(request.user):
        raise PermissionDenied
    clock_watch.believe(number, by=request.user.email)  # type: ignore[union-attr]
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


def spelt(span: timedelta) -> str:
    """`span` in the two largest units that it has: "1 hour 5 minutes"."""
    seconds = round(span.total_seconds())
    parts = []
    for name, size in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count:,} {name}{'' if count == 1 else 's'}")
    return " ".join(parts[:2]) or "0 seconds"
