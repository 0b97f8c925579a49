"""The stages of a story on its way to readers, on Wagtail's workflow, and what the desk notes on that way."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page, Task, TaskState
from wagtail.permissions import policy_registry


class SendBackForm(TaskStateCommentForm):
    """Who sends a story back says why."""

    comment = forms.CharField(label="What is to be done", widget=forms.Textarea({"rows": 3}))


class Stage(Task):
    """One stage: a story waits here for somebody with the right `needs` where it lies."""

    class Right(models.TextChoices):
        CHANGE = "change", "edit anybody's stories there"
        PUBLISH = "publish", "publish there"

    needs = models.CharField("who passes a story on: those who may", max_length=10, choices=Right.choices)

    admin_form_fields: ClassVar[list[str]] = [*Task.admin_form_fields, "needs"]

    class Meta:
        verbose_name = "stage"

    @classmethod
    def get_description(cls) -> str:
        return "Whoever may edit or publish where the story lies passes it on, or sends it back with a reason."

    def is_for(self, story: Page, person: Any) -> bool:
        """Whether this person may pass this story on here; its writer is not asked about."""
        return bool(person.is_superuser or self.needs in story.permissions_for_user(person).permissions)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self.is_for(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self.is_for(obj, user):
            return []
        return [
            ("reject", "Send back", True), ("approve", "Pass on", False), ("approve", "Pass on with a note", True)
        ]  # fmt: skip

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        return SendBackForm if action == "reject" else TaskStateCommentForm

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if action_name == "reject" and not (kwargs.get("comment") or "").strip():
            raise PermissionDenied("Say what is to be done: a story goes back with a reason.")
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        waiting = TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)
        if user.is_superuser:
            return waiting
        rights = policy_registry.get_by_type(Page).get_cached_permissions_for_user(user)
        below = Q()
        for right in rights:
            if right.permission.codename == f"{self.needs}_page":
                below |= Q(path__startswith=right.page.path)
        if not below:
            return TaskState.objects.none()
        numbers = [int(one) for one in waiting.values_list("workflow_state__object_id", flat=True)]
        mine = Page.objects.filter(below, pk__in=numbers).values_list("pk", flat=True)
        return waiting.filter(workflow_state__object_id__in=[str(pk) for pk in mine])


class Assignment(models.Model):
    """Who works on a story, and by when it should be done."""

    story = models.OneToOneField("stories.Story", on_delete=models.CASCADE, related_name="assignment")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assignments"
    )
    due_at = models.DateTimeField("due", null=True, blank=True, db_index=True)
    told_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    """The due time of which the person was told when it came."""

    def __str__(self) -> str:
        return f"{self.story}: {self.person or 'nobody'}"


class DeskNote(models.Model):
    """What somebody noted about a story for colleagues; readers never see it."""

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="desk_notes")
    at = models.DateTimeField(default=timezone.now)
    by_name = models.CharField(max_length=254)
    text = models.TextField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text
