"""The published versions of a story: what readers are shown of how it has changed, and what is withheld from them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from broadsheet.desk.rights import may_read_everything, writers_only
from broadsheet.paperfile import current
from broadsheet.stories import versions
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import PublishedVersion, Story


@require_safe
@never_cache
@writers_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Every version, the last one first; the last one is what readers have and can't be withheld."""
    story = get_object_or_404(Story, pk=pk)
    rights = story.permissions_for_user(request.user)
    if not (rights.permissions or request.user.is_superuser or may_read_everything(request.user)):
        raise PermissionDenied
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailadmin_pages:edit", args=[pk]), "label": story.draft_title},
        {"url": "", "label": "Published versions"},
    ]
    context = {
        "page_title": "Published versions",
        "header_title": "Published versions",
        "header_icon": "history",
        "breadcrumbs_items": crumbs,
        "story": story,
        "versions": story.published_versions.order_by("-at", "-pk"),
        "may_withhold": rights.can_publish(),
        "are_shown": current().versions,
    }
    return render(request, "desk/versions.html", context)


@require_POST
@writers_only
def withhold(request: HttpRequest, pk: int) -> HttpResponse:
    """Show readers this version no more, for the reason that is sent along."""
    version = get_object_or_404(PublishedVersion.objects.select_related("story"), pk=pk)
    by: Any = request.user
    try:
        versions.withhold(version, by=by, reason=request.POST.get("reason", ""), now=timezone.now())
    except StoryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Readers are not shown that version any more.")
    return redirect("desk_versions", version.story_id)
