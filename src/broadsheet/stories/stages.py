"""The way of a story from draft to readers, and the acts on it.

draft ──submit──▶ copy desk ──pass on──▶ section editor ──pass on──▶ ready ──pass on──▶ readers
  ▲                  │                        │                        │
  └──── send back, with a reason ─────────────┴────────────────────────┘   (it comes back to the stage that sent it)
"""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from broadsheet.staff.models import Staff
from broadsheet.stories.errors import NotYours, ReasonMissing
from broadsheet.stories.models import Stage, Story

WORKFLOW = "From draft to readers"
FORMER = "Moderators approval"
"""Wagtail's own first workflow; it gives way where nothing goes through it."""

STAGES = (
    ("Copy desk", Stage.Right.CHANGE),
    ("Section editor", Stage.Right.PUBLISH),
    ("Ready", Stage.Right.PUBLISH),
)


@transaction.atomic
def make() -> None:
    """The workflow and its stages, once, for all stories that no other workflow has."""
    if Stage.objects.exists():
        return
    workflow = Workflow.objects.create(name=WORKFLOW)
    stages = [Stage.objects.create(name=name, needs=needs) for name, needs in STAGES]
    WorkflowTask.objects.bulk_create(
        WorkflowTask(workflow=workflow, task=stage, sort_order=n) for n, stage in enumerate(stages)
    )
    root = Page.objects.get(depth=1)
    present = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if present is not None and present.workflow.name != FORMER:
        return
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    if present is not None and not present.workflow.workflow_states.exists():
        tasks = list(present.workflow.tasks)
        present.workflow.delete()
        for task in tasks:
            task.delete()


@transaction.atomic
def submit(story: Story, *, by: Staff) -> None:
    """Hand a draft on to the first stage, or back to the stage that had sent it back. Errors: `NotYours`."""
    if not story.permissions_for_user(by).can_edit() or not story.has_workflow or story.workflow_in_progress:
        raise NotYours("handed on", story)
    state = story.current_workflow_state
    if state is not None:
        state.resume(by)
        return
    workflow = story.get_workflow()
    workflow.start(story, by)


@transaction.atomic
def pass_on(story: Story, *, by: Staff, note: str = "") -> None:
    """From this stage to the next; from the last one to readers.

    Errors: `NotYours`, and what refuses a publication.
    """
    here = _waiting(story, by)
    here.task.specific.on_action(here, by, "approve", comment=note.strip())


@transaction.atomic
def send_back(story: Story, *, by: Staff, reason: str) -> None:
    """To whoever works on it, with the reason. Errors: `NotYours`, `ReasonMissing`."""
    here = _waiting(story, by)
    if not reason.strip():
        raise ReasonMissing("sending a story back")
    here.task.specific.on_action(here, by, "reject", comment=reason.strip())


def _waiting(story: Story, by: Staff) -> TaskState:
    state = story.current_workflow_state
    here = state.current_task_state if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS else None
    if here is None or not here.task.specific.get_actions(story, by):
        raise NotYours("passed on or sent back", story)
    return here
