"""The tables and quotations among an agency's paragraphs, as the blocks of a story's body that hold such.

    <table>…</table>            ──▶ {"type": "table", "value": {"columns": […], "rows": […], "caption": ""}}
    <blockquote>…</blockquote>  ──▶ {"type": "quotation", "value": {"text": "<p>…</p>", "attribution": ""}}

A column in which a cell has marks or links holds rich text. Plain. What they are made of, and that they hold nothing
else, is told in `wire.markup`.
"""

from __future__ import annotations

import html
import re
from typing import Any

RICH = "rich_text"
"""The kind of a table's column whose cells hold rich text."""

_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])>(.*?)</\1>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
_BREAK = re.compile(r"<br ?/?>|</p>(?=.)", re.DOTALL)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TAG = re.compile(r"<[^<>]*>")


def block_of(piece: str) -> dict[str, Any] | None:
    """The block that one element of an agency's text is; None where it is prose."""
    if piece.startswith("<table>"):
        return {"type": "table", "value": _table(piece)}
    if piece.startswith("<blockquote>"):
        text = piece.removeprefix("<blockquote>").removesuffix("</blockquote>")
        return {"type": "quotation", "value": {"text": text, "attribution": ""}}
    return None


def as_paragraphs(text: str) -> str:
    """Words of a quotation as rich text; those that were kept as plain text once become a paragraph each."""
    if not text or text.startswith("<p"):
        return text
    found = (html.escape(one.strip(), quote=False).replace("\n", "<br/>") for one in _BLANK_LINE.split(text))
    return "".join(f"<p>{one}</p>" for one in found if one)


def words_of(block: dict[str, Any]) -> str:
    """What a table or a quotation says, a line a row or paragraph; empty for other blocks."""
    value = block["value"] or {}
    if block["type"] == "quotation":
        said = "\n\n".join(_lines(one) for one in _PARAGRAPH.findall(as_paragraphs(value.get("text") or "")))
        return "\n".join(words for words in (said, value.get("attribution")) if words)
    if block["type"] != "table":
        return ""
    head = [str(column.get("heading") or "") for column in value.get("columns", [])]
    is_rich = [column.get("type") == RICH for column in value.get("columns", [])]
    rows = [
        [
            _lines(str(cell or "")) if rich else str(cell or "")
            for rich, cell in zip(is_rich, row["values"], strict=False)
        ]
        for row in value.get("rows", [])
    ]
    return "\n".join(" | ".join(cells) for cells in [head, *rows] if any(cells))


def _table(piece: str) -> dict[str, Any]:
    rows = [_CELL.findall(row) for row in _ROW.findall(piece)]
    # A row of headings at the top names the columns; a story's table has no others.
    has_head = len(rows) > 1 and all(tag == "th" and "<a " not in words for tag, words in rows[0])
    names = [_plain(words) for _, words in rows[0]] if has_head else [""] * len(rows[0])
    cells = [[words for _, words in row] for row in (rows[1:] if has_head else rows)]
    rich = [any("<" in row[place] for row in cells) for place in range(len(names))]
    return {
        "columns": [
            {"type": RICH if is_rich else "text", "heading": name} for is_rich, name in zip(rich, names, strict=True)
        ],
        "rows": [
            {"values": [_cell(words) if is_rich else _plain(words) for is_rich, words in zip(rich, row, strict=True)]}
            for row in cells
        ],
        "caption": "",
    }


def _cell(marked: str) -> str:
    return f"<p>{marked}</p>" if marked else ""


def _lines(rich: str) -> str:
    """The words of rich text, its breaks as newlines."""
    return _plain(_BREAK.sub("\n", rich))


def _plain(marked: str) -> str:
    return html.unescape(_TAG.sub("", marked)).strip()
