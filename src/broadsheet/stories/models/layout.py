"""How fronts are laid out by hand, and the banner above them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from broadsheet.stories.slots import Arrangement, read


class FrontLayout(models.Model):
    """What editors have put on a front, home or section, at one moment; the next act makes another one.

    `slots` is what `stories.slots.kept` writes. One that begins later has `starts_at`, and no `since` before it began;
    it alone is changed as it lies, and `changes` counts that.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="front_layouts")
    slots = models.JSONField(default=list)
    shape = models.CharField(max_length=10, blank=True)
    made_at = models.DateTimeField()
    by_name = models.CharField(max_length=254)
    did = models.CharField(max_length=300)
    starts_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(null=True, blank=True)
    is_current = models.BooleanField(default=False)
    undoes_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    """Of one that an undo has put up: the one that it is a copy of."""

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=Q(is_current=True), name="one_layout_a_front")
        ]
        indexes = [
            models.Index(fields=["page", "-since", "-id"], name="layout_history"),
            models.Index(fields=["starts_at"], condition=Q(since=None), name="layout_due"),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.did}"

    @property
    def arrangement(self) -> Arrangement:
        return Arrangement(read(self.slots), self.shape)


class Banner(models.Model):
    """Breaking news above the fronts of a language: one person words it, another puts it up, its time takes it down.

    With a story it stands only while readers have that story; the number outlives the story.
    """

    language = models.CharField(max_length=20)
    text = models.CharField(max_length=140)
    story_id = models.PositiveBigIntegerField(default=0)
    minutes = models.PositiveIntegerField("minutes that it stands")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_by_name = models.CharField(max_length=254)
    shown_at = models.DateTimeField(null=True, blank=True)
    shown_by_name = models.CharField(max_length=254, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=254, blank=True)
    """Empty where its time was over."""

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language"],
                condition=Q(shown_at__isnull=False, ended_at=None),
                name="one_banner_a_language",
            )
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.text}"
