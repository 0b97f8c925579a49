"""Photos, with the words and the rights that belong to a press picture."""

from __future__ import annotations

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from broadsheet.stories import photo_files


class Photo(AbstractImage):
    """A picture of ours or of an agency. `title` is its name in the library; readers never see it."""

    caption = models.TextField(blank=True, help_text="What the picture shows: who, where, when.")
    credit = models.CharField("credit line", max_length=200, blank=True, help_text="As printed: AFP, Sok Dara/Courier.")
    creator = models.CharField(max_length=200, blank=True, help_text="Who took it.")
    source = models.CharField(max_length=200, blank=True, help_text="Who supplied it.")
    copyright = models.CharField(max_length=200, blank=True)
    usage_terms = models.TextField(blank=True, help_text="What its owner allows and forbids.")
    instructions = models.TextField(
        "special instructions",
        blank=True,
        help_text="As its agency wrote them: one time use, no archives, mandatory credit.",
    )
    rights_expire_on = models.DateField(
        null=True, blank=True, db_index=True, help_text="The last day on which it may be published."
    )
    alt = models.CharField(
        "alternative text",
        max_length=500,
        blank=True,
        help_text="What a reader who can't see it must know; not the caption again.",
    )
    wire_guid = models.CharField(max_length=300, blank=True, editable=False, db_index=True)
    wire_words = models.CharField(
        max_length=64, blank=True, editable=False, help_text="A digest of what its agency said of it."
    )
    likeness = models.CharField(
        max_length=16,
        blank=True,
        editable=False,
        help_text="By which it is known again when it comes scaled or compressed.",
    )
    likeness_0 = models.PositiveIntegerField(null=True, editable=False, db_index=True)
    likeness_1 = models.PositiveIntegerField(null=True, editable=False, db_index=True)
    likeness_2 = models.PositiveIntegerField(null=True, editable=False, db_index=True)
    likeness_3 = models.PositiveIntegerField(null=True, editable=False, db_index=True)

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
        "instructions",
        "rights_expire_on",
        # All of Wagtail's own but its "description", which readers never see and editors take for the caption.
        *(name for name in Image.admin_form_fields if name not in ("title", "file", "description")),
    )

    def _set_image_file_metadata(self) -> None:
        """Wagtail calls it where somebody uploads a file: what the file says fills what the person left empty."""
        super()._set_image_file_metadata()
        photo_files.fill(self)

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
