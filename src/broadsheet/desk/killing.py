"""Kills a story from the desk: the entries in its menus, and the page that says what a kill does and asks why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from broadsheet.desk import proof
from broadsheet.desk.story_pictures import known_by_bytes, pictures_of
from broadsheet.killfile import Kill, KillFileDamaged
from broadsheet.stories import kills
from broadsheet.stories.errors import KillNotKept, ReasonMissing
from broadsheet.stories.models import Story

LABEL = "Kill this story…"
BELOW_ALL = 10_100
"""Below "Page locked": what stands first becomes the button that everybody clicks."""


class KillMenuItem(ActionMenuItem):
    """In the editor's menu of actions; also where the story is locked for this person."""

    name = "action-kill"
    label = LABEL
    icon_name = "warning"

    @classmethod
    def last(cls) -> KillMenuItem:
        return cls(order=BELOW_ALL)

    def is_shown(self, context: Any) -> bool:
        return context["view"] == "edit" and may_kill(context["request"].user, context["page"])

    def get_url(self, context: Any) -> str:
        return reverse("desk_kill", args=[context["page"].pk])


def row_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a row of a list."""
    if may_kill(user, page):
        yield Button(LABEL, url=reverse("desk_kill", args=[page.pk]), icon_name="warning", priority=90)


def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu beside the title of a story's own screens."""
    yield from row_button(page, user)


def may_kill(person: Any, page: Page) -> bool:
    """Who may publish a story may kill it, whatever state it is in."""
    if not issubclass(page.specific_class or Page, Story):
        return False
    allowed: bool = page.permissions_for_user(person).can_publish()
    return allowed


# Not one transaction: a kill stands in its file at once, and never waits for somebody's save to end.
@transaction.non_atomic_requests
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a kill does, and carry it out when it is confirmed with a reason."""
    story = get_object_or_404(Story, pk=pk)
    if not may_kill(request.user, story):
        raise PermissionDenied
    family = list(Story.objects.filter(translation_key=story.translation_key).select_related("locale").order_by("pk"))
    pictures = pictures_of(family)
    ticked = {picture.photo.pk for picture in pictures if not picture.others}
    if request.method == "POST":
        chosen = set(request.POST.getlist("pictures"))
        ticked = {picture.photo.pk for picture in pictures if str(picture.photo.pk) in chosen}
        photos = known_by_bytes(picture.photo for picture in pictures if picture.photo.pk in ticked)
        try:
            return _carry_out(request, story, photos)
        except ReasonMissing as error:
            messages.error(request, str(error))
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailadmin_pages:edit", args=[story.pk]), "label": story.title},
        {"url": "", "label": "Kill"},
    ]
    context = {
        "page_title": "Kill this story",
        "header_title": "Kill this story",
        "header_icon": "warning",
        "breadcrumbs_items": crumbs,
        "story": story,
        "translations": [one for one in family if one.pk != story.pk],
        "pictures": [(picture, picture.photo.pk in ticked) for picture in pictures],
        "standing": _standing(story),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "desk/kill.html", context)


def _standing(story: Story) -> list[Kill]:
    try:
        return [kill for kill in kills.killed().kills if kill.story_id == story.pk]
    except KillFileDamaged:
        # A kill is never refused: it is written down below what can't be read.
        return []


def _carry_out(request: HttpRequest, story: Story, photos: list[Any]) -> HttpResponse:
    now = timezone.now()
    try:
        kills.kill(story, by=request.user.email, reason=request.POST.get("reason", ""), now=now, photos=photos)  # type: ignore[union-attr]
    except KillNotKept as error:
        messages.error(request, str(error))
    except DatabaseError as error:
        if story.pk not in kills.killed().stories:
            raise
        messages.warning(
            request,
            f"“{story.title}” is killed and goes from readers, but the desk could not take it off its own lists "
            f"({error}). Kill it once more to make up for that.",
        )
    else:
        messages.success(request, f"“{story.title}” is killed. It stays so until the kill is lifted.")
    proof.follow(request, story, since=now)
    return redirect("desk_kills")
