"""The page "Fronts": every front that this person lays out, and the breaking-news banner of each language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from broadsheet.desk.front_editor import frame
from broadsheet.desk.rights import may_publish, may_read_everything
from broadsheet.paperfile import current
from broadsheet.stories import banners, fronts
from broadsheet.stories.errors import StoryError, WrongPlace
from broadsheet.stories.models import Banner, Front, FrontLayout, Section, Story, StoryAddress

RECORD = 20
MINUTES = (15, 30, 60, 120, 240, 720)


def may_see(person: Any) -> bool:
    """Whether this person has anything to do with fronts: who publishes somewhere, and who audits."""
    return may_publish(person) or may_read_everything(person)


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """Fronts and banners."""
    if not may_see(request.user):
        raise PermissionDenied
    person: Any = request.user
    everything = may_read_everything(person)
    homes = Front.objects.filter(live=True, locale__language_code__in=current().languages).select_related("locale")
    homes = homes.order_by("path")
    sections = Section.objects.filter(live=True).select_related("locale").order_by("path")
    pages: list[Page] = []
    for home in homes:
        pages += [home, *(one for one in sections if one.path.startswith(home.path))]
    mine = [page for page in pages if everything or fronts.may_arrange(person, page)]
    standing = {row.page_id: row for row in FrontLayout.objects.filter(is_current=True)}
    planned = FrontLayout.objects.filter(since=None).order_by("starts_at")
    rows = [(page, standing.get(page.pk), [p for p in planned if p.page_id == page.pk]) for page in mine]
    context = {
        **frame("Fronts"),
        "rows": rows,
        "homes": [(home, fronts.may_arrange(person, home)) for home in homes],
        "banners": _banners(person),
        "record": Banner.objects.exclude(ended_at=None).order_by("-proposed_at")[:RECORD],
        "may_word": may_publish(person),
        "minutes": MINUTES,
        "news": _news(request),
        "letters": banners.LETTERS,
    }
    return render(request, "desk/fronts.html", context)


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Word a banner, for somebody else to put up."""
    if not may_publish(request.user):
        raise PermissionDenied
    front = Front.objects.filter(pk=_number(request, "front"), live=True).first()
    try:
        if front is None:
            raise WrongPlace("Say in which language the banner stands.")
        story = _story(request.POST.get("story", "").strip())
        words, minutes = request.POST.get("text", ""), _number(request, "minutes")
        by: Any = request.user
        banners.propose(front, words, minutes=minutes, story=story, by=by, now=timezone.now())
    except StoryError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The banner is worded. A second person must put it up.")
    return redirect("desk_fronts")


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Put a banner up, or take it down."""
    if not may_publish(request.user):
        raise PermissionDenied
    banner = get_object_or_404(Banner, pk=number)
    by: Any = request.user
    try:
        if request.POST.get("act") == "up":
            banners.put_up(banner, by=by, now=timezone.now())
            messages.success(request, f"“{banner.text}” stands above the fronts.")
        else:
            banners.end(banner, by=by, now=timezone.now())
            messages.success(request, f"“{banner.text}” is taken down.")
    except StoryError as error:
        messages.error(request, str(error))
    return redirect(get_valid_next_url_from_request(request) or "desk_fronts")


def header_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu beside the title of a story that readers have: its headline as a banner, for somebody to put up."""
    if issubclass(page.specific_class or Page, Story) and page.live and may_publish(user):
        yield Button("Breaking news", url=banner_address(page.pk), icon_name="warning", priority=55)


def banner_address(story_id: int) -> str:
    """Where a banner is worded that begins with the headline of this story."""
    return f"{reverse('desk_fronts')}?story={story_id}"


def _news(request: HttpRequest) -> Story | None:
    """The story whose headline the form of a new banner begins with, where the address names one that is out."""
    asked = request.GET.get("story", "")
    found = Story.objects.filter(pk=int(asked), live=True) if asked.isdecimal() and len(asked) < 19 else None
    story: Story | None = found.select_related("locale").first() if found is not None else None
    return story


def _banners(person: Any) -> list[tuple[Banner, bool, bool]]:
    """Those that stand or are proposed; whether this person may put each up, and take it down."""
    now, found = timezone.now(), []
    for banner in Banner.objects.filter(ended_at=None).order_by("language", "-proposed_at"):
        if banner.shown_at is None and banner.proposed_at + banners.STALE < now:
            continue
        in_charge = fronts.may_arrange(person, banners.home_of(banner.language))
        own = banner.proposed_by_id == person.pk
        found.append((banner, in_charge and not own and banner.shown_at is None, in_charge or own))
    return found


def _story(asked: str) -> Story | None:
    """The story that somebody names by its number at the desk or by its address; None for nothing.

    Errors: `WrongPlace` where there is no such story.
    """
    if not asked:
        return None
    address = asked.removeprefix(current().address)
    rows = StoryAddress.objects.filter(address=address).values_list("story_id", flat=True)
    number = int(asked) if asked.isdecimal() and len(asked) < 19 else (rows.first() or 0)
    story: Story | None = Story.objects.filter(pk=number).first()
    if story is None:
        raise WrongPlace(f"No story is to be found at “{asked[:80]}”.")
    return story


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
