"""The page "Most viewed": the list with its numbers, a drawing of the last hour that follows, and who is muted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from broadsheet.desk.readership import Minutes, Row, read
from broadsheet.desk.rights import Guarded, writers_only
from broadsheet.paperfile import current
from broadsheet.ranking.errors import RankingUnavailable
from broadsheet.ranking.referrers import CLASSES
from broadsheet.stories import mutes
from broadsheet.stories.errors import ReasonMissing
from broadsheet.stories.models import Mute, Section, Story

RECORD_SHOWN = 100
STANDINGS = {"muted": "muted", "old": "too old", "few": "too few readers", "listed": ""}


def may_mute(person: Any, story: Story) -> bool:
    """Who may publish a story may keep it out of the lists."""
    allowed: bool = story.permissions_for_user(person).can_publish()
    return allowed


class MostViewedPage(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """The list, the drawing and the record of mutes, for everybody who writes."""

    template_name = "desk/most_viewed.html"
    page_title = "Most viewed"
    header_icon = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": "Most viewed"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        paper, asked = current(), _asked(self.request)
        fault = lost = ""
        rows: list[Row] = []
        try:
            rows, minutes = read(paper, timezone.now(), **asked)
            lost = _lost(minutes)
        except RankingUnavailable as error:
            fault = str(error)
        stories = Story.objects.in_bulk([row.story_id for row in rows])
        person = self.request.user
        context |= {
            "rows": [(row, STANDINGS[row.standing], may_mute(person, stories[row.story_id])) for row in rows],
            "fault": fault,
            "lost": lost,
            "asked": asked,
            "classes": CLASSES,
            "languages": paper.languages,
            "sections": Section.objects.filter(live=True).select_related("locale").order_by("path"),
            "rules": paper,
            "record": Mute.objects.order_by("-since")[:RECORD_SHOWN],
            "numbers": reverse("desk_most_viewed_numbers") + "?" + self.request.GET.urlencode(),
        }
        return context


@never_cache
@writers_only
def numbers(request: HttpRequest) -> HttpResponse:
    """The same as JSON, for the drawing that follows and the numbers in the list."""
    try:
        rows, minutes = read(current(), timezone.now(), **_asked(request))
    except RankingUnavailable as error:
        return JsonResponse({"fault": str(error)}, status=503)
    return JsonResponse({"rows": [_told(row) for row in rows], "minutes": _drawn(minutes)})


@never_cache
def mute(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then keep the story out of the lists."""
    story = get_object_or_404(Story, pk=pk)
    if not may_mute(request.user, story):
        raise PermissionDenied
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            mutes.mute(story, by=request.user.email, reason=reason, now=timezone.now())  # type: ignore[union-attr]
        except ReasonMissing as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"“{story.title}” leaves Most viewed within seconds. The story itself stays.")
            return redirect("desk_most_viewed")
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_most_viewed"), "label": "Most viewed"},
        {"url": "", "label": "Mute"},
    ]
    context = {"page_title": "Mute", "header_title": "Mute", "header_icon": "view", "breadcrumbs_items": crumbs}
    return render(request, "desk/mute.html", {**context, "story": story})


@require_POST
def unmute(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the story back into the lists."""
    story = get_object_or_404(Story, pk=pk)
    if not may_mute(request.user, story):
        raise PermissionDenied
    if mutes.unmute(pk, by=request.user.email, now=timezone.now()):  # type: ignore[union-attr]
        messages.success(request, f"“{story.title}” may stand in Most viewed again.")
    return redirect("desk_most_viewed")


def _asked(request: HttpRequest) -> dict[str, Any]:
    language = request.GET.get("language", "")
    section = request.GET.get("section", "")
    return {
        "language": language if language in current().languages else "",
        "section_id": int(section) if section.isdecimal() and len(section) < 10 else 0,
        "by_trend": request.GET.get("order") == "trend",
    }


def _told(row: Row) -> dict[str, Any]:
    told = asdict(row)
    told["published_at"] = row.published_at.isoformat()
    return told


def _drawn(minutes: Minutes) -> dict[str, Any]:
    return {
        "first": minutes.first,
        "series": [{"story": pk, "headline": headline, "views": views} for pk, headline, views in minutes.series],
        "referrers": minutes.referrers,
        "lost": _lost(minutes),
    }


def _lost(minutes: Minutes) -> str:
    """A sentence on the views that are missing in the numbers."""
    if minutes.lost:
        return f"Lost: {minutes.lost} views of the last three hours, which no kiosk could keep."
    return "No view of the last three hours was lost."
