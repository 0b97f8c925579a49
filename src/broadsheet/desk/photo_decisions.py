"""Where an editor decides that a held photo may go out, and says why; and the record of all such decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.desk.rights import Guarded, may_look, may_take_down
from broadsheet.stories import photo_rights
from broadsheet.stories.errors import ReasonMissing
from broadsheet.stories.models import Photo, RightsDecision, Story

SHOWN = 500


def may_decide(person: Any, story: Story | None) -> bool:
    """Who may publish the story may decide about its photos; about a photo in every story, who may publish any."""
    if story is not None:
        allowed: bool = story.permissions_for_user(person).can_publish()
        return allowed
    anywhere: bool = policy_registry.get_by_type(Page).user_has_permission(person, "publish")
    return anywhere


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What holds the photo, what was decided before, and the form; `?story=` names the story that waits for it."""
    photo = get_object_or_404(Photo, pk=pk)
    story = _story(request)
    if not may_look(request.user):
        raise PermissionDenied
    allowed = may_decide(request.user, story)
    now = timezone.now()
    draft = story.get_latest_revision_as_object() if story else None
    goes_out = max(now, draft.go_live_at) if draft and draft.go_live_at else now
    day = photo_rights.day_of(goes_out)
    if request.method == "POST":
        if not allowed:
            raise PermissionDenied
        if _is_taken_down(photo, day) and not may_take_down(request.user):
            raise PermissionDenied
        scope = None if request.POST.get("scope") == "everywhere" else story
        if scope is None and not may_decide(request.user, None):
            raise PermissionDenied
        reason = request.POST.get("reason", "")
        try:
            photo_rights.decide(photo, story=scope, by=request.user, reason=reason, now=now, on=day)  # type: ignore[arg-type]
        except ReasonMissing as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"It is on the record: “{photo}” may go out. Nothing was published by this.")
            return redirect(_back(photo, story))
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": _back(photo, story), "label": story.title if story else str(photo)},
        {"url": "", "label": "Rights"},
    ]
    context = {
        "page_title": "Rights in a photo",
        "header_title": "Rights in a photo",
        "header_icon": "image",
        "breadcrumbs_items": crumbs,
        "photo": photo,
        "story": story,
        "grounds": photo_rights.grounds(photo, on=day),
        "decisions": photo.rights_decisions.select_related("story"),
        "allowed": allowed and (may_take_down(request.user) or not _is_taken_down(photo, day)),
        "is_taken_down": _is_taken_down(photo, day),
        "back": _back(photo, story),
    }
    return render(request, "desk/photo_rights.html", context)


class DecisionsPage(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """The report "Photo rights": every decision, the last one first, at most `SHOWN`."""

    template_name = "desk/photo_decisions.html"
    page_title = "Photo rights"
    header_icon = "image"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": "Photo rights"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["decisions"] = RightsDecision.objects.select_related("photo", "story")[:SHOWN]
        return context


def _is_taken_down(photo: Photo, day: date) -> bool:
    """Whether its credit or agency was: then who may publish does not decide, but who takes pictures down."""
    return any(one.name.startswith(photo_rights.TAKEN_DOWN) for one in photo_rights.grounds(photo, on=day))


def _story(request: HttpRequest) -> Story | None:
    wanted = request.GET.get("story", "")
    return get_object_or_404(Story, pk=int(wanted)) if wanted.isdecimal() else None


def _back(photo: Photo, story: Story | None) -> str:
    if story is not None:
        return reverse("wagtailadmin_pages:edit", args=[story.pk])
    return reverse("wagtailimages:edit", args=[photo.pk])
