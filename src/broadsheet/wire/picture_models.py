"""Pictures whose files are not here yet."""

from __future__ import annotations

from django.db import models


class MissingPicture(models.Model):
    """A picture that came without its file, and when it is next looked for; given up where that is empty."""

    picture = models.OneToOneField("wire.ItemPicture", on_delete=models.CASCADE, related_name="missing")
    source = models.ForeignKey("wire.Source", on_delete=models.CASCADE, related_name="missing_pictures")
    base = models.CharField(max_length=2000, blank=True, help_text="The address that its delivery came from.")
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="Why the last try failed.")

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["next_try_at"], name="wire_missing_due", condition=models.Q(next_try_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"picture {self.picture_id}, {self.tries} tries"
