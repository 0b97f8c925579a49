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


@lru_cache(maxsize=1_000)
def plain(stored: str) -> tuple[str, ...]:
    """The paragraphs of `stored` as plain text, headings and list items included."""
    text = _TAG.sub("", _BLOCK_END.sub("\n", stored))
    return tuple(line.strip() for line in html.unescape(text).split("\n") if line.strip())
