"""Installs Wagtail's admin without its own mail about workflows: `stories.notices` tells it to whom it concerns."""

from __future__ import annotations

from wagtail.admin.apps import WagtailAdminAppConfig


class AdminApp(WagtailAdminAppConfig):
    def ready(self) -> None:
        super().ready()
        from wagtail.models import TaskState, WorkflowState
        from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

        task_submitted.disconnect(sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
        for signal, what in (
            (workflow_submitted, "submitted"), (workflow_rejected, "rejected"), (workflow_approved, "approved")
        ):  # fmt: skip
            signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{what}_email_notification")
