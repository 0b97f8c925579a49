"""Alarms the desk when an agency's cancellation took a story down, until somebody says that it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from broadsheet.desk.models import SeenKill
from broadsheet.desk.rights import may_write, writers_only
from broadsheet.killfile import Kill
from broadsheet.stories import kills

OF_AGENCIES = "wire:"
"""How the names of those begin who kill without being people."""
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A kill by an agency that nobody has seen yet. `headline` is empty for a story that is no more."""

    kill: Kill
    headline: str


def unseen(now: datetime) -> list[Alarm]:
    """What the desk must be told, the last first."""
    recent = [
        kill for kill in reversed(kills.killed().kills)
        if kill.by.startswith(OF_AGENCIES) and kill.at > now - SHOWN_FOR
    ]  # fmt: skip
    if not recent:
        return []
    seen = set(SeenKill.objects.filter(number__in=[k.number for k in recent]).values_list("number", flat=True))
    names = dict(Page.objects.filter(pk__in={kill.story_id for kill in recent}).values_list("pk", "title"))
    return [Alarm(kill, names.get(kill.story_id, "")) for kill in recent if kill.number not in seen]


class AlarmPanel(Component):
    """Above everything else on the desk's first page; nothing where there is nothing to tell."""

    name = "kill-alarms"
    template_name = "desk/kill_alarms.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        found = unseen(timezone.now()) if may_write(request.user) else []
        return {"kill_alarms": found, "back": request.path, "csrf_token": get_token(request)}


def panel(request: HttpRequest, present: list[Component]) -> None:
    present.append(AlarmPanel())


@require_POST
@writers_only
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the alarm about kill `number` was seen, and by whom first."""
    if number not in {kill.number for kill in kills.killed().kills}:
        raise Http404
    by = request.user.email  # type: ignore[union-attr]
    SeenKill.objects.get_or_create(number=number, defaults={"seen_at": timezone.now(), "seen_by": by})
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
