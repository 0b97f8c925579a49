"""Reads a story's stored body into the blocks that its page prints."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import msgspec

from broadsheet.paper import richtext
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import (
    Block,
    FactBox,
    ListBlock,
    PhotoBlock,
    Prose,
    Quotation,
    Table,
)
from broadsheet.stories.agency_blocks import RICH, as_paragraphs

REMEMBERED = 1_500
"""Bodies whose parts and paragraphs are kept: some 10 kB each."""

_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")

AddressOf = Callable[[int], str]
PictureOf = Callable[[int, str], Picture | None]
"""(photo id, caption instead of its own) → the picture, None where it was deleted."""


def blocks(raw: str, address_of: AddressOf, picture_of: PictureOf) -> tuple[Block, ...]:
    """The printable blocks of the stored `raw` body; blocks with nothing in them are left out."""
    made = (_block(part, address_of, picture_of) for part in _parts(raw))
    return tuple(block for block in made if block is not None)


@lru_cache(maxsize=REMEMBERED)
def paragraphs(raw: str) -> tuple[str, ...]:
    """The running text of the stored `raw` body as plain paragraphs.

    The last ones are remembered: a story's page, its card and what searches find ask for them in the same batch.
    """
    found: list[str] = []
    for part in _parts(raw):
        if part["type"] == "prose":
            found += richtext.plain(part["value"])
        elif part["type"] == "quotation":
            found += richtext.plain(as_paragraphs(part["value"].get("text") or ""))
    return tuple(found)


def texts(raw: str) -> tuple[str, ...]:
    """All that the stored `raw` body says, piece by piece, as plain text: paragraphs, quotations, cells, captions."""
    return tuple(text for part in _parts(raw) for text in _said(part) if text)


def _said(part: dict[str, Any]) -> Iterable[str]:
    value = part["value"]
    match part["type"]:
        case "prose":
            return richtext.plain(value)
        case "quotation":
            return (*richtext.plain(as_paragraphs(value.get("text") or "")), value.get("attribution") or "")
        case "list":
            return [text for item in value.get("items", []) for text in richtext.plain(_item(item))]
        case "fact_box":
            return (value.get("title", ""), *richtext.plain(value.get("text", "")))
        case "photo":
            return (value.get("caption") or "",)
    table = _table(value, lambda _: "") if part["type"] == "table" else None
    if table is None:
        return ()
    return (table.caption, *table.head, *(line for row in table.rows for cell in row for line in richtext.plain(cell)))


@lru_cache(maxsize=REMEMBERED)
def _parts(raw: str) -> list[dict[str, Any]]:
    # Nobody may change what it gives: it is kept, for those who ask for the same body soon after.
    parts = msgspec.json.decode(raw) if raw else []
    return [part for part in parts if isinstance(part, dict) and "value" in part]


def _block(part: dict[str, Any], address_of: AddressOf, picture_of: PictureOf) -> Block | None:
    value = part["value"]
    match part["type"]:
        case "prose":
            text = _below_headline(richtext.for_readers(value, address_of))
            return Prose(text) if text.strip() else None
        case "photo":
            if value.get("photo") is None:
                return None
            picture = picture_of(value["photo"], value.get("caption") or "")
            return PhotoBlock(picture) if picture else None
        case "quotation":
            said = richtext.for_readers(as_paragraphs(value.get("text") or ""), address_of)
            return Quotation(said, value.get("attribution") or "")
        case "list":
            items = tuple(_inline(_item(item), address_of) for item in value.get("items", []))
            return ListBlock(bool(value.get("ordered")), tuple(i for i in items if i))
        case "table":
            return _table(value, address_of)
        case "fact_box":
            text = richtext.for_readers(value.get("text", ""), address_of)
            return FactBox(value.get("title", ""), text)
    return None


def _below_headline(text: str) -> str:
    """`text` with its crossheads one step below the headline: the desk keeps all of them as <h3>."""
    return text.replace("<h3", "<h2").replace("</h3>", "</h2>")


def _item(item: Any) -> str:
    # ListBlock stores {"type": "item", "value": …}; older rows hold the bare value.
    return str(item["value"] if isinstance(item, dict) else item)


def _inline(stored: str, address_of: AddressOf) -> str:
    text = richtext.for_readers(stored, address_of)
    return text.replace("</p><p>", "<br>").removeprefix("<p>").removesuffix("</p>").strip()


def _table(value: dict[str, Any] | None, address_of: AddressOf) -> Table | None:
    if not value or not value.get("rows"):
        return None
    head = tuple(_figures_whole(str(column.get("heading") or "")) for column in value.get("columns", []))
    is_rich = [column.get("type") == RICH for column in value.get("columns", [])]

    def cell(place: int, words: Any) -> str:
        said = "" if words is None else _figures_whole(str(words))
        return _inline(said, address_of) if is_rich[place : place + 1] == [True] else html.escape(said, quote=False)

    rows = tuple(tuple(cell(*placed) for placed in enumerate(row.get("values", []))) for row in value["rows"])
    return Table(value.get("caption") or "", head if any(head) else (), rows)


def _figures_whole(text: str) -> str:
    """`text` with its figures unbroken, where a space parts thousands: "1 250 000"."""
    return _THOUSANDS.sub("\u00a0", text)


def escape(text: str) -> str:
    """Plain text as a paragraph of stored rich text."""
    return f"<p>{html.escape(text, quote=False)}</p>"
