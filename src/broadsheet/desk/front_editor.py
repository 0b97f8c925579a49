"""The front editor: the home and section fronts as they are filled, and every act upon their slots.

fronts ──▶ one front ──▶ put · pin · clear · headline · shape ──▶ stories.fronts ──▶ a new layout
                    └──▶ undo · put back · plan · previews
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.forms import DateTimeField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from broadsheet.desk import front_view
from broadsheet.desk.front_view import Laid
from broadsheet.desk.rights import may_look, may_read_everything
from broadsheet.stories import fronts, slots
from broadsheet.stories.errors import StoryError, WrongPlace
from broadsheet.stories.models import Front, FrontLayout, Section, Story
from broadsheet.stories.slots import Arrangement, Placed

PAST = 40
"""Former layouts that the page shows."""
SHAPE_NAMES = (
    ("", "as the day has it"), ("big", "big: with others on its topic"), ("picture", "picture"), ("words", "words")
)  # fmt: skip
WIDTHS = (("phone", "Phone, 375 wide"), ("desktop", "Desktop, 1280 wide"))


@require_safe
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One front, as readers have it or as a plan will have it."""
    page = front_at(request, pk)
    plan = _plan(page, request.GET.get("plan", ""))
    words = request.GET.get("q", "").strip()[:100]
    laid = front_view.laid(page, plan)
    past = FrontLayout.objects.filter(page_id=page.pk, since__isnull=False)
    context = {
        **frame(str(page.title), page),
        "laid": laid,
        "plan": plan,
        "may_arrange": fronts.may_arrange(request.user, page),
        "offers": front_view.offers(page, words, request.user),
        "words": words,
        "numbers": range(1, fronts.slot_count(page) + 1),
        "shapes": SHAPE_NAMES if isinstance(page, Front) else (),
        "past": past.order_by("-since", "-pk")[:PAST],
        "plans": FrontLayout.objects.filter(page_id=page.pk, since=None).order_by("starts_at"),
    }
    return render(request, "desk/front.html", context)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One act upon the slots; refused where the front is no longer the one that the page showed."""
    page = _arranged(request, pk)
    plan = _plan(page, request.POST.get("plan", ""))
    laid = front_view.laid(page, plan)
    story_id = _number(request, "story")
    try:
        wanted, did = _changed(request, laid, story_id)
        _save(request, laid, wanted, did)
    except StoryError as error:
        messages.error(request, str(error))
    return redirect(_address(page, plan) + (f"#story-{story_id}" if story_id else ""))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the last act back."""
    page = _arranged(request, pk)
    return _told(request, page, lambda by: fronts.undo(page, seen=_number(request, "seen"), by=by, now=timezone.now()))


