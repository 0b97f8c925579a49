"""Bars drawn as SVG on the server, each with its words for who can't see it and its numbers for who wants them.

values ──▶ Chart: bars in units of the drawing · a sentence · rows of a table
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BAR, GAP = 8, 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: its place and size in units of the drawing; a value that is not 0 can be seen."""

    x: int
    y: int
    height: int
    label: str
    value: int
    is_bad: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """`words` say in a sentence what the drawing shows."""

    words: str
    unit: str
    bars: tuple[Bar, ...]
    width: int
    height: int

    @property
    def wide(self) -> int:
        """Of one bar."""
        return BAR


def chart(
    values: Sequence[int], labels: Sequence[str], *, what: str, unit: str, height: int = 40, bad: Sequence[bool] = ()
) -> Chart:
    """The bars of `values`, oldest first; the tallest one fills the drawing. `bad` marks those that alarm."""
    most = max(values, default=0)
    marks = bad or [False] * len(values)
    bars = tuple(
        Bar(place * (BAR + GAP), height - tall, tall, label, value, is_bad)
        for place, (value, label, is_bad) in enumerate(zip(values, labels, marks, strict=True))
        for tall in [max(1, round(value * height / most)) if value else 0]
    )
    return Chart(_sentence(values, labels, what, unit), unit, bars, len(bars) * (BAR + GAP), height)


def _sentence(values: Sequence[int], labels: Sequence[str], what: str, unit: str) -> str:
    total = sum(values)
    if not total:
        return f"{what}: none."
    top = max(range(len(values)), key=lambda place: values[place])
    return f"{what}: {total:,} {unit} in all, most at {labels[top]} ({values[top]:,}), {values[-1]:,} in the last bar."


@dataclass(frozen=True, slots=True)
class Table:
    """The same numbers to be read: a row a bar, a column a chart."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def table(name: str, charts: Sequence[tuple[str, Chart]]) -> Table:
    """The numbers of these charts, which have the same labels; no rows where there is no chart."""
    columns = [one.bars for _, one in charts]
    rows = tuple((bars[0].label, tuple(bar.value for bar in bars)) for bars in zip(*columns, strict=True))
    return Table(name, tuple(head for head, _ in charts), rows)
