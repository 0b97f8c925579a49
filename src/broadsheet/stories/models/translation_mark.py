"""That a translation has caught up with the other language, though nobody wrote anything new in it."""

from __future__ import annotations

from django.db import models


class TranslationMark(models.Model):
    """Somebody looked at a story's other language and found nothing left to do in this one."""

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="translation_marks")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=254)

    class Meta:
        indexes = [models.Index(fields=["story", "at"], name="translation_marks")]

    def __str__(self) -> str:
        return f"{self.story}: {self.at}"
