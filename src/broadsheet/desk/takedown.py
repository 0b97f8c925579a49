"""Takes pictures off all pages from the desk: what is chosen, what that hits, why, and the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.models import Page

from broadsheet.desk.photo_offers import like_one_taken_down
from broadsheet.desk.photo_pages import pages_with
from broadsheet.desk.rights import may_take_down
from broadsheet.stories import kills, look_alikes, photo_uses, takedowns
from broadsheet.stories.errors import NothingToTakeDown, ReasonMissing
from broadsheet.stories.models import Photo, Story
from broadsheet.stories.photo_rights import shown_in
from broadsheet.stories.photo_uses import OtherUse, StoryUse
from broadsheet.stories.takedowns import Target

PHOTOS_SHOWN = 24
STORIES_SHOWN = 30
PAGES_ASKED = 2_000
"""Photos of which the press is asked where they stand."""
FRONTS = ("front", "list")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a takedown would take: all photos by number, the first ones to be seen, and where they stand."""

    photo_ids: list[int]
    photos: list[Photo]
    stories: list[StoryUse]
    others: list[OtherUse]
    pages: int
    fronts: int


# Not one transaction: what stands in the kill file counts at once, and never waits for somebody's save to end.
@transaction.non_atomic_requests
@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Choose; see what it hits; take it down with a reason."""
    if not may_take_down(request.user):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    target = _target(asked)
    if target is not None and request.method == "POST":
        try:
            return _carry_out(request, target)
        except (ReasonMissing, NothingToTakeDown) as error:
            messages.error(request, str(error))
        except OSError as error:
            messages.error(
                request,
                f"Nothing was taken down: it could not be written down ({error.strerror or error}). "
                "Make room on the disk and do it once more.",
            )
    context = {**_frame(), "reason": asked.get("reason", ""), "target": target}
    if target is None:
        context |= {"credits": takedowns.credits(), "agencies": takedowns.agencies()}
    else:
        found = hit(target)
        context |= {"hit": found, "more": len(found.stories) - STORIES_SHOWN, "stories": found.stories[:STORIES_SHOWN]}
    return render(request, "desk/takedown.html", context)


def hit(target: Target) -> Hit:
    """What `target` takes, as it stands now."""
    numbers = takedowns.photos_of(target)
    pages = pages_with(numbers[:PAGES_ASKED])
    return Hit(
        numbers,
        list(Photo.objects.filter(pk__in=numbers[:PHOTOS_SHOWN]).order_by("pk").prefetch_related("renditions")),
        photo_uses.stories_with(numbers),
        photo_uses.others_with(numbers),
        len(pages),
        sum(1 for recipe in pages.values() if recipe in FRONTS),
    )


def tell_in_editor(request: HttpRequest, page: Page) -> None:
    """In the editor of a story whose draft names a killed photo, or one that looks like it, as one sent again does."""
    killed = kills.killed().pictures
    if request.method != "GET" or not killed or not issubclass(page.specific_class or Page, Story):
        return
    draft = Story.objects.get(pk=page.pk).get_latest_revision_as_object()
    for photo in Photo.objects.filter(pk__in=set(shown_in(draft))):
        if photo.file_hash in killed:
            line = '“{}” was taken down: readers get this story without it. <a href="{}">All kills</a>'
            messages.warning(request, format_html(line, photo.title, reverse("desk_kills")))
        elif (kill := look_alikes.taken_down(photo)) is not None:
            messages.warning(request, like_one_taken_down(photo, kill))


def _carry_out(request: HttpRequest, target: Target) -> HttpResponse:
    by = request.user.email  # type: ignore[union-attr]
    kill = takedowns.take_down(target, by=by, reason=request.POST.get("reason", ""), now=timezone.now())
    count = len(kill.pictures)
    words = f"{count} picture{'' if count == 1 else 's'} taken down: readers lose {'it' if count == 1 else 'them'} now."
    later = " What comes under that name later is held." if kill.credit or kill.agency else ""
    messages.success(request, f"Kill {kill.number}: {words}{later} It stays so until the kill is lifted.")
    return redirect("desk_kills")


def _target(asked: QueryDict) -> Target | None:
    """What is named; None where nothing is. Numbers that are none are left out."""
    numbers = tuple(int(one) for one in asked.getlist("photo") if one.isdecimal())
    if numbers:
        return Target(photo_ids=numbers)
    credit, agency = asked.get("credit", "").strip(), asked.get("agency", "").strip()
    if credit:
        return Target(credit=credit)
    return Target(agency=agency) if agency else None


def _frame() -> dict[str, Any]:
    title = "Take pictures down"
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_photos"), "label": "Photo desk"},
        {"url": "", "label": title},
    ]
    return {"page_title": title, "header_title": title, "header_icon": "warning", "breadcrumbs_items": crumbs}
