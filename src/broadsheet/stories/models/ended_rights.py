"""Photos whose rights have ended, as the scheduler has found them."""

from __future__ import annotations

from django.db import models


class EndedRights(models.Model):
    """The right to use a photo ended with this day: from here on readers' pages leave it out.

    It counts while the photo's last day is this one: a later day, set by somebody, brings the photo back.
    """

    photo = models.ForeignKey("stories.Photo", on_delete=models.CASCADE, related_name="ended_rights")
    last_day = models.DateField()
    noted_at = models.DateTimeField()
    story_ids = models.JSONField(default=list, help_text="The published stories that lost it.")
    seen_at = models.DateTimeField(null=True, help_text="At once where no story lost it.")
    seen_by = models.CharField(max_length=254, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["-noted_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["photo", "last_day"], name="rights_end_once")]
        indexes = [
            models.Index(fields=["-noted_at"], name="rights_end_unseen", condition=models.Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return f"photo {self.photo_id} until {self.last_day}"
