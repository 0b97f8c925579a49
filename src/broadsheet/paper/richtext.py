"""Turns the desk's stored rich text into what readers get: links between stories become addresses, or plain words."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache

_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"', re.IGNORECASE)
_EMBED = re.compile(r"<embed\b[^>]*/?>(?:</embed>)?", re.IGNORECASE)
_BLOCK_ID = re.compile(r' data-block-key="[^"]*"')
_TAG = re.compile(r"<[^>]+>")
_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li)>|<br ?/?>|<[ou]l\b[^>]*>", re.IGNORECASE)
_EMPTY = re.compile(r"<p>\s*</p>")
REMEMBERED = 1_500
"""Texts whose paragraphs are kept: those of a batch's stories and of the older ones that stand below them."""

_SAFE = ("https://", "http://", "mailto:", "/", "#")


def for_readers(stored: str, address_of: Callable[[int], str]) -> str:
    """`stored` as HTML for a page.

    `address_of(story_id)` gives the address of a published story, "" for one that readers can't see: its link is
    dropped and its words stay (a link leads somewhere).
    """
    text = _BLOCK_ID.sub("", stored)
    if "<e" in text or "<E" in text:
        text = _EMBED.sub("", text)

    def link(match: re.Match[str]) -> str:
        attributes = {name.lower(): value for name, value in _ATTRIBUTE.findall(match[1])}
        if attributes.get("linktype") == "page":
            number = attributes.get("id", "")
            target = address_of(int(number)) if number.isdigit() else ""
        else:
            target = html.unescape(attributes.get("href", ""))
        if not target.lower().startswith(_SAFE):
            return match[2]
        return f'<a href="{html.escape(target)}">{match[2]}</a>'

    if "<a" in text or "<A" in text:
        text = _ANCHOR.sub(link, text)
    return _EMPTY.sub("", text)


@lru_cache(maxsize=REMEMBERED)
def plain(stored: str) -> tuple[str, ...]:
    """The paragraphs of `stored` as plain text, headings and list items included."""
    lines = _only_paragraphs(stored)
    if lines is None:
        lines = _TAG.sub("", _BLOCK_END.sub("\n", stored)).split("\n")
    if "&" in stored:
        lines = html.unescape("\n".join(lines)).split("\n")
    return tuple(line for long in lines if (line := long.strip()))


def _only_paragraphs(stored: str) -> list[str] | None:
    """What stands in the paragraphs of `stored`, in a third of the time; None where there is anything else."""
    if "\n" in stored:
        return None
    *pieces, rest = stored.split("</p>")
    if rest or not all(piece.startswith(("<p>", "<p ")) and piece.count("<") == 1 for piece in pieces):
        return None
    return [piece.partition(">")[2] for piece in pieces]
