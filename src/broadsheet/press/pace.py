"""Says how many products of a long press to look at in one go, so that a publication waits for a moment at most.

Some products take a hundred times as long as others: a slice is measured in time, never counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

FEWEST, MOST = 25, 1_000
"""Looked at in one go: each go asks some twenty questions for all of them."""

WORTH_IT = 0.2
"""A part of the time that is too short to begin another go for."""


class Pace:
    """What the last slices of one piece of work have taught, by `clock`; the first go of the first one is small."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first = FEWEST

    def goes(self, seconds: float) -> Iterator[int]:
        """How many to look at next, until `seconds` are over: as many as fit by how long the last ones took.

        Whoever asks for the next number has done with the last ones.
        """
        began = self._clock()
        ends, left, count = began + seconds, seconds, self._first
        while True:
            yield count
            now = self._clock()
            fitting = count / max(now - began, 0.000_001)
            self._first = _within(fitting * seconds)
            left = ends - now
            if left <= seconds * WORTH_IT:
                return
            count, began = _within(fitting * left), now


def _within(count: float) -> int:
    return max(FEWEST, min(MOST, int(count)))
