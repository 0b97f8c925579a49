"""Says how many products of a long press to look at in one go, so that a publication waits for a moment at most.

Some products take a hundred times as long as others: a slice is measured in time, never counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

FEWEST, MOST = 25, 1_000
"""Looked at in one go: each go asks some twenty questions for all of them."""

WORTH_IT = 0.2
"""A part of the time that is too short to begin another go for."""


def goes(seconds: float, *, clock: Callable[[], float]) -> Iterator[int]:
    """How many to look at next, until `seconds` are over: as many as fit by how long the last ones took.

    Whoever asks for the next number has done with the last ones. The first go is a small one.
    """
    began = clock()
    ends, count = began + seconds, FEWEST
    while True:
        yield count
        now = clock()
        left = ends - now
        if left <= seconds * WORTH_IT:
            return
        count = max(FEWEST, min(MOST, int(count * left / max(now - began, 0.000_001))))
        began = now
