"""Fronts: the home page of one language, and what its masthead says."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from broadsheet.paperfile import current


class Front(Page):
    """The newspaper in one language: `title` is the publication's name; sections lie below."""

    tagline = models.CharField(max_length=160, blank=True)
    logo = models.ForeignKey(
        "stories.Photo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Left empty, the name is set in type.",
    )
    about = models.TextField(
        "imprint", blank=True, help_text="The line at the foot of every page: publisher, place."
    )

    content_panels = [
        FieldPanel("title", heading="Name of the newspaper"),
        MultiFieldPanel(
            [FieldPanel("tagline"), FieldPanel("logo"), FieldPanel("about")], heading="Masthead"
        ),
    ]
    promote_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["stories.Section"]

    @property
    def prefix(self) -> str:
        """What addresses in this language begin with: "" for the main one, "/km" for others."""
        language: str = self.locale.language_code
        return "" if language == current().languages[0] else f"/{language}"

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        return reader_address(self, self.prefix or "/")


def reader_address(page: Page, address: str) -> tuple[int, str, str] | None:
    """What Wagtail asks of a page: where readers find it. None where the page belongs to no site."""
    parts = Page.get_url_parts(page)
    return (parts[0], current().address, address) if parts else None
