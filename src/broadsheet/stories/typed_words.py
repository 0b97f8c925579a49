"""Reads what somebody types in a hurry into the blocks of a live entry.

    The dam holds.                  ──▶ a paragraph; a blank line begins the next one, https://… becomes a link
    > We are staying. — Sok Dara    ──▶ a quotation, and who said it

Plain. Every letter that was typed is kept, as text: nothing in it is markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

_BLANK = re.compile(r"\n[ \t]*\n")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_SAID_BY = re.compile(r"\s+(?:—|–|--)\s*(?P<who>[^\n]{1,255})\Z")


def blocks_of(typed: str) -> list[dict[str, Any]]:
    """The blocks, in the order in which they were typed; none for no words."""
    found: list[dict[str, Any]] = []
    for is_said, text in _pieces(typed):
        if is_said:
            by = _SAID_BY.search(text)
            words = _paragraph(text[: by.start()] if by else text)
            who = by["who"].strip() if by else ""
            found.append({"type": "quotation", "value": {"text": words, "attribution": who}})
        elif found and found[-1]["type"] == "prose":
            found[-1]["value"] += _paragraph(text)
        else:
            found.append({"type": "prose", "value": _paragraph(text)})
    return found


def _pieces(typed: str) -> Iterator[tuple[bool, str]]:
    """(whether it is a quotation, its text without the marks) of each piece between blank lines."""
    for piece in _BLANK.split(typed.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.strip() for line in piece.strip().split("\n")]
        if all(not line for line in lines):
            continue
        if lines[0].startswith(">"):
            yield True, "\n".join(line.removeprefix(">").strip() for line in lines)
        else:
            yield False, "\n".join(lines)


def _paragraph(text: str) -> str:
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        target = escape(found[0])
        parts += [escape(text[at : found.start()], quote=False), f'<a href="{target}">{target}</a>']
        at = found.end()
    parts.append(escape(text[at:], quote=False))
    return f"<p>{''.join(parts)}</p>".replace("\n", "<br/>")
