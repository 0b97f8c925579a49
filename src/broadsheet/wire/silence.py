"""Decides whether a source is silent for longer than it usually is, from its own history and nothing else.

A silence is longer than usual where either is so:

- it is more than half as long again as the longest one of the last 28 days (of at least ten);
- in the same hours of each of the last seven days, or of the same weekday in each of the last four weeks, at least five
  deliveries came.

The first catches what comes once a day at the same hour; the second a busy agency that falls silent at noon and is
silent every night. No silence counts that is shorter than `least`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_DAYS = 28
LEAST_GAPS = 10
LONGER = 1.5
COMPARED = (tuple(range(1, 8)), (7, 14, 21, 28))
"""Days back of the windows that are compared, all of one line or all of the other."""
USUALLY = 5
"""Deliveries in each of those windows that make the silence unusual."""


@dataclass(frozen=True, slots=True)
class History:
    """What a source did in the last `KEPT_DAYS`.

    `count` says how many deliveries came from one moment until another; it may stop counting at `USUALLY`.
    """

    first_at: datetime
    """Its first delivery that we know of."""
    last_at: datetime
    gaps: int
    longest: timedelta
    count: Callable[[datetime, datetime], int]


def is_unusual(history: History, now: datetime, *, least: timedelta, silence: timedelta | None = None) -> bool:
    """Whether the silence since `history.last_at` is longer than usual.

    `silence` is given where not all of it counts.
    """
    silence = now - history.last_at if silence is None else silence
    if silence < least:
        return False
    if history.gaps >= LEAST_GAPS and silence > history.longest * LONGER:
        return True
    return any(_is_busy_in_all(history, now, days) for days in COMPARED)


def _is_busy_in_all(history: History, now: datetime, days: tuple[int, ...]) -> bool:
    if history.last_at - timedelta(days=max(days)) < history.first_at:
        return False
    shifts = (timedelta(days=number) for number in days)
    return all(history.count(history.last_at - shift, now - shift) >= USUALLY for shift in shifts)
