"""The blocks that a story's body is written in."""

from __future__ import annotations

from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

PROSE = ["bold", "italic", "link", "h3", "ol", "ul", "superscript", "subscript"]
INLINE = ["bold", "italic", "link"]


class PhotoBlock(StructBlock):
    """A photo between paragraphs; an empty caption means the photo's own."""

    photo = ImageChooserBlock()
    caption = TextBlock(required=False, help_text="Instead of the photo's own caption.")

    class Meta:
        icon = "image"


class QuotationBlock(StructBlock):
    text = TextBlock()
    attribution = CharBlock(required=False, help_text="Who said it.")

    class Meta:
        icon = "openquote"


class ItemsBlock(StructBlock):
    ordered = BooleanBlock(required=False, label="Numbered")
    items = ListBlock(RichTextBlock(features=INLINE))

    class Meta:
        icon = "list-ul"
        label = "List"


class FactBoxBlock(StructBlock):
    title = CharBlock()
    text = RichTextBlock(features=PROSE)

    class Meta:
        icon = "info-circle"


class BodyBlock(StreamBlock):
    """A story's body. The names of the blocks stand in the database: never rename one."""

    prose = RichTextBlock(features=PROSE, label="Paragraphs")
    photo = PhotoBlock()
    quotation = QuotationBlock()
    list = ItemsBlock()
    table = TypedTableBlock([("text", CharBlock(required=False))], icon="table")
    fact_box = FactBoxBlock()
