"""Makes the chart of counts: pure maths, no clock, no store."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

HALF_LIFE_HOURS = 6.0
WINDOW_HOURS = 48


@dataclass(frozen=True, slots=True)
class Count:
    """Distinct readers of a story in one hour; `hour` is whole hours since 1970 (UTC)."""

    story_id: int
    hour: int
    readers: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story's place in the chart; `score` is its readers, each worth half as much every half-life."""

    story_id: int
    score: float


def hour_of(moment: datetime) -> int:
    """Whole hours since 1970 (UTC) of the aware `moment`."""
    return int(moment.timestamp()) // 3600


def chart(
    counts: Iterable[Count],
    now: datetime,
    *,
    half_life_hours: float = HALF_LIFE_HOURS,
    window_hours: int = WINDOW_HOURS,
) -> list[Ranked]:
    """The stories of `counts`, the highest score first; empty without counts in the window.

    A reader of this hour scores 1, one of `age` whole hours ago 0.5 ** (age / half_life_hours), one that has left the
    window or comes from an hour after `now` nothing. Ages being whole hours, the order changes only when counts do or
    when an hour leaves the window. Of equal scores the story read more recently stands first, then the higher id
    (the newer story), so that the order never depends on that of `counts`.
    """
    this_hour = hour_of(now)
    weights = [0.5 ** (age / half_life_hours) for age in range(window_hours)]
    terms: dict[int, list[float]] = {}
    latest: dict[int, int] = {}
    for count in counts:
        age = this_hour - count.hour
        if count.readers > 0 and 0 <= age < window_hours:
            terms.setdefault(count.story_id, []).append(count.readers * weights[age])
            latest[count.story_id] = max(latest.get(count.story_id, count.hour), count.hour)
    # fsum rounds once, so the sum does not depend on the order of its terms.
    scored = [(math.fsum(some), latest[story_id], story_id) for story_id, some in terms.items()]
    scored.sort(reverse=True)
    return [Ranked(story_id, score) for score, _, story_id in scored]