@require_POST
def put_back(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Lay the front out as it was once."""
    page = _arranged(request, pk)
    layout = get_object_or_404(FrontLayout, pk=number, page_id=page.pk, since__isnull=False)
    seen = _number(request, "seen")
    return _told(request, page, lambda by: fronts.put_back(page, layout, seen=seen, by=by, now=timezone.now()))


@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin another front that starts at an hour, or give one up."""
    page = _arranged(request, pk)
    given_up = _plan(page, request.POST.get("drop", ""))
    if given_up is not None:
        return _told(request, page, lambda by: fronts.drop(given_up, by=by))
    starts_at = _hour(request.POST.get("starts_at", ""))
    if starts_at is None:
        messages.error(request, "Say when it begins.")
        return redirect(_address(page, None))
    try:
        made = fronts.plan(page, starts_at, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except StoryError as error:
        messages.error(request, str(error))
        return redirect(_address(page, None))
    return redirect(_address(page, made))


@require_safe
@never_cache
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader's page of a front, of a plan or a former layout where one is named; for a frame."""
    page = front_at(request, pk)
    number = request.GET.get("layout", "")
    layout = get_object_or_404(FrontLayout, pk=int(number), page_id=page.pk) if number.isdecimal() else None
    return HttpResponse(front_view.preview_text(page, layout))


@require_safe
@never_cache
def widths(request: HttpRequest, pk: int) -> HttpResponse:
    """The front at a phone's and a desktop's width, side by side."""
    page = front_at(request, pk)
    layout = _plan(page, request.GET.get("plan", ""))
    context = {
        **frame(f"{page.title}: preview", page),
        "layout": layout,
        "back": _address(page, layout),
        "widths": WIDTHS,
        "source": reverse("desk_front_preview", args=[page.pk]) + (f"?layout={layout.pk}" if layout else ""),
    }
    return render(request, "desk/front_widths.html", context)


def front_at(request: HttpRequest, pk: int) -> Front | Section:
    """The front whose number this is, for who may lay it out or reads everything. Errors: 404, 403."""
    page = get_object_or_404(Page.objects.select_related("locale"), pk=pk).specific
    if not isinstance(page, Front | Section):
        raise Http404
    person: Any = request.user
    if not may_look(person) or not (may_read_everything(person) or fronts.may_arrange(person, page)):
        raise PermissionDenied
    return page


def frame(title: str, page: Page | None = None) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_fronts"), "label": "Fronts"},
    ]
    crumbs += [{"url": "", "label": title}] if page is not None else []
    shown = {"page_title": title, "header_title": title, "header_icon": "desktop", "breadcrumbs_items": crumbs}
    return {**shown, "page": page}


def _arranged(request: HttpRequest, pk: int) -> Front | Section:
    page = front_at(request, pk)
    if not fronts.may_arrange(request.user, page):
        raise PermissionDenied
    return page


def _changed(request: HttpRequest, laid: Laid, story_id: int) -> tuple[Arrangement, str]:
    """What stands there after the act that is asked for, and the act in words."""
    act = request.POST.get("act", "")
    if act == "shape":
        shape = request.POST.get("shape", "")
        if shape not in dict(SHAPE_NAMES):
            raise WrongPlace("There is no such package.")
        return replace(laid.wanted, shape=shape), f"chose the package: {dict(SHAPE_NAMES)[shape]}"
    story = Story.objects.filter(pk=story_id).first()
    if story is None:
        raise WrongPlace("That story is gone.")
    placed, did = _moved(request, act, laid, story)
    return replace(laid.wanted, placed=placed), did


def _moved(request: HttpRequest, act: str, laid: Laid, story: Story) -> tuple[tuple[Placed, ...], str]:
    pk, placed, told = story.pk, laid.wanted.placed, story.title if story.live else story.draft_title
    here = next((one.number for one in laid.slots if one.story_id == pk), 0)
    shown = {*front_view.shown(laid.page, placed, laid.layout if laid.is_plan else None), pk}
    if act == "clear":
        return slots.clear(placed, pk), f"took “{told}” out of its slot"
    if act == "unpin":
        return slots.unpin(placed, pk, shown=shown), f"unpinned “{told}”"
    slot = {"up": here - 1, "down": here + 1, "pin": here, "headline": here}.get(act, _number(request, "slot"))
    if not 1 <= slot <= fronts.slot_count(laid.page):
        raise WrongPlace("There is no such slot.")
    if act == "headline":
        headline = " ".join(request.POST.get("headline", "").split())
        there = placed if any(one.story_id == pk for one in placed) else slots.put(placed, pk, slot, shown=shown)
        return slots.retitle(there, pk, headline), f"headed “{told}” with {f'“{headline}”' if headline else 'its own'}"
    if act == "pin":
        return slots.pin(placed, pk, slot, shown=shown), f"pinned “{told}” to slot {slot}"
    if act in ("put", "up", "down"):
        return slots.put(placed, pk, slot, shown=shown), f"put “{told}” into slot {slot}"
    raise WrongPlace("There is no such act.")


def _save(request: HttpRequest, laid: Laid, wanted: Arrangement, did: str) -> None:
    by: Any = request.user
    seen = _number(request, "seen")
    if laid.is_plan and laid.layout is not None:
        fronts.change_plan(laid.layout, wanted, seen=seen, by=by)
    else:
        fronts.change(laid.page, wanted, did=did, seen=seen, by=by, now=timezone.now())


def _told(request: HttpRequest, page: Page, act: Callable[[Any], object]) -> HttpResponse:
    try:
        act(request.user)
    except StoryError as error:
        messages.error(request, str(error))
    return redirect(_address(page, None))


def _plan(page: Page, number: str) -> FrontLayout | None:
    if not number.isdecimal():
        return None
    return get_object_or_404(FrontLayout, Q(since=None), pk=int(number), page_id=page.pk)


def _address(page: Page, layout: FrontLayout | None) -> str:
    return reverse("desk_front", args=[page.pk]) + (f"?plan={layout.pk}" if layout is not None else "")


def _hour(text: str) -> datetime | None:
    """What a browser's field for an hour sends, in the paper's time; None for anything else."""
    try:
        found: datetime | None = DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"]).clean(text)
    except ValidationError:
        return None
    return found


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0
