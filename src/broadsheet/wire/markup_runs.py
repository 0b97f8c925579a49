"""The inside of one block: pieces of text with their marks, as HTML of ours."""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit


class Run(NamedTuple):
    """Text of the same marks; a text that is a newline is a break."""

    text: str
    bold: bool
    italic: bool
    href: str

    @property
    def html(self) -> str:
        if self.text == "\n":
            return "<br/>"
        words = html.escape(self.text, quote=False)
        words = f"<i>{words}</i>" if self.italic else words
        return f"<b>{words}</b>" if self.bold else words


def _marks(run: Run) -> tuple[bool, bool, str, bool]:
    return run.bold, run.italic, run.href, run.text == "\n"


def joined(runs: list[Run]) -> str:
    """The HTML of one block: runs of the same marks together, no white space or break at its ends."""
    while runs and not runs[-1].text.strip():
        runs.pop()
    merged: list[Run] = []
    for (bold, italic, href, is_break), alike in groupby(runs, _marks):
        texts = [run.text for run in alike]
        merged.extend([Run("\n", bold, italic, href)] * len(texts) if is_break else [])
        merged.extend([] if is_break else [Run("".join(texts), bold, italic, href)])
    if merged:
        end = merged[-1]
        merged[-1] = end._replace(text=end.text.rstrip(" "))
    pieces: list[str] = []
    open_href = ""
    for run in merged:
        # The editor makes a space of a break inside of a link.
        href = "" if run.text == "\n" else run.href
        if href != open_href:
            pieces.append("</a>" if open_href else "")
            pieces.append(f'<a href="{html.escape(href)}">' if href else "")
            open_href = href
        pieces.append(run.html)
    return "".join(pieces) + ("</a>" if open_href else "")


def safe(href: str) -> str:
    """`href` if readers may follow it, else empty: the words of the link stay, the link goes."""
    href = href.strip()
    if len(href) > 2000 or not href.isprintable() or re.search(r"[\s<>\"'\\^`{|}]", href):
        return ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and parts.hostname:
        return href
    return href if parts.scheme == "mailto" and "@" in parts.path else ""
