"""Which stories editors keep out of the live lists, with the reason; a record that nothing deletes."""

from __future__ import annotations

from django.db import models


class Mute(models.Model):
    """One story that was muted; it stands while `ended_at` is empty. The story itself may be no more."""

    story_id = models.PositiveIntegerField()
    headline = models.CharField(max_length=255)
    since = models.DateTimeField()
    by = models.EmailField()
    reason = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.EmailField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story_id"], condition=models.Q(ended_at__isnull=True), name="muted_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.reason}"
