"""The counts where they are kept, shared by several kiosks: the same for a file and for Valkey."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from broadsheet.ranking.chart import WINDOW_HOURS, Count, Rules, chart
from broadsheet.ranking.counting import MinuteKey, View
from broadsheet.ranking.errors import RankingUnavailable
from broadsheet.ranking.store import ERROR, MINUTES, MinuteCount, open_store

HOUR = 472_000


@pytest.fixture
def store(open_one):
    return open_one()


def views(number: int, *, story_id: int = 7, hour: int = HOUR, first: int = 0) -> list[View]:
    """So many readers of a story; as keyed hashes are, they are spread over 63 bits."""
    return [View(hour, story_id, (n * 0x9E3779B97F4A7C15) % (1 << 63)) for n in range(first, first + number)]


def test_each_reader_counts_once_whichever_kiosk_saw_him(store, open_one):
    other = open_one()
    store.add(views(3), hour=HOUR)
    other.add([*views(4), *views(1, story_id=8)], hour=HOUR)
    assert sorted(store.counts(since_hour=HOUR)) == [Count(7, HOUR, 4), Count(8, HOUR, 1)]


def test_a_replay_of_everything_changes_nothing(store):
    for _ in range(3):
        store.add(views(50), hour=HOUR)
    assert list(store.counts(since_hour=HOUR)) == [Count(7, HOUR, 50)]


def test_many_readers_are_counted_to_within_the_stated_error(store, open_one):
    for start in range(0, 20_000, 5_000):
        open_one().add(views(5_000, first=start), hour=HOUR)
    (count,) = store.counts(since_hour=HOUR)
    # Three standard deviations.
    assert abs(count.readers - 20_000) < 3 * ERROR * 20_000


def test_what_is_kept_of_a_story_does_not_grow_with_its_readers(tmp_path):
    store = open_store(tmp_path / "ranking.sqlite3")
    store.add(views(50_000), hour=HOUR)
    (size,) = store._do(lambda connection: connection.execute("SELECT length(sketch) FROM sketches").fetchone())
    assert size < 1200
    store.close()


def test_counts_are_kept_for_the_window(store):
    store.add(views(1), hour=HOUR)
    store.add([], hour=HOUR + WINDOW_HOURS - 1)
    assert list(store.counts(since_hour=0)) == [Count(7, HOUR, 1)]
    store.add([], hour=HOUR + WINDOW_HOURS)
    assert list(store.counts(since_hour=0)) == []


def test_hours_can_be_asked_for_apart(store):
    store.add(views(2), hour=HOUR)
    store.add(views(3, hour=HOUR + 1), hour=HOUR + 1)
    assert list(store.counts(since_hour=HOUR, before_hour=HOUR + 1)) == [Count(7, HOUR, 2)]
    assert list(store.counts(since_hour=HOUR + 1)) == [Count(7, HOUR + 1, 3)]


def test_whom_we_have_seen_is_forgotten_after_two_hours(tmp_path):
    store = open_store(tmp_path / "ranking.sqlite3")
    store.add(views(1), hour=HOUR)
    store.add([], hour=HOUR + 2)
    assert store._do(lambda c: c.execute("SELECT count(*) FROM sketches").fetchone()) == (0,)
    assert store.counts(since_hour=0) == [Count(7, HOUR, 1)]
    store.close()


def test_a_view_that_comes_too_late_to_be_told_apart_does_not_count(store):
    store.add(views(1, hour=HOUR - 2), hour=HOUR)
    assert list(store.counts(since_hour=0)) == []


def test_kiosks_share_the_key_of_a_day_and_yesterdays_is_thrown_away(store, open_one):
    other = open_one()
    key = store.day_key(100, today=100)
    assert len(key) == 32
    assert other.day_key(100, today=100) == key
    tomorrow = store.day_key(101, today=100)
    assert tomorrow != key
    assert other.day_key(100, today=100) == key
    assert other.day_key(101, today=101) == tomorrow
    # Gone for good: whoever asks again gets another one.
    assert other.day_key(100, today=100) != key


def test_live_numbers_add_up_and_go_after_three_hours(store, open_one):
    minute = HOUR * 60
    for kiosk in (store, open_one()):
        kiosk.add(
            views(2), hour=HOUR, minutes={MinuteKey(minute, 7, "search"): 2, MinuteKey(minute + 1, 7, "direct"): 1}
        )
    assert store.minutes(since_minute=minute) == [
        MinuteCount(minute, 7, "search", 4), MinuteCount(minute + 1, 7, "direct", 2),
    ]  # fmt: skip
    assert store.minutes(since_minute=minute + 1) == [MinuteCount(minute + 1, 7, "direct", 2)]
    assert store.minutes(since_minute=minute + MINUTES + 60) == []


def test_a_valkey_that_is_away_says_so(tmp_path):
    store = open_store(tmp_path / "unused", valkey="valkey://127.0.0.1:1/0")
    with pytest.raises(RankingUnavailable, match="Valkey"):
        store.add(views(1), hour=HOUR)
    with pytest.raises(RankingUnavailable):
        store.counts(since_hour=0)


@pytest.mark.parametrize("rules", [Rules(), Rules(half_life_hours=2, window_hours=12, floor_readers=7)])
def test_a_store_charts_as_the_plain_maths_do_hour_after_hour(store, open_one, rules):
    random = Random(3)
    counts = []
    for hour in range(HOUR - 60, HOUR + 4):
        store.add([view for story_id in range(1, 30) if random.random() < 0.4
                   for view in views(random.randint(1, 9), story_id=story_id, hour=hour, first=random.randint(0, 99))],
                  hour=hour)  # fmt: skip
        now = datetime.fromtimestamp(hour * 3600 + 1800, UTC)
        if hour > HOUR - 5:
            counts = list(store.counts(since_hour=0))
            wanted = chart(counts, now, rules=rules, places=20)
            assert store.chart(hour, rules=rules, places=20) == wanted
            # Once more within the hour, with readers who came meanwhile, some late; and by a kiosk that has just begun.
            if hour != HOUR:
                store.look_ahead(hour, rules=rules)
            store.add(views(40, story_id=random.randint(1, 29), hour=hour, first=200), hour=hour)
            store.add(views(25, story_id=random.randint(1, 29), hour=hour - 1, first=300), hour=hour)
            wanted = chart(list(store.counts(since_hour=0)), now, rules=rules, places=20)
            assert store.chart(hour, rules=rules, places=20) == open_one().chart(hour, rules=rules, places=20) == wanted
    assert len(counts) > 300
