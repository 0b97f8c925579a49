"""What the desk keeps for itself: which alarms somebody has seen, and rights of its own."""

from __future__ import annotations

from django.db import models


class SeenKill(models.Model):
    """Somebody has seen the alarm about an agency's kill. The kill itself stands in the kill file."""

    number = models.PositiveIntegerField(unique=True)
    seen_at = models.DateTimeField()
    seen_by = models.EmailField()

    class Meta:
        default_permissions = ()
        permissions = (("lift_kills", "Can lift kills"), ("read_everything", "Can read everything, drafts included"))

    def __str__(self) -> str:
        return f"kill {self.number}"
