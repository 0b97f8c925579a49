"""Stories that were due and would not go out, with the reason; the desk shows them."""

from __future__ import annotations

from django.db import models


class DueFailure(models.Model):
    """One story that stays scheduled and is tried again every minute."""

    page = models.OneToOneField("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    since = models.DateTimeField()
    tried_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.page_id}: {self.reason}"
