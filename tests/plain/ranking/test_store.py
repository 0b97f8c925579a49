"""The counts on disk, shared by several kiosks."""

from __future__ import annotations

import sqlite3

import pytest

from broadsheet.ranking import store as store_module
from broadsheet.ranking.chart import WINDOW_HOURS, Count
from broadsheet.ranking.counting import NETWORK_CAP, READER_BITS, View
from broadsheet.ranking.errors import RankingUnavailable
from broadsheet.ranking.store import RankingStore

HOUR = 472_000


def reader(network: int, number: int) -> int:
    return network << READER_BITS | number


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "ranking.sqlite3"


@pytest.fixture
def store(path):
    made = RankingStore(path)
    yield made
    made.close()


def test_each_reader_counts_once_whichever_kiosk_saw_him(store, path):
    other = RankingStore(path)
    views = [View(HOUR, 7, reader(n, 1)) for n in range(3)]
    assert store.add(views, hour=HOUR) == 3
    assert other.add([*views, View(HOUR, 7, reader(9, 1)), View(HOUR, 8, reader(0, 1))], hour=HOUR) == 2
    assert sorted(store.counts(since_hour=HOUR), key=lambda c: c.story_id) == [Count(7, HOUR, 4), Count(8, HOUR, 1)]
    other.close()


def test_one_network_has_at_most_its_cap_over_all_kiosks_and_restarts(store, path):
    half = NETWORK_CAP // 2
    assert store.add([View(HOUR, 7, reader(5, n)) for n in range(half)], hour=HOUR) == half
    store.close()
    again = RankingStore(path)
    assert again.add([View(HOUR, 7, reader(5, n)) for n in range(half, 100)], hour=HOUR) == NETWORK_CAP - half
    assert again.add([View(HOUR, 7, reader(4, 0)), View(HOUR, 7, reader(6, 0))], hour=HOUR) == 2
    assert again.counts(since_hour=HOUR) == [Count(7, HOUR, NETWORK_CAP + 2)]
    again.close()


def test_hashes_are_kept_for_two_hours_and_counts_for_the_window(store, path):
    store.add([View(HOUR, 7, reader(1, 1))], hour=HOUR)
    store.add([], hour=HOUR + 2)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM readers").fetchone() == (0,)
    assert store.counts(since_hour=0) == [Count(7, HOUR, 1)]
    store.add([], hour=HOUR + WINDOW_HOURS - 1)
    assert store.counts(since_hour=0) == [Count(7, HOUR, 1)]
    store.add([], hour=HOUR + WINDOW_HOURS)
    assert store.counts(since_hour=0) == []


def test_a_view_of_an_hour_whose_hashes_are_gone_does_not_count_twice(store):
    assert store.add([View(HOUR - 2, 7, reader(1, 1))], hour=HOUR) == 0


def test_kiosks_share_the_key_of_a_day_and_yesterdays_is_thrown_away(store, path):
    other = RankingStore(path)
    key = store.day_key(100, today=100)
    assert len(key) == 32
    assert other.day_key(100, today=100) == key
    tomorrow = store.day_key(101, today=100)
    assert tomorrow != key
    assert other.day_key(100, today=100) == key
    other.day_key(101, today=101)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT day, key FROM day_keys").fetchall() == [(101, tomorrow)]
    other.close()


def test_a_file_that_was_moved_away_is_made_anew(store, path):
    store.add([View(HOUR, 7, reader(1, 1))], hour=HOUR)
    for file in path.parent.glob("ranking*"):
        file.rename(file.with_suffix(".old"))
    assert store.add([View(HOUR, 7, reader(1, 1))], hour=HOUR) == 1
    assert path.exists()


def test_a_broken_file_says_so_and_works_again_when_it_is_gone(store, path):
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 200)
    with pytest.raises(RankingUnavailable, match="move the file away"):
        store.counts(since_hour=0)
    path.unlink()
    assert store.counts(since_hour=0) == []


def test_a_locked_file_says_so_and_nothing_is_half_written(store, path, monkeypatch):
    monkeypatch.setattr(store_module, "BUSY_SECONDS", 0.01)
    store.counts(since_hour=0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RankingUnavailable):
        store.add([View(HOUR, 7, reader(1, 1))], hour=HOUR)
    other.execute("ROLLBACK")
    other.close()
    assert store.add([View(HOUR, 7, reader(1, 1))], hour=HOUR) == 1
