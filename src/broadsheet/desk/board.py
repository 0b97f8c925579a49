"""The board: every story on its way to readers, by stage, with who works on it, by when, and how long it has waited.

Draft │ Copy desk │ Section editor │ Ready          a column a stage, oldest first in each
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page, TaskState, WorkflowState

from broadsheet.desk import reach
from broadsheet.desk.rights import writers_only
from broadsheet.staff.models import Staff
from broadsheet.stories.models import Assignment, Section, Stage, Story

DRAFT = "Draft"
DRAFT_AGE = timedelta(days=14)
"""A draft that nobody has touched for longer is in a drawer, not in flight."""
MOST = 300
AGES = {"2": "2 hours", "8": "8 hours", "24": "a day", "72": "3 days"}
"""Hours that a story has been where it is, as they are asked for → in words."""


@dataclass(frozen=True, slots=True)
class Card:
    """One story in flight. `reason` is why it was sent back, for a draft that was."""

    story: Story
    section: str
    writer: str
    assignment: Assignment | None
    since: datetime
    reason: str
    may_move: bool
    """Whether the person who looks may pass it on."""

    @property
    def is_late(self) -> bool:
        due = self.assignment.due_at if self.assignment else None
        return due is not None and due < timezone.now()


@dataclass(frozen=True, slots=True)
class Column:
    """One stage, or the drafts before it; `number` is its place on the board."""

    name: str
    number: int
    cards: tuple[Card, ...]


@require_safe
@never_cache
@writers_only
def show(request: HttpRequest) -> HttpResponse:
    """The board, or the part of it that the filters in the address leave."""
    asked = {name: request.GET.get(name, "") for name in ("section", "person", "age")}
    found = columns(request.user, **asked)
    context = {
        "page_title": "Board",
        "header_title": "Board",
        "header_icon": "tasks",
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": "Home"}, {"url": "", "label": "Board"}],
        "columns": found,
        "most": MOST if sum(len(column.cards) for column in found) >= MOST else None,
        "sections": Section.objects.select_related("locale").order_by("path"),
        "people": Staff.objects.filter(is_active=True).order_by("email"),
        "ages": AGES.items(),
        "asked": asked,
    }
    return render(request, "desk/board.html", context)


def columns(looking: Any, *, section: str = "", person: str = "", age: str = "") -> list[Column]:
    """What `looking` may see in flight, a column a stage, those that waited longest first.

    `age`, one of `AGES`, leaves those that have been where they are for at least so long.
    """
    stages = list(
        Stage.objects.filter(active=True, workflow_tasks__isnull=False).order_by("workflow_tasks__sort_order")
    )
    states = {int(state.object_id): state for state in _states()}
    cards: dict[str, list[Card]] = {DRAFT: []} | {stage.name: [] for stage in stages}
    sections = dict(Section.objects.values_list("path", "title"))
    by_stage = {stage.pk: stage for stage in stages}
    for story in _in_flight(looking, states, section=section, person=person, age=age):
        state = states.get(story.pk)
        here = state.current_task_state if state is not None else None
        waits = state is not None and here is not None and state.status == WorkflowState.STATUS_IN_PROGRESS
        stage = by_stage.get(here.task_id) if waits and here is not None else None
        if waits and stage is None:
            continue
        card = _card(story, stage, here, looking, sections.get(story.path[: -Story.steplen], ""))
        cards[stage.name if stage is not None else DRAFT].append(card)
    return [
        Column(name, number, tuple(sorted(found, key=lambda card: card.since)))
        for number, (name, found) in enumerate(cards.items())
    ]


def _states() -> QuerySet[WorkflowState]:
    under_way = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    found: QuerySet[WorkflowState] = WorkflowState.objects.filter(
        status__in=under_way, base_content_type__app_label="wagtailcore", base_content_type__model="page"
    ).select_related("current_task_state")
    return found


def _in_flight(
    looking: Any, states: Mapping[int, WorkflowState], *, section: str, person: str, age: str
) -> QuerySet[Story]:
    # Numbers first: the few that are in the works have indexes of their own, and no index has all three kinds.
    young = Page.objects.filter(latest_revision_created_at__gte=timezone.now() - DRAFT_AGE)
    numbers = {
        *states,
        *young.filter(live=False).values_list("pk", flat=True),
        *young.filter(has_unpublished_changes=True).values_list("pk", flat=True),
    }
    found = Story.objects.filter(reach.below(looking), pk__in=numbers)
    if age in AGES:
        found = found.filter(_since(timezone.now() - timedelta(hours=int(age)), states))
    if section.isdecimal():
        chosen = Section.objects.filter(pk=int(section)).first()
        found = found.filter(path__startswith=chosen.path) if chosen else found.none()
    if person.isdecimal():
        found = found.filter(Q(assignment__person=int(person)) | Q(assignment=None, owner=int(person)))
    # A story that readers had and that was taken from them is no draft.
    found = found.exclude(live=False, first_published_at__isnull=False, has_unpublished_changes=False)
    found = found.select_related("owner", "locale", "assignment__person").defer_streamfields()
    return found.order_by("-latest_revision_created_at")[:MOST]  # type: ignore[no-any-return]


def _since(moment: datetime, states: Mapping[int, WorkflowState]) -> Q:
    """What has been where it is since `moment`: at its stage, or a draft that nobody has touched."""
    at_stage = {
        pk: state.current_task_state.started_at
        for pk, state in states.items()
        if state.status == WorkflowState.STATUS_IN_PROGRESS and state.current_task_state is not None
    }
    waits = Q(pk__in=[pk for pk, started in at_stage.items() if started <= moment])
    return waits | (~Q(pk__in=list(at_stage)) & Q(latest_revision_created_at__lte=moment))


def _card(story: Story, stage: Stage | None, here: TaskState | None, looking: Any, section: str) -> Card:
    rights = story.permissions_for_user(looking)
    sent_back = stage is None and here is not None and here.status == TaskState.STATUS_REJECTED
    return Card(
        story=story,
        section=section,
        writer=str(story.owner or "the wire"),
        assignment=getattr(story, "assignment", None),
        since=here.started_at if stage is not None and here is not None else story.latest_revision_created_at,
        reason=here.comment if sent_back and here is not None else "",
        may_move=stage.is_for(story, looking) if stage is not None else bool(rights.can_edit()),
    )
