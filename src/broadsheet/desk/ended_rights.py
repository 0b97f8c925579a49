"""Tells the desk which photos left readers' pages because the right to use them ended, until somebody has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from broadsheet.desk.rights import may_write, writers_only
from broadsheet.stories import rights_ends
from broadsheet.stories.models import EndedRights, Photo

SHOWN = 20
STORIES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Notice:
    """A photo that is gone, and the stories that lost it: number and headline of the first ones, how many more."""

    row: EndedRights
    photo: Photo
    stories: tuple[tuple[int, str], ...]
    others: int


class EndedRightsPanel(Component):
    """On the desk's first page, below what is worse; nothing where there is nothing to tell."""

    name = "ended-rights"
    template_name = "desk/ended_rights.html"
    order = 30

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        found = notices() if may_write(request.user) else []
        return {"notices": found, "back": request.path, "csrf_token": get_token(request)}


def panel(request: HttpRequest, present: list[Component]) -> None:
    present.append(EndedRightsPanel())


def notices() -> list[Notice]:
    """What nobody has seen yet, the last first."""
    rows = list(rights_ends.unseen()[:SHOWN])
    named = {pk for row in rows for pk in row.story_ids[:STORIES_SHOWN]}
    titles = dict(Page.objects.filter(pk__in=named).values_list("pk", "title"))
    return [
        Notice(
            row,
            row.photo,
            tuple((pk, titles[pk]) for pk in row.story_ids[:STORIES_SHOWN] if pk in titles),
            max(0, len(row.story_ids) - STORIES_SHOWN),
        )
        for row in rows
    ]


@require_POST
@writers_only
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that this was seen, and by whom first."""
    row = get_object_or_404(EndedRights, pk=pk)
    by = request.user.email  # type: ignore[union-attr]
    EndedRights.objects.filter(pk=row.pk, seen_at=None).update(seen_at=timezone.now(), seen_by=by)
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
