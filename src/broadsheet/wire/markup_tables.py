"""Tells a table of figures from one that only lays out a page, and writes it as ours.

<table><tr><th>Club</th><th>Points</th></tr><tr><td>Delta</td><td>12</td></tr></table>
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from broadsheet.wire.characters import clean, line
from broadsheet.wire.markup_runs import Run, joined, safe
from broadsheet.wire.markup_tokens import Token

MOST_TOKENS = 20_000
MOST_ROWS = 500
MOST_COLUMNS = 30
_MARK_NAMES = "a abbr b big cite code em font i mark nobr q s small span strong sub sup tt u var wbr"
_SPACE = re.compile(r"\s+")
BOLD = frozenset({"b", "strong"})
ITALIC = frozenset({"i", "em", "cite"})
_MARKS = frozenset(_MARK_NAMES.split())
LONGEST_CELL = 300
"""A cell with a longer text is a column of a page, not of a table."""


@dataclass(slots=True)
class _Cell:
    is_heading: bool = False
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return line("".join(run.text for run in self.runs))

    @property
    def html(self) -> str:
        """Its words with their marks and links, on one line."""
        if not any(run.bold or run.italic or run.href for run in self.runs):
            return html.escape(self.text, quote=False)
        runs: list[Run] = []
        for run in self.runs:
            text = _SPACE.sub(" ", clean(run.text))
            if not runs or runs[-1].text.endswith(" "):
                text = text.lstrip(" ")
            runs += [run._replace(text=text)] if text else []
        return joined(runs)


@dataclass(slots=True)
class _Marks:
    """The marks that are open in a cell."""

    bold: int = 0
    italic: int = 0
    links: list[str] = field(default_factory=list)

    def take(self, token: Token) -> None:
        if token.name == "a" and token.closes:
            self.links = self.links[:-1]
        elif token.name == "a":
            self.links.append(safe(token.href))
        elif token.name in BOLD:
            self.bold = max(0, self.bold + (-1 if token.closes else 1))
        elif token.name in ITALIC:
            self.italic = max(0, self.italic + (-1 if token.closes else 1))

    def run(self, text: str) -> Run:
        return Run(text, self.bold > 0, self.italic > 0, self.links[-1] if self.links else "")


def grid(tokens: Sequence[Token]) -> str:
    """The table that stands in `tokens` (what is between its tags), below its caption; empty where it is none of ours.

    No letter is lost: where words stand outside of every cell, it is none. Nor is one of a single row or column.
    """
    rows: list[list[_Cell]] = []
    caption, cell, in_caption, marks = _Cell(), None, False, _Marks()
    for token in tokens:
        if token.name in ("td", "th"):
            if token.closes:
                cell = None
                continue
            rows, marks = rows or [[]], _Marks()
            cell = _Cell(token.name == "th")
            rows[-1] += [cell, *(_Cell(cell.is_heading) for _ in range(token.span - 1))]
        elif token.name == "tr":
            cell, marks = None, _Marks()
            rows += [] if token.closes else [[]]
        elif token.name == "caption":
            in_caption = not token.closes
        elif token.name:
            marks.take(token)
            (cell or caption).runs += [] if token.name in _MARKS else [marks.run(" ")]
        elif cell is not None or in_caption:
            (cell or caption).runs.append(marks.run(token.text))
        elif token.text.strip():
            return ""
    told = caption.text
    return "".join(_written(_even(rows), f"<p>{html.escape(told, quote=False)}</p>" if told else ""))


def _even(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """The rows that say something, all of the same width, without columns that say nothing; empty for no table."""
    said = [row for row in rows if any(cell.text for cell in row)]
    width = max((len(row) for row in said), default=0)
    if not 2 <= len(said) <= MOST_ROWS or not 2 <= width <= MOST_COLUMNS * 4:
        return []
    full = [row + [_Cell() for _ in range(width - len(row))] for row in said]
    kept = [place for place in range(width) if any(row[place].text for row in full)]
    if not 2 <= len(kept) <= MOST_COLUMNS or any(len(cell.text) > LONGEST_CELL for row in full for cell in row):
        return []
    return [[row[place] for place in kept] for row in full]


def _written(rows: list[list[_Cell]], caption: str) -> Iterator[str]:
    if not rows:
        return
    yield f"{caption}<table>"
    for row in rows:
        cells = ((("th" if cell.is_heading else "td"), cell.html) for cell in row)
        yield "<tr>" + "".join(f"<{tag}>{words}</{tag}>" for tag, words in cells) + "</tr>"
    yield "</table>"
