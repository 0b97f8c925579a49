"""Reads what a story says out of its page, whatever theme that was printed with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from broadsheet.edition.packing import unpack
from broadsheet.edition.records import Page

_MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
_BESIDE = re.compile(r"<(header|nav|aside|footer|figure|script|style|form|svg)\b.*?</\1>", re.DOTALL)
# What is hidden from screen readers, as the headline once more for the printer, tells nothing new.
_PARAGRAPH = re.compile(r"<(p|li|h[2-6]|td|th|blockquote)\b(?![^>]*aria-hidden)[^>]*>(.*?)</\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def text_of(page: Page) -> Iterator[str]:
    """The running text of a story's page, piece by piece."""
    packed = [page.head] if page.tail is None else [page.head, page.tail]
    return paragraphs_of(unpack(packed).decode("utf-8", "replace"))


def paragraphs_of(html: str) -> Iterator[str]:
    """The same of the page as readers get it."""
    main = _MAIN.search(html)
    for _, inner in _PARAGRAPH.findall(_BESIDE.sub("", main[0] if main else html)):
        text = " ".join(unescape(_TAG.sub(" ", inner)).split())
        if text:
            yield text
