"""Makes characters and paragraphs of copy as teleprinters sent it: any old charset, lines cut at a column, tables.

bytes ──▶ `decode` ──▶ lines ──▶ `without_notebook` ──▶ `paragraphs` ──▶ our paragraphs
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import pairwise

from broadsheet.wire import markup
from broadsheet.wire.characters import clean

_NOTEBOOK = re.compile(
    r"\s*(?:#{1,3}\s*(?:dpa[\s-]+)?(?:notebook|notizblock)\b.{0,20}"
    r"|.{0,20}\binformation\w*\b.{0,30}\bnot\b.{0,20}\bfor publication\b.{0,20}"
    r"|.{0,30}\bnicht zur ver(?:ö|oe)ffentlichung\b.{0,30})\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*(?:[*_=\-#]\s*){3,}")
_BULLET = re.compile(r"\s*(?:[-–—•*·+]{1,2}|\(?\d{1,2}[.)])\s+\S")
_GAP = re.compile(r"[ ]{3,}|\t")
_CELLS = re.compile(r"[ ]{2,}|\t+")
MAX_WIDTH = 110
"""A line that is longer was not cut at a column."""


def lines_of(text: str) -> list[str]:
    """The lines of a text, whatever ends them."""
    return clean(re.sub(r"\r+\n|[\x0b\x0c]", "\n", text)).split("\n")


def without_notebook(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines that may be published, and those for editors behind them ("# Notebook" and what follows)."""
    for number, words in enumerate(lines):
        if _NOTEBOOK.fullmatch(words[:200]):
            end = number - 1 if number and _RULE.fullmatch(lines[number - 1][:80]) else number
            return list(lines[:end]), list(lines[end:])
    return list(lines), []


def paragraphs(lines: Sequence[str]) -> str:
    """Our paragraphs of `lines`: lines cut at a column are joined, others keep their breaks, a table keeps its rows.

    Errors: `Refused` by the markup's law.
    """
    width = _width(lines)
    built: list[str] = []
    for group in _groups(lines):
        built.append(_table(group) if _is_table(group) else _paragraph(group, width))
    return markup.from_html("".join(built))


def _width(lines: Sequence[str]) -> int:
    """The column at which lines were cut; a few that stick out, addresses that can't be cut, are not counted."""
    widths = sorted(len(words.rstrip()) for words in lines if " " in words.strip() and len(words.rstrip()) <= MAX_WIDTH)
    return widths[-1 - len(widths) // 20] if widths else 0


def _groups(lines: Sequence[str]) -> list[list[str]]:
    """Lines that stand together: parted at empty lines, and where a line is set in behind one that is not."""
    groups: list[list[str]] = [[]]
    for words in lines:
        if not words.strip():
            groups.append([])
            continue
        group = groups[-1]
        set_in = words.startswith(("  ", "\t")) and not _GAP.search(words.strip())
        if group and set_in and not group[-1].startswith(("  ", "\t")) and not _BULLET.match(group[0]):
            groups.append([words])
        else:
            group.append(words)
    return [group for group in groups if group]


def _is_table(group: list[str]) -> bool:
    rows = sum(bool(_GAP.search(words.strip())) for words in group)
    return len(group) > 1 and rows >= 2 and rows * 10 >= len(group) * 6


def _table(group: list[str]) -> str:
    rows = ((html.escape(cell, quote=False) for cell in _CELLS.split(words.strip())) for words in group)
    return "<table>" + "".join(f"<tr><td>{'</td><td>'.join(cells)}</td></tr>" for cells in rows) + "</table>"


def _paragraph(group: list[str], width: int) -> str:
    built = html.escape(group[0].strip(), quote=False)
    for before, words in pairwise(group):
        first = words.split(maxsplit=1)[0]
        # A word that would have fitted behind the last one was meant to begin a line.
        fitted = len(before.rstrip()) + 1 + len(first) <= width - 4 or len(before) > MAX_WIDTH
        joint = "<br/>" if fitted or _BULLET.match(words) else " "
        built += joint + html.escape(words.strip(), quote=False)
    return f"<p>{built}</p>"
