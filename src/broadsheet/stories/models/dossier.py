"""Dossiers: running stories, each with its stories, its people, and what was said."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from broadsheet.stories.models.blocks import INLINE
from broadsheet.text.slugs import slug


class DossierForm(WagtailAdminModelForm):
    """A dossier holds stories of its own language."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        for row in self.formsets["dossier_stories"].forms:
            story = row.cleaned_data.get("story") if row.is_valid() else None
            if story is not None and story.locale.language_code != cleaned.get("language"):
                raise ValidationError(f"“{story}” is in another language than this dossier.")
        return cleaned


class Dossier(index.Indexed, ClusterableModel):
    """A running story in one language; readers find it where it has a published story."""

    title = models.CharField(max_length=120)
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)
    slug = models.SlugField(
        max_length=100,
        blank=True,
        help_text="The end of the address of this dossier's page. Left empty, it is made of the title.",
    )
    summary = models.TextField(blank=True, help_text="One or two sentences for readers.")
    background = RichTextField(
        features=[*INLINE, "ul"], blank=True, help_text="What has happened so far: its stories show it in a box."
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("language"), FieldPanel("slug")]),
        FieldPanel("summary"),
        FieldPanel("background"),
        InlinePanel("dossier_stories", label="Story", heading="Stories"),
        InlinePanel("people", label="Person", heading="Who’s who"),
        InlinePanel("quotations", label="Quotation", heading="Who said what"),
    ]
    base_form_class = DossierForm
    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("language"),
    ]

    class Meta:
        ordering = ["language", "title"]
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="unique_dossier_slug")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if not self.slug:
            self.slug = slug(self.title)


class DossierStory(models.Model):
    """A story of a dossier; `line` is what the timeline says instead of its headline."""

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="dossier_stories")
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="dossier_places")
    line = models.CharField(
        max_length=200, blank=True, help_text="What happened, for the timeline. Left empty, the headline says it."
    )

    panels = [FieldPanel("story"), FieldPanel("line")]

    class Meta:
        verbose_name_plural = "dossier stories"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dossier", "story"], name="a_story_once_a_dossier")]

    def __str__(self) -> str:
        return self.line or str(self.story)


class DossierPerson(Orderable):
    """Somebody of whom a dossier tells."""

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="people")
    name = models.CharField(max_length=120)
    line = models.CharField(max_length=300, blank=True, help_text="Who this is, in one line.")
    photo = models.ForeignKey("stories.Photo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    panels = [FieldPanel("name"), FieldPanel("line"), FieldPanel("photo")]

    class Meta(Orderable.Meta):
        verbose_name_plural = "dossier people"

    def __str__(self) -> str:
        return self.name


class DossierQuotation(models.Model):
    """What somebody said, when, and in which story; readers have it while they have that story."""

    dossier = ParentalKey(Dossier, on_delete=models.CASCADE, related_name="quotations")
    words = models.TextField()
    speaker = models.CharField(max_length=150)
    said_on = models.DateField("said on")
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("words"), FieldRowPanel([FieldPanel("speaker"), FieldPanel("said_on")]), FieldPanel("story")]

    class Meta:
        ordering = ["-said_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.speaker}: {self.words[:60]}"
