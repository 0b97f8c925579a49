"""Laws of the chart."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.ranking.chart import WINDOW_HOURS, Count, Rules, chart, hour_of, trending, weigh
from broadsheet.ranking.chart import order as ordered

NOW = datetime(2023, 11, 23, 9, 30, tzinfo=UTC)
HOUR = hour_of(NOW)

COUNTS = st.lists(
    st.builds(Count, st.integers(1, 12), st.integers(HOUR - WINDOW_HOURS - 5, HOUR + 2), st.integers(0, 500)),
    max_size=60,
)


def order(counts, now=NOW):
    return [ranked.story_id for ranked in chart(counts, now)]


def test_without_readers_there_is_no_chart():
    assert chart([], NOW) == []
    assert chart([Count(1, HOUR, 0)], NOW) == []


def test_a_reader_is_worth_half_after_six_hours():
    scores = {
        r.story_id: r.score for r in chart([Count(1, HOUR, 8), Count(2, HOUR - 6, 8), Count(3, HOUR - 12, 8)], NOW)
    }
    assert scores == {1: 8.0, 2: 4.0, 3: 2.0}


def test_hours_outside_the_window_count_nothing():
    counts = [Count(1, HOUR - WINDOW_HOURS, 900), Count(2, HOUR - WINDOW_HOURS + 1, 1), Count(3, HOUR + 1, 900)]
    assert order(counts) == [2]


def test_of_equal_scores_the_one_read_more_recently_is_first():
    assert order([Count(9, HOUR - 6, 2), Count(1, HOUR, 1)]) == [1, 9]


def test_of_equal_scores_and_hours_the_newer_story_is_first():
    assert order([Count(1, HOUR, 5), Count(2, HOUR, 5)]) == [2, 1]


@given(COUNTS, st.randoms())
def test_the_order_of_the_counts_does_not_matter(counts, random):
    shuffled = list(counts)
    random.shuffle(shuffled)
    assert chart(shuffled, NOW) == chart(counts, NOW)


@given(COUNTS)
def test_a_story_stands_once_and_scores_fall(counts):
    ranked = chart(counts, NOW)
    assert len({r.story_id for r in ranked}) == len(ranked)
    assert [r.score for r in ranked] == sorted((r.score for r in ranked), reverse=True)
    assert all(r.score > 0 for r in ranked)


@given(COUNTS, st.integers(1, 12), st.integers(1, 100))
def test_more_readers_never_take_a_story_down(counts, story_id, more):
    before, after = order(counts), order([*counts, Count(story_id, HOUR, more)])
    place = before.index(story_id) if story_id in before else len(before)
    assert after.index(story_id) <= place
    assert [s for s in after if s != story_id] == [s for s in before if s != story_id]


@given(COUNTS, st.integers(0, 59))
def test_within_an_hour_nothing_moves(counts, minute):
    assert order(counts, NOW.replace(minute=minute)) == order(counts)


@given(st.lists(st.builds(Count, st.integers(1, 12), st.integers(HOUR - 20, HOUR), st.integers(1, 500)), max_size=60))
def test_time_alone_halves_every_score(counts):
    later = chart(counts, NOW + timedelta(hours=6))
    assert {r.story_id: r.score * 2 for r in later} == pytest.approx({r.story_id: r.score for r in chart(counts, NOW)})


@given(COUNTS, st.integers(0, WINDOW_HOURS))
def test_weighing_in_two_parts_gives_the_same_chart_to_the_last_bit(counts, cut):
    rules = Rules()
    old = weigh([c for c in counts if c.hour <= HOUR - cut], HOUR, rules=rules)
    whole = weigh([c for c in counts if c.hour > HOUR - cut], HOUR, rules=rules, onto=old)
    assert ordered(whole, rules=rules) == chart(counts, NOW)


@given(COUNTS, st.integers(1, 200))
def test_a_story_below_the_floor_has_no_place_and_the_others_keep_their_order(counts, floor):
    whole = chart(counts, NOW)
    held = chart(counts, NOW, rules=Rules(floor_readers=floor))
    assert held == [ranked for ranked in whole if ranked.readers >= floor]


@given(COUNTS, st.integers(0, 15))
def test_fewer_places_are_the_first_ones(counts, places):
    assert chart(counts, NOW, places=places) == chart(counts, NOW)[:places]


@given(COUNTS)
def test_a_longer_half_life_never_makes_a_reader_worth_less(counts):
    short = {r.story_id: r.score for r in chart(counts, NOW)}
    long = {r.story_id: r.score for r in chart(counts, NOW, rules=Rules(half_life_hours=12))}
    assert all(long[story_id] >= score for story_id, score in short.items())


def test_a_story_that_is_read_as_always_does_not_trend():
    # Half of this hour has passed.
    steady = [Count(1, HOUR, 30)] + [Count(1, HOUR - age, 60) for age in range(1, 26)]
    assert trending(steady, NOW) == []


def test_the_steepest_rise_against_its_own_past_comes_first():
    evergreen = [Count(1, HOUR - age, 200) for age in range(1, 26)] + [Count(1, HOUR, 120)]
    waking = [Count(2, HOUR - age, 4) for age in range(1, 26)] + [Count(2, HOUR, 90)]
    new = [Count(3, HOUR, 40)]
    found = trending([*evergreen, *waking, *new], NOW)
    assert [trend.story_id for trend in found] == [3, 2]
    assert all(trend.rise > 3 for trend in found)


def test_one_or_two_readers_are_no_trend():
    assert trending([Count(1, HOUR, 1)], NOW) == trending([Count(1, HOUR, 2)], NOW) == []


@given(COUNTS, st.randoms())
def test_a_trend_does_not_depend_on_the_order_of_the_counts(counts, random):
    shuffled = list(counts)
    random.shuffle(shuffled)
    assert trending(shuffled, NOW) == trending(counts, NOW)
