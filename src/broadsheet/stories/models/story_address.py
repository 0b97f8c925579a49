"""Every address under which a story was ever public."""

from __future__ import annotations

from django.db import models


class StoryAddress(models.Model):
    """One address; it never means another story. A story's `current` one is its page, the others lead there.

    Where the story is withdrawn, all of its addresses answer 410; where it was deleted, `story` is empty: 410 too.
    """

    address = models.CharField(max_length=250, unique=True)
    story = models.ForeignKey("stories.Story", null=True, on_delete=models.SET_NULL, related_name="addresses")
    current = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "story addresses"
        constraints = [
            models.UniqueConstraint(fields=["story"], condition=models.Q(current=True), name="one_current_address")
        ]

    def __str__(self) -> str:
        return self.address
