"""When a source counts as silent for longer than usual."""

from __future__ import annotations

import random
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.silence import LONGER, USUALLY, History, is_unusual

MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
LEAST = timedelta(minutes=15)


def history(arrivals: list[datetime]) -> History:
    arrivals = sorted(arrivals)
    gaps = [later - earlier for earlier, later in pairwise(arrivals)]
    return History(
        arrivals[0], arrivals[-1], len(gaps), max(gaps, default=timedelta(0)),
        lambda start, end: min(USUALLY, bisect_right(arrivals, end) - bisect_right(arrivals, start)),
    )  # fmt: skip


def alarm_after(arrivals: list[datetime]) -> timedelta:
    """How long the silence after the last arrival lasts before it counts as unusual, to ten minutes."""
    known = history(arrivals)
    for minutes in range(0, 60 * 24 * 20, 10):
        if is_unusual(known, known.last_at + timedelta(minutes=minutes), least=LEAST):
            return timedelta(minutes=minutes)
    raise AssertionError("no alarm in twenty days")


def daily(days: int, hour: int = 6) -> list[datetime]:
    return [MONDAY + timedelta(days=day, hours=hour) for day in range(days)]


def by_day_only(days: int, *, weekends: bool = True, seed: int = 1) -> list[datetime]:
    """A busy agency: some twelve deliveries an hour from 7 until 22, none at night."""
    dice = random.Random(seed)
    found = []
    for day in range(days):
        if weekends or (MONDAY + timedelta(days=day)).weekday() < 5:
            found += [MONDAY + timedelta(days=day, hours=7, seconds=dice.random() * 54_000) for _ in range(180)]
    return sorted(found)


def test_what_comes_once_a_day_is_missed_on_the_second_day_and_not_before() -> None:
    assert timedelta(hours=36) < alarm_after(daily(14)) <= timedelta(hours=36, minutes=10)


def test_a_busy_source_that_falls_silent_at_noon_is_missed_within_two_hours() -> None:
    arrivals = [at for at in by_day_only(12) if at < MONDAY + timedelta(days=11, hours=12)]
    assert alarm_after(arrivals) < timedelta(hours=2)


def test_a_night_is_no_alarm() -> None:
    arrivals = [at for at in by_day_only(12) if at < MONDAY + timedelta(days=10, hours=23)]
    known = history(arrivals)
    assert not is_unusual(known, MONDAY + timedelta(days=11, hours=7), least=LEAST)
    assert is_unusual(known, MONDAY + timedelta(days=11, hours=9), least=LEAST)


def test_a_weekend_is_no_alarm_for_who_rests_on_weekends_and_a_monday_is() -> None:
    arrivals = by_day_only(26, weekends=False)
    friday_night = MONDAY + timedelta(days=25, hours=23)
    assert arrivals[-1] < friday_night
    known = history(arrivals)
    assert not is_unusual(known, MONDAY + timedelta(days=27, hours=20), least=LEAST)
    # Four Mondays back something had come by ten o'clock.
    known = history(by_day_only(33, weekends=False))
    assert is_unusual(known, MONDAY + timedelta(days=35, hours=11), least=LEAST)


def test_who_rests_on_weekends_is_missed_on_a_tuesday_by_comparing_it_with_tuesdays() -> None:
    # Two and three days back it was silent, as always.
    arrivals = [at for at in by_day_only(30, weekends=False) if at < MONDAY + timedelta(days=29, hours=12)]
    assert alarm_after(arrivals) < timedelta(hours=2)


@pytest.mark.parametrize("arrivals", [daily(1), daily(9)])
def test_a_source_that_is_hardly_known_raises_no_alarm_for_days(arrivals: list[datetime]) -> None:
    known = history(arrivals)
    assert not is_unusual(known, known.last_at + timedelta(days=5), least=LEAST)


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=60), st.floats(0, 1.0))
def test_a_silence_no_longer_than_there_have_been_is_no_alarm_unless_the_hours_are_busy(
    gaps: list[int], part: float
) -> None:
    arrivals = [MONDAY]
    for gap in gaps:
        arrivals.append(arrivals[-1] + timedelta(seconds=gap))
    known = history(arrivals)
    now = known.last_at + known.longest * part
    busy = any(
        all(known.count(known.last_at - timedelta(days=d), now - timedelta(days=d)) >= USUALLY for d in days)
        for days in (range(1, 8), (7, 14, 21, 28))
    )
    assert busy or not is_unusual(known, now, least=LEAST)


@given(st.lists(st.integers(60, 100_000), min_size=10, max_size=60))
def test_once_it_is_an_alarm_it_stays_one_until_something_comes(gaps: list[int]) -> None:
    arrivals = [MONDAY]
    for gap in gaps:
        arrivals.append(arrivals[-1] + timedelta(seconds=gap))
    known = history(arrivals)
    beyond = max(known.longest * LONGER, LEAST) + timedelta(seconds=1)
    for days in (0, 1, 40, 400):
        assert is_unusual(known, known.last_at + beyond + timedelta(days=days), least=LEAST)
