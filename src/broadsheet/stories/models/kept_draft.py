"""What a draft said before autosave wrote over it, for those who have that in hand."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models


class KeptDraft(models.Model):
    """One draft as it was when an editor loaded it; `said_at` is that moment's mark in the editor's form.

    `opened` is the number of the last editor that was opened before: a later one asks for another.
    """

    KEPT_FOR: ClassVar[timedelta] = timedelta(days=2)

    revision_id = models.PositiveBigIntegerField()
    said_at = models.CharField(max_length=40)
    content = models.JSONField()
    opened = models.PositiveBigIntegerField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["revision_id", "said_at"], name="kept_draft")]

    def __str__(self) -> str:
        return f"{self.revision_id} of {self.said_at}"
