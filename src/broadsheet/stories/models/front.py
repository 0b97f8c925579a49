"""Fronts: the home page of one language, and what its masthead says."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from broadsheet.paperfile import current
from broadsheet.stories.models.reader_page import ReaderPage
from broadsheet.stories.shape_rights import FrontRights


class Front(ReaderPage):
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
    about = models.TextField("imprint", blank=True, help_text="The line at the foot of every page: publisher, place.")

    content_panels = [
        FieldPanel("title", heading="Name of the newspaper", help_text="In this language."),
        MultiFieldPanel([FieldPanel("tagline"), FieldPanel("logo"), FieldPanel("about")], heading="Masthead"),
    ]
    promote_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["stories.Section"]

    @property
    def prefix(self) -> str:
        """What addresses in this language begin with: "" for the main one, "/km" for others."""
        language: str = self.locale.language_code
        return "" if language == current().languages[0] else f"/{language}"

    def permissions_for_user(self, user: Any) -> FrontRights:
        return FrontRights(user, self)

    def reader_address(self) -> str:
        return self.prefix or "/"
