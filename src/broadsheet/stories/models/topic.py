"""Topics: what stories are about, across sections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from broadsheet.text.slugs import slug


class Topic(index.Indexed, models.Model):
    """One subject in one language, with a page that lists its stories."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    slug = models.SlugField(
        max_length=100,
        blank=True,
        help_text="The end of the address of this topic's page. Left empty, it is made of the name.",
    )
    description = models.TextField(blank=True, help_text="One sentence for readers.")

    panels = [FieldPanel(f) for f in ("name", "language", "slug", "description")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("language"),
    ]

    class Meta:
        ordering = ["language", "name"]
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="unique_topic_slug")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.slug:
            self.slug = slug(self.name)
