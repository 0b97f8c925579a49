"""Search and replace in one story: every find is shown in its place, and those that are ticked go into a new draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from broadsheet.desk.proposal_page import hindrance_of
from broadsheet.desk.rights import writers_only
from broadsheet.stories import rewording
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import Story
from broadsheet.stories.replacing import Wanted

LONGEST = 200


@never_cache
@require_http_methods(["GET", "POST"])
@writers_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What is looked for and where it stands; a POST replaces what is ticked, in a new draft."""
    story = get_object_or_404(Story, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    hindrance = hindrance_of(request.user, story)
    asked = request.POST if request.method == "POST" else request.GET
    wanted = Wanted(
        asked.get("words", "")[:LONGEST], asked.get("instead", "")[:LONGEST], "any_case" in asked, "part" not in asked
    )
    if request.method == "POST" and not hindrance:
        chosen = {int(number) for number in request.POST.getlist("find") if number.isdecimal()}
        try:
            by: Any = request.user
            done = rewording.replace(story, wanted, chosen, seen=_seen(request), by=by)
        except StoryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Replaced {done} times in the draft. Nothing is published by that.")
            return redirect("wagtailadmin_pages:edit", story.pk)
    latest = story.get_latest_revision()
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailadmin_pages:edit", args=[story.pk]), "label": story.draft_title},
        {"url": "", "label": "Search and replace"},
    ]
    context = {
        "page_title": "Search and replace",
        "header_title": "Search and replace",
        "header_icon": "search",
        "breadcrumbs_items": crumbs,
        "story": story,
        "wanted": wanted,
        "finds": rewording.finds(latest.as_object(), wanted),
        "hindrance": hindrance,
        "latest": latest,
    }
    return render(request, "desk/replacing.html", context)


def _seen(request: HttpRequest) -> tuple[int, str]:
    number = request.POST.get("seen", "")
    return int(number) if number.isdecimal() else 0, request.POST.get("seen_at", "")
