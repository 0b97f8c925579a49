"""Makes the chart of counts: pure maths, no clock, no store."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

HALF_LIFE_HOURS = 6.0
WINDOW_HOURS = 48
FLOOR_READERS = 1

UNIT = 1 << 32
"""The weight of a reader of this hour. Weights are whole numbers, so sums are exact, in whatever order and by whichever
kiosk they are made."""

LEAST_RISE = 2.0

TREND_HOURS = 24
"""Hours before this one and the last from which a story's usual rate is taken."""


class Count(NamedTuple):
    """Distinct readers of a story in one hour; `hour` is whole hours since 1970 (UTC)."""

    story_id: int
    hour: int
    readers: int


@dataclass(frozen=True, slots=True)
class Rules:
    """How a paper wishes its chart. A story with fewer than `floor_readers` in the window has no place."""

    half_life_hours: float = HALF_LIFE_HOURS
    window_hours: int = WINDOW_HOURS
    floor_readers: int = FLOOR_READERS


class Weight(NamedTuple):
    """What a story's readers come to: `score` in units, the last `hour` in which somebody read, `readers` unweighed."""

    score: int
    hour: int
    readers: int


Weights = dict[int, Weight]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story's place in the chart; `score` is its readers, each worth half as much every half-life."""

    story_id: int
    score: float
    readers: int = 0


def hour_of(moment: datetime) -> int:
    """Whole hours since 1970 (UTC) of the aware `moment`."""
    return int(moment.timestamp()) // 3600


def chart(counts: Iterable[Count], now: datetime, *, rules: Rules = Rules(), places: int | None = None) -> list[Ranked]:
    """The stories of `counts`, the highest score first, at most `places`; empty without counts in the window.

    A reader of this hour scores 1, one of `age` whole hours ago 0.5 ** (age / half_life_hours), one that has left the
    window or comes from an hour after `now` nothing. Ages being whole hours, the order changes only when counts do or
    when an hour leaves the window. Of equal scores the story read more recently stands first, then the higher id
    (the newer story), so that the order never depends on that of `counts`.
    """
    return order(weigh(counts, hour_of(now), rules=rules), rules=rules, places=places)


def weigh(
    counts: Iterable[Count], this_hour: int, *, rules: Rules, onto: Mapping[int, Weight] | None = None
) -> Weights:
    """The weights of the stories of `counts` as they are in `this_hour`, added to those of `onto`.

    `onto` must have been weighed for the same hour.
    """
    values = weights_of(rules)
    weights = dict(onto or {})
    window = rules.window_hours
    for story_id, hour, readers in counts:
        age = this_hour - hour
        if readers > 0 and 0 <= age < window:
            score = readers * values[age]
            known = weights.get(story_id)
            if known is None:
                weights[story_id] = Weight(score, hour, readers)
            else:
                weights[story_id] = Weight(known[0] + score, max(known[1], hour), known[2] + readers)
    return weights


def weights_of(rules: Rules) -> list[int]:
    """What a reader is worth by his age in whole hours, in units."""
    return [round(UNIT * 0.5 ** (age / rules.half_life_hours)) for age in range(rules.window_hours)]


def order(weights: Mapping[int, Weight], *, rules: Rules, places: int | None = None) -> list[Ranked]:
    """`weights` as a chart, at most `places`."""
    floor = rules.floor_readers
    scored = [(w[0], w[1], story_id, w[2]) for story_id, w in weights.items() if w[2] >= floor]
    scored = sorted(scored, reverse=True) if places is None else heapq.nlargest(places, scored)
    return [Ranked(story_id, score / UNIT, readers) for score, _, story_id, readers in scored]


@dataclass(frozen=True, slots=True)
class Trend:
    """How much more a story is read than could be expected; `rise` is in standard deviations of chance."""

    story_id: int
    rise: float
    readers: int
    expected: float


def trending(counts: Iterable[Count], now: datetime, *, minute: int | None = None) -> list[Trend]:
    """The stories that are read more than expected in this hour and the last, the steepest first.

    Expected is a story's mean rate in the `TREND_HOURS` before, for as much of this hour as has passed; a story that is
    new has the rate of nobody, and one reader is granted to everybody, so that two readers are no sensation. `rise` is
    the surplus over the root of what was expected. Up to `LEAST_RISE` it may well be chance, and is no trend.
    """
    this_hour = hour_of(now)
    passed = 1 + (now.minute if minute is None else minute) / 60
    fresh: dict[int, int] = {}
    before: dict[int, int] = {}
    for story_id, hour, readers in counts:
        age = this_hour - hour
        if 0 <= age < 2:
            fresh[story_id] = fresh.get(story_id, 0) + readers
        elif 2 <= age < 2 + TREND_HOURS:
            before[story_id] = before.get(story_id, 0) + readers
    found = []
    for story_id, readers in fresh.items():
        expected = before.get(story_id, 0) / TREND_HOURS * passed
        rise = (readers - expected) / math.sqrt(expected + 1)
        if rise > LEAST_RISE:
            found.append(Trend(story_id, rise, readers, expected))
    found.sort(key=lambda trend: (trend.rise, trend.readers, trend.story_id), reverse=True)
    return found
