"""The tables and quotations among an agency's paragraphs, as the blocks of a story's body that hold such.

    <table>…</table>            ──▶ {"type": "table", "value": {"columns": […], "rows": […], "caption": ""}}
    <blockquote>…</blockquote>  ──▶ {"type": "quotation", "value": {"text": "…", "attribution": ""}}

Plain. What they are made of, and that they hold nothing else, is told in `wire.markup`.
"""

from __future__ import annotations

import html
import re
from typing import Any

_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])>(.*?)</\1>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")


def block_of(piece: str) -> dict[str, Any] | None:
    """The block that one element of an agency's text is; None where it is prose."""
    if piece.startswith("<table>"):
        return {"type": "table", "value": _table(piece)}
    if piece.startswith("<blockquote>"):
        paragraphs = [_plain(found.replace("<br/>", "\n")) for found in _PARAGRAPH.findall(piece)]
        return {"type": "quotation", "value": {"text": "\n\n".join(paragraphs), "attribution": ""}}
    return None


def words_of(block: dict[str, Any]) -> str:
    """What a table or a quotation says, a line a row or paragraph; empty for other blocks."""
    value = block["value"] or {}
    if block["type"] == "quotation":
        return "\n".join(words for words in (value.get("text"), value.get("attribution")) if words)
    if block["type"] != "table":
        return ""
    head = [str(column.get("heading") or "") for column in value.get("columns", [])]
    rows = [[str(cell or "") for cell in row.get("values", [])] for row in value.get("rows", [])]
    return "\n".join(" | ".join(cells) for cells in [head, *rows] if any(cells))


def _table(piece: str) -> dict[str, Any]:
    rows = [_CELL.findall(row) for row in _ROW.findall(piece)]
    # A row of headings at the top names the columns; a story's table has no others.
    has_head = len(rows) > 1 and all(tag == "th" for tag, _ in rows[0])
    names = [_plain(words) for _, words in rows[0]] if has_head else [""] * len(rows[0])
    return {
        "columns": [{"type": "text", "heading": name} for name in names],
        "rows": [{"values": [_plain(words) for _, words in row]} for row in (rows[1:] if has_head else rows)],
        "caption": "",
    }


def _plain(marked: str) -> str:
    return html.unescape(_TAG.sub("", marked)).strip()
