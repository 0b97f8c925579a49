"""Keeps a story from readers while one of its photos is held: says why in its editor, and loses no words.

`stories.photo_rights` refuses at the last gate whatever the way; here an editor is told before, and how to go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.models import Page

from broadsheet.stories import photo_rights
from broadsheet.stories.models import Section, Story
from broadsheet.stories.photo_rights import Held

ROADS_TO_READERS = ("action-publish", "action-workflow-action")
"""Buttons of the editor that publish or schedule. A story with a held photo may be submitted: its editor decides."""

_PHOTO_IN_BODY = re.compile(r"body-\d+-value-photo")
_NOT = "Not published; what you wrote is saved as a draft."


def refuse_in_editor(request: HttpRequest, page: Page) -> None:
    """Show what holds the story; let what was written be saved as a draft, and nothing more."""
    if not issubclass(page.specific_class or Page, Story):
        return
    if request.method != "POST":
        story = Story.objects.get(pk=page.pk).get_latest_revision_as_object()
        _say(request, story, _held(story), "It can’t be published yet.")
    else:
        story = Story.objects.get(pk=page.pk)
        _take_roads_out(request, story)


def refuse_new(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """The same for a story that is published with its first save."""
    if request.method == "POST" and issubclass(page_class, Story) and isinstance(parent.specific, Section):
        _take_roads_out(request, Story())


def refuse_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Where a publication was begun by another way than the editor's buttons."""
    if not isinstance(page, Story):
        return None
    found = _held(page)
    if not found:
        return None
    _say(request, page, found, _NOT)
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_many(request: HttpRequest, action: str, pages: list[Page], view: Any) -> HttpResponse | None:
    """Nothing is published where a story with a held photo is among it, be it below a chosen section."""
    if action != "publish":
        return None
    chosen = Story.objects.filter(pk__in=[page.pk for page in pages])
    if view.cleaned_form.cleaned_data.get("include_descendants", False):
        for page in pages:
            chosen = chosen | Story.objects.descendant_of(page)
    among = [story for story in chosen.distinct() if _held(story.get_latest_revision_as_object())]
    if not among:
        return None
    names = ", ".join(f"“{story.title}”" for story in among)
    messages.error(request, f"Nothing was published: photos are held in {names}. Open each of them to see why.")
    return redirect(view.next_url)


def _take_roads_out(request: HttpRequest, story: Story) -> None:
    """Takes the buttons out of what was posted, where a photo that was posted is held."""
    if not any(name in request.POST for name in ROADS_TO_READERS):
        return
    if request.POST.get("workflow-action-name", "approve") != "approve" and "action-publish" not in request.POST:
        return
    found = _held(story, _posted(request))
    if not found:
        return
    words = request.POST.copy()
    for name in ROADS_TO_READERS:
        words.pop(name, None)
    request.POST = words  # type: ignore[assignment]
    _say(request, story, found, _NOT)


def _posted(request: HttpRequest) -> set[int]:
    """The photos named in the posted form, except in blocks that were deleted in it."""
    found = {request.POST.get("lead_photo", "")}
    for name, value in request.POST.items():
        if _PHOTO_IN_BODY.fullmatch(name) and not request.POST.get(name.replace("value-photo", "deleted")):
            found.add(str(value))
    return {int(number) for number in found if number.isdecimal()}


def _held(story: Story, photo_ids: Iterable[int] | None = None) -> list[Held]:
    now = timezone.now()
    goes_out = max(now, story.go_live_at) if story.go_live_at else now
    return photo_rights.held(story, on=photo_rights.day_of(goes_out), photo_ids=photo_ids)


def _say(request: HttpRequest, story: Story, found: Iterable[Held], what: str) -> None:
    for one in found:
        link = reverse("desk_photo_rights", args=[one.photo.pk]) + (f"?story={story.pk}" if story.pk else "")
        messages.warning(
            request, format_html('{} {} <a href="{}">Decide about its rights</a>', what, one.sentence, link)
        )
