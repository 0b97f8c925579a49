"""Sections: World, National, Sport …; a story is a page under its section."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel

from broadsheet.stories.models.reader_page import ReaderPage
from broadsheet.stories.shape_rights import ShapeRights
from broadsheet.text.slugs import is_taken


class Section(ReaderPage):
    """One section in one language. `show_in_menus` puts it into the navigation, in the order of the tree."""

    description = models.TextField(blank=True, help_text="One sentence for readers and search engines.")
    on_front = models.BooleanField(
        "strip on the front", default=True, help_text="Show its newest stories on the home page."
    )

    is_opinion = models.BooleanField(
        "opinion", default=False, help_text="Its stories are their writers' views: shown with the writer's portrait."
    )

    content_panels = [
        FieldPanel("title", heading="Name of the section", help_text="As in the navigation."),
        FieldPanel("description"),
        FieldPanel("on_front"),
        FieldPanel("is_opinion"),
        FieldPanel("show_in_menus", heading="In the navigation", help_text="At the head of every page."),
    ]
    promote_panels = [
        FieldPanel("slug", heading="Address", help_text="Left empty, it is made of the name: World is at /world.")
    ]
    parent_page_types: ClassVar[list[str]] = ["stories.Front"]
    subpage_types: ClassVar[list[str]] = ["stories.Story"]
    show_in_menus_default = True

    def clean(self) -> None:
        super().clean()
        if is_taken(self.slug):
            raise ValidationError({"slug": f"A section can't be called {self.slug}: addresses of that kind are taken."})

    def permissions_for_user(self, user: Any) -> ShapeRights:
        return ShapeRights(user, self)

    def reader_address(self) -> str:
        front = self.get_parent().specific
        return f"{front.prefix}/{self.slug}"
