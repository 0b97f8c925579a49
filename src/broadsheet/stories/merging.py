"""Lays three versions of a text side by side, paragraph by paragraph: the agency's old one, its new one, and ours.

    old ── new    what the agency changed ┐
    old ── ours   what we changed         ┴──▶ rows; the standing of each says who has to decide

Plain. A paragraph is a string; two are the same where the strings are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.5
"""Two paragraphs that share so much of their words (Dice's measure) are one paragraph, rewritten."""

MOST_PAIRS = 1_000_000
"""Paragraphs times paragraphs that are compared to find equal ones; beyond it only beginning and end are matched."""
MOST_LIKENESSES = 10_000


class Standing(StrEnum):
    """What there is to decide about a row."""

    SAME = "same"
    """Both say the same: nothing."""
    OURS = "ours"
    """Only we changed it: ours stays."""
    THEIRS = "theirs"
    """Only the agency changed it: theirs can be taken without a look."""
    BOTH = "both"
    """Both changed it: somebody must choose."""


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph, by its place in each of the three texts; None where a text has none of it."""

    old: int | None
    new: int | None
    ours: int | None
    standing: Standing


def align(old: Sequence[str], new: Sequence[str], ours: Sequence[str]) -> list[Row]:
    """The rows, in an order that is that of all three: read down, each column is its text, whole and in its order."""
    in_new, in_ours = dict(pairs(old, new)), dict(pairs(old, ours))
    rows: list[Row] = []
    at_new = at_ours = 0

    def add(i: int | None, j: int | None, k: int | None) -> None:
        words = [None if place is None else text[place] for text, place in ((old, i), (new, j), (ours, k))]
        rows.append(Row(i, j, k, standing(*words)))

    for i in range(len(old) + 1):
        until_new = in_new.get(i, at_new) if i < len(old) else len(new)
        until_ours = in_ours.get(i, at_ours) if i < len(old) else len(ours)
        for j, k in _added(new, range(at_new, until_new), ours, range(at_ours, until_ours)):
            add(None, j, k)
        at_new, at_ours = until_new, until_ours
        if i < len(old):
            add(i, in_new.get(i), in_ours.get(i))
            at_new += i in in_new
            at_ours += i in in_ours
    return rows


def standing(old: str | None, new: str | None, ours: str | None) -> Standing:
    """Who changed one thing; None is said of what is not there."""
    if new == ours:
        return Standing.SAME
    if new == old:
        return Standing.OURS
    return Standing.THEIRS if ours == old else Standing.BOTH


def pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraph of `left` is which of `right`, in order: equal ones first, then those between them alike."""
    head = 0
    while head < min(len(left), len(right)) and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < min(len(left), len(right)) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    found = [(n, n) for n in range(head)]
    inner_left, inner_right = left[head : len(left) - tail], right[head : len(right) - tail]
    found += [(head + i, head + j) for i, j in _inner(inner_left, inner_right)]
    found += [(len(left) - n, len(right) - n) for n in range(tail, 0, -1)]
    return found


def _inner(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int]]:
    if len(left) * len(right) > MOST_PAIRS:
        return
    for tag, i, i_end, j, j_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(range(i, i_end), range(j, j_end), strict=True)
        elif tag == "replace" and (i_end - i) * (j_end - j) <= MOST_LIKENESSES:
            yield from ((i + a, j + b) for a, b in _alike(left[i:i_end], right[j:j_end]))


def _alike(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs, in order, that are the most alike taken together."""
    words_left, words_right = [Counter(t.split()) for t in left], [Counter(t.split()) for t in right]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    likeness = [[_likeness(a, b) for b in words_right] for a in words_left]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            alike = likeness[i][j]
            together = best[i + 1][j + 1] + alike if alike >= ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], together)
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < len(left) and j < len(right):
        alike = likeness[i][j]
        if alike >= ALIKE and best[i][j] == best[i + 1][j + 1] + alike:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(left: Counter[str], right: Counter[str]) -> float:
    shared = sum((left & right).values())
    return 2 * shared / max(1, left.total() + right.total())


def _added(
    new: Sequence[str], of_new: range, ours: Sequence[str], of_ours: range
) -> Iterator[tuple[int | None, int | None]]:
    """What was put in at one place by the agency, by us, or by both alike; ours stands first where they differ."""
    j, k = of_new.start, of_ours.start
    together = pairs([new[n] for n in of_new], [ours[n] for n in of_ours])
    ends = [(of_new.start + a, of_ours.start + b) for a, b in together]
    for j_end, k_end in [*ends, (of_new.stop, of_ours.stop)]:
        yield from ((None, place) for place in range(k, k_end))
        yield from ((place, None) for place in range(j, j_end))
        if (j_end, k_end) in ends:
            yield (j_end, k_end)
        j, k = j_end + 1, k_end + 1
