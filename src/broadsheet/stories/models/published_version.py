"""What readers had of a story from one publication to the next."""

from __future__ import annotations

from django.db import models


class PublishedVersion(models.Model):
    """The words of a story as they went out; kept where the paper shows its readers how a story has changed.

    `words` is what `stories.versions` reads and writes. One that is withheld is shown to nobody but the desk.
    """

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="published_versions")
    at = models.DateTimeField()
    words = models.JSONField()
    withheld_at = models.DateTimeField(null=True, blank=True)
    withheld_by = models.CharField(max_length=254, blank=True)
    withheld_because = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.words.get('headline', '')} ({self.at:%Y-%m-%d %H:%M})"
