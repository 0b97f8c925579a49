"""What an agency would change in a story, kept until somebody has decided, and afterwards."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Proposal(models.Model):
    """A newer version of the item that a story was made from; `base` is the version that our text rested on then."""

    class State(models.TextChoices):
        WAITING = "waiting", "waits for a decision"
        APPLIED = "applied", "taken into the draft"
        DISMISSED = "dismissed"
        SUPERSEDED = "superseded", "overtaken by a newer version"
        FOLLOWED = "followed", "applied itself to an unedited draft"

    origin = models.ForeignKey("stories.StoryOrigin", on_delete=models.CASCADE, related_name="proposals")
    base = models.ForeignKey("wire.Version", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("wire.Version", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    revision_id = models.PositiveBigIntegerField(null=True, help_text="The draft that came of it.")
    decisions = models.JSONField(default=dict, help_text="What was decided of each field and paragraph.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "version"], name="one_proposal_a_version"),
            models.UniqueConstraint(
                fields=["origin"], condition=models.Q(state="waiting"), name="one_proposal_waits_a_story"
            ),
        ]
        indexes = [models.Index(fields=["state", "-made_at"], name="proposal_newest")]

    def __str__(self) -> str:
        return f"{self.version.headline} ({self.get_state_display()})"
