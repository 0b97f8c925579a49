"""Live blogs: a story that is told entry by entry while it happens."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from wagtail.fields import StreamField

from broadsheet.stories.models.blocks import LiveBlock


class LiveBlog(models.Model):
    """That a story is told live: since when, and, once it is closed, until when. `last_number` counts its entries."""

    story = models.OneToOneField("stories.Story", on_delete=models.CASCADE, related_name="live_blog")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.story)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class LiveEntry(models.Model):
    """One entry. Readers have it once it has a `number`, in the order of posting, until it is withdrawn.

    `changes` counts what was written anew: who edits says which of them they have seen.
    """

    blog = models.ForeignKey(LiveBlog, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    token = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    """The same words sent twice, as after a lost answer, are one entry."""
    headline = models.CharField(max_length=150, blank=True)
    body = StreamField(LiveBlock(), blank=True)
    byline = models.ForeignKey("stories.Byline", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    is_key = models.BooleanField("key point", default=False)
    is_pinned = models.BooleanField("pinned", default=False)
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    worded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    """Who wrote what it says now."""
    posted_at = models.DateTimeField(null=True, blank=True, editable=False)
    corrected_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    changes = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name_plural = "live entries"
        ordering = ["-number", "-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["blog", "number"], name="one_live_entry_a_number"),
            models.CheckConstraint(
                condition=Q(number=None, posted_at=None) | Q(number__isnull=False, posted_at__isnull=False),
                name="live_entry_posted_with_number",
            ),
        ]

    def __str__(self) -> str:
        return self.headline or f"Entry {self.number or 'in waiting'}"

    @property
    def is_public(self) -> bool:
        """Whether readers of a published story have it."""
        return self.number is not None and self.withdrawn_at is None


class LiveAct(models.Model):
    """What was done to a live blog or to one of its entries, by whom; for a changed entry, what it said before."""

    blog = models.ForeignKey(LiveBlog, on_delete=models.CASCADE, related_name="acts")
    entry = models.ForeignKey(LiveEntry, null=True, on_delete=models.CASCADE, related_name="acts")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=254)
    did = models.CharField(max_length=30)
    before = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.blog}: {self.did}"
