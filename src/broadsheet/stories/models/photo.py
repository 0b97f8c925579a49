"""Photos, with the words and the rights that belong to a press picture."""

from __future__ import annotations

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Photo(AbstractImage):
    """A picture of ours or of an agency. `title` is its name in the library; readers never see it."""

    caption = models.TextField(blank=True, help_text="What the picture shows: who, where, when.")
    credit = models.CharField("credit line", max_length=200, blank=True, help_text="As printed: AFP, Sok Dara/Courier.")
    creator = models.CharField(max_length=200, blank=True, help_text="Who took it.")
    source = models.CharField(max_length=200, blank=True, help_text="Who supplied it.")
    copyright = models.CharField(max_length=200, blank=True)
    usage_terms = models.TextField(blank=True, help_text="What its owner allows and forbids.")
    rights_expire_on = models.DateField(null=True, blank=True)
    alt = models.CharField(
        "alternative text",
        max_length=500,
        blank=True,
        help_text="What a reader who can't see it must know; not the caption again.",
    )
    wire_guid = models.CharField(max_length=300, blank=True, editable=False, db_index=True)

    admin_form_fields = (
        "title",
        "file",
        "caption",
        "credit",
        "alt",
        "creator",
        "source",
        "copyright",
        "usage_terms",
        "rights_expire_on",
        # All of Wagtail's own but its "description", which readers never see and editors take for the caption.
        *(name for name in Image.admin_form_fields if name not in ("title", "file", "description")),
    )

    @property
    def default_alt_text(self) -> str:
        """What the desk's own pages read out."""
        return self.alt or self.title


class Rendition(AbstractRendition):
    """A size of a photo for the desk's screens; readers' renditions are made by the press."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_rendition")
        ]
