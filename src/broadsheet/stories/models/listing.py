"""Which published story stands in which list: what every list page is made from, ordered by an index."""

from __future__ import annotations

from django.db import models


class Listing(models.Model):
    """One published story in one list.

    `list` is "language/en", "section/4", "byline/3/en", "topic/7" or, by its last
    note to readers, "corrections/en"; `day` is "2026-11-23" in the paper's time.
    Written by `stories.publication` in the transaction that publishes, so that no list page asks the page tree.
    """

    list = models.CharField(max_length=40)
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="listings")
    published_at = models.DateTimeField()
    day = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "story"], name="once_a_list")]
        indexes = [
            models.Index(fields=["list", "-published_at", "-story"], name="listing_newest"),
            models.Index(fields=["list", "day"], name="listing_day"),
        ]

    def __str__(self) -> str:
        return f"{self.list}: {self.story_id}"
