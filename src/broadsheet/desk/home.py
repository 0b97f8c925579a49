"""The desk's first page: what is live, what is due today, what came in, and whether the press is well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.models import Page, Revision, TaskState

from broadsheet.desk import reach
from broadsheet.desk.press_health import health
from broadsheet.desk.rights import may_look
from broadsheet.paperfile import current
from broadsheet.stories.models import DueFailure, Listing, Proposal, Section, Story, StoryAddress
from broadsheet.wire.models import Item

NEWEST_SHOWN = 6
DUE_SHOWN = 12
ASKING_FOR_EACH = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)


@dataclass(frozen=True, slots=True)
class Due:
    """Something that happens by itself today: `what` is "Goes out" or "Comes down"."""

    at: datetime
    what: str
    headline: str
    page_id: int
    refused: str = ""
    """Why it did not happen at its time."""


@dataclass(frozen=True, slots=True)
class Out:
    """A story that readers have: when it went out and its whole address."""

    published_at: datetime
    headline: str
    story_id: int
    address: str


class Figure(SummaryItem):
    """One number at the head of the page, which leads to what it counts."""

    template_name = "desk/figure.html"

    def __init__(self, request: HttpRequest, *, order: int, icon: str, link: str, words: str) -> None:
        super().__init__(request)
        self.order, self.icon, self.link, self.words = order, icon, link, words

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"icon": self.icon, "link": self.link, "words": self.words}


def figures(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Our figures instead of Wagtail's count of pages, photos and documents."""
    live = _live()
    due = len(due_today(timezone.now()))
    stories = reverse("stories:index")
    items[:] = [
        Figure(request, order=100, icon="doc-full", link=stories, words=_count(live, "live story", "live stories")),
        Figure(request, order=200, icon="calendar-alt", link=f"{stories}?status=scheduled", words=f"{due} due today"),
    ]
    waits = TaskState.objects.reviewable_by(request.user).count()
    if waits:
        told = _count(waits, "story waits", "stories wait") + " for you"
        items.append(Figure(request, order=250, icon="tasks", link=reverse("desk_board"), words=told))
    if may_look(request.user):
        new = Item.objects.filter(state=Item.State.NEW).count()
        link = reverse("desk_wire") + "?state=new"
        items.append(Figure(request, order=300, icon="download", link=link, words=f"{new} new on the wire"))
        waiting = Proposal.objects.filter(state=Proposal.State.WAITING).count()
        if waiting:
            told = _count(waiting, "proposal waits", "proposals wait")
            items.append(Figure(request, order=310, icon="edit", link=reverse("desk_proposals"), words=told))


class TodayPanel(Component):
    """What goes out or comes down today, and what went out last."""

    name = "today"
    template_name = "desk/home_today.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"due": due_today(timezone.now())[:DUE_SHOWN], "newest": newest()}


class PressPanel(Component):
    """One line while all is well; what is wrong where it is not."""

    name = "press"
    template_name = "desk/home_press.html"
    order = 120

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"health": health(timezone.now())}


def panels(request: HttpRequest, present: list[Component]) -> None:
    """Ours for Wagtail's own two of the workflow: those list all that is under way, and ask for each story anew."""
    present[:] = [one for one in present if not isinstance(one, ASKING_FOR_EACH)]
    present += [TodayPanel(), PressPanel()]


def due_today(now: datetime) -> list[Due]:
    """What falls due until midnight in the paper's time, and what was due before and would not happen."""
    midnight = (now.astimezone(current().timezone) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    refused = dict(DueFailure.objects.values_list("page_id", "reason"))
    going = Revision.page_revisions.filter(approved_go_live_at__lt=midnight)
    times = {int(pk): at for pk, at in going.values_list("object_id", "approved_go_live_at")}
    names = dict(Page.objects.filter(pk__in=times).values_list("pk", "title"))
    found = [Due(at, "Goes out", names[pk], pk, refused.get(pk, "")) for pk, at in times.items() if pk in names]
    # By time: in the order of the tree, which pages have by themselves, SQLite walks all of them.
    leaving = Page.objects.filter(live=True, expire_at__lt=midnight).order_by("expire_at", "pk")
    found += [
        Due(at, "Comes down", title, pk, refused.get(pk, ""))
        for pk, title, at in leaving.values_list("pk", "title", "expire_at")
    ]
    return sorted(found, key=lambda due: due.at)


def newest() -> list[Out]:
    """The stories that went out last, in all languages."""
    rows = Listing.objects.filter(list__in=_whole_lists()).order_by("-published_at")[:NEWEST_SHOWN]
    times = dict(rows.values_list("story_id", "published_at"))
    names = dict(Story.objects.filter(pk__in=times).values_list("pk", "title"))
    where = StoryAddress.objects.filter(story_id__in=times, current=True)
    addresses = dict(where.values_list("story_id", "address"))
    base = current().address
    return [Out(at, names[pk], pk, base + addresses[pk]) for pk, at in times.items() if pk in names and pk in addresses]


def _live() -> int:
    """How many stories are live, without counting them: all that lie below sections, but for the few that are not."""
    all_of_them: int = Section.objects.aggregate(n=Sum("numchild"))["n"] or 0
    pages = Page.objects.alias(kind=reach.Kind())
    others: int = pages.filter(live=False, kind=ContentType.objects.get_for_model(Story).pk).count()
    return all_of_them - others


def _whole_lists() -> list[str]:
    return [f"language/{code}" for code in current().languages]


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
