"""The diary: what will happen, what is to be covered of it, by whom, and in which day's edition it should stand."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models


class DiaryEntry(models.Model):
    """An event that somebody else holds, or an assignment of ours; `edition_day` puts it into that day's budget."""

    class Kind(models.TextChoices):
        EVENT = "event", "Event"
        ASSIGNMENT = "assignment", "Assignment"

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.EVENT)
    title = models.CharField("what", max_length=200)
    place = models.CharField("where", max_length=200, blank=True)
    starts_at = models.DateTimeField("begins", db_index=True)
    ends_at = models.DateTimeField("ends", null=True, blank=True)
    section = models.ForeignKey("stories.Section", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    photographer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edition_day = models.DateField("for the edition of", null=True, blank=True, db_index=True)
    words = models.PositiveIntegerField("words wanted", null=True, blank=True)
    notes = models.TextField(blank=True, help_text="Contacts, accreditation, what to ask.")
    stories = models.ManyToManyField("stories.Story", blank=True, related_name="diary_entries")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name_plural = "diary entries"

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.ends_at is not None and self.starts_at is not None and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": "It ends before it begins."})

    @property
    def people(self) -> list[Any]:
        """Who goes there: the reporter, then the photographer."""
        return [one for one in (self.reporter, self.photographer) if one is not None]
