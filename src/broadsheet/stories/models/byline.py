"""Bylines: the names under which stories are printed."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from broadsheet.text.slugs import slug


class Byline(index.Indexed, models.Model):
    """One writer, with a page that lists what they wrote, in each language that they wrote in."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(
        max_length=100,
        unique=True,
        blank=True,
        help_text="The end of the address of this writer's page. Left empty, it is made of the name.",
    )
    role = models.CharField(max_length=120, blank=True, help_text="For example: Battambang correspondent")
    biography = models.TextField(blank=True, help_text="A sentence or two for readers.")
    portrait = models.ForeignKey("stories.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    panels = [FieldPanel(f) for f in ("name", "slug", "role", "biography", "portrait")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("slug"),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.slug:
            self.slug = slug(self.name)
