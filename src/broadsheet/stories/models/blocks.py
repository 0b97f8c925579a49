"""The blocks that a story's body is written in."""

from __future__ import annotations

from typing import Any

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

from broadsheet.stories import clean_copy
from broadsheet.stories.agency_blocks import RICH, as_paragraphs

PROSE = ["bold", "italic", "link", "h3", "ol", "ul", "superscript", "subscript"]
INLINE = ["bold", "italic", "link"]


class PhotoBlock(StructBlock):
    """A photo between paragraphs; an empty caption means the photo's own."""

    photo = ImageChooserBlock()
    caption = TextBlock(required=False, help_text="Instead of the photo's own caption.")

    class Meta:
        icon = "image"


class QuotedWords(RichTextBlock):
    """Paragraphs with marks and links; what was kept as plain text before is opened as such paragraphs."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(as_paragraphs(value) if isinstance(value, str) else value)

    def normalize(self, value: Any) -> Any:
        return super().normalize(as_paragraphs(value) if isinstance(value, str) else value)


class QuotationBlock(StructBlock):
    text = QuotedWords(features=INLINE)
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


class Cleaned(StreamBlock):
    """What somebody wrote or pasted is kept without what no reader sees."""

    def clean(self, value: Any) -> Any:
        return self.to_python(clean_copy.body(self.get_prep_value(super().clean(value))))


class BodyBlock(Cleaned):
    """A story's body. The names of the blocks stand in the database: never rename one."""

    prose = RichTextBlock(features=PROSE, label="Paragraphs")
    photo = PhotoBlock()
    quotation = QuotationBlock()
    list = ItemsBlock()
    table = TypedTableBlock(
        [("text", CharBlock(required=False)), (RICH, RichTextBlock(required=False, features=INLINE))], icon="table"
    )
    fact_box = FactBoxBlock()


class LiveBlock(Cleaned):
    """What an entry of a live blog is written in. The names of the blocks stand in the database: never rename one."""

    prose = RichTextBlock(features=PROSE, label="Paragraphs")
    photo = PhotoBlock()
    quotation = QuotationBlock()
