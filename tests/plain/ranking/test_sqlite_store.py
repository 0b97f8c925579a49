"""What can happen to the counts' file."""

from __future__ import annotations

import sqlite3

import pytest

from broadsheet.ranking import sqlite_store
from broadsheet.ranking.chart import Count, Rules
from broadsheet.ranking.counting import View
from broadsheet.ranking.errors import RankingUnavailable
from broadsheet.ranking.sqlite_store import SqliteStore

HOUR = 472_000
ONE = [View(HOUR, 7, 12345)]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "ranking.sqlite3"


@pytest.fixture
def store(path):
    made = SqliteStore(path)
    yield made
    made.close()


def test_counts_outlive_the_process(store, path):
    store.add(ONE, hour=HOUR)
    store.close()
    again = SqliteStore(path)
    again.add(ONE, hour=HOUR)
    assert again.counts(since_hour=0) == [Count(7, HOUR, 1)]
    again.close()


def test_yesterdays_key_leaves_the_file(store, path):
    store.day_key(100, today=100)
    tomorrow = store.day_key(101, today=101)
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT day, key FROM day_keys").fetchall() == [(101, tomorrow)]
    connection.close()


def test_a_file_that_was_moved_away_is_made_anew(store, path):
    store.add(ONE, hour=HOUR)
    for file in path.parent.glob("ranking*"):
        file.rename(file.with_suffix(".old"))
    store.add(ONE, hour=HOUR)
    assert path.exists()
    assert store.counts(since_hour=0) == [Count(7, HOUR, 1)]


def test_a_broken_file_says_so_and_works_again_when_it_is_gone(store, path):
    path.parent.mkdir()
    path.write_bytes(b"this is no database" * 200)
    with pytest.raises(RankingUnavailable, match="move it away"):
        store.counts(since_hour=0)
    path.unlink()
    assert store.counts(since_hour=0) == []


def test_a_locked_file_says_so_and_nothing_is_half_written(store, path, monkeypatch):
    monkeypatch.setattr(sqlite_store, "BUSY_SECONDS", 0.01)
    store.counts(since_hour=0)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(RankingUnavailable):
        store.add(ONE, hour=HOUR)
    other.execute("ROLLBACK")
    other.close()
    store.add(ONE, hour=HOUR)
    assert store.counts(since_hour=0) == [Count(7, HOUR, 1)]


def test_a_file_of_the_version_before_is_taken_over(store, path):
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE readers (hour INTEGER, story_id INTEGER, reader INTEGER, "
            "PRIMARY KEY (hour, story_id, reader)) WITHOUT ROWID"
        )
        connection.execute(
            "CREATE TABLE counts (hour INTEGER NOT NULL, story_id INTEGER NOT NULL, readers INTEGER NOT NULL, "
            "PRIMARY KEY (hour, story_id)) WITHOUT ROWID"
        )
        connection.execute("INSERT INTO counts VALUES (?, 7, 30)", (HOUR - 1,))
    connection.close()
    store.add(ONE, hour=HOUR)
    assert store.counts(since_hour=0) == [Count(7, HOUR - 1, 30), Count(7, HOUR, 1)]


@pytest.fixture
def steps(store):
    """How many of SQLite's steps a chart of five places takes, in hundreds, and the chart."""

    def counted(hour=HOUR):
        taken = []
        store._connection.set_progress_handler(lambda: taken.append(1) and None, 100)
        found = store.chart(hour, rules=Rules(), places=5)
        store._connection.set_progress_handler(None, 0)
        return len(taken), [one.story_id for one in found]

    return counted


def test_a_second_chart_of_an_hour_adds_up_only_what_may_come_in(store, steps):
    numbers = dict.fromkeys(range(1, 600), 1) | {story_id: story_id - 560 for story_id in range(590, 600)}
    readers = [View(HOUR - story % 2, story, n << 40) for story, number in numbers.items() for n in range(number)]
    store.add(readers, hour=HOUR)
    first, before = steps()
    store.add([View(HOUR, 1, n << 41) for n in range(50)], hour=HOUR)
    second, after = steps()
    assert after == [1, *before[:4]]
    assert second < first / 2


def test_the_first_chart_of_an_hour_finds_the_older_hours_weighed(store, steps):
    for ago in range(24, -1, -1):
        hour = HOUR - ago
        readers = [View(hour, story, n << 40) for story in range(1, 200) for n in range(1 + story % 7)]
        store.add(readers, hour=hour)
    at_the_start, chart = steps()
    store.look_ahead(HOUR, rules=Rules())
    first, again = steps(HOUR + 1)
    assert again == chart
    assert first < at_the_start / 4


def test_a_chart_is_whole_where_counts_went_down_meanwhile(store, steps):
    store.add([View(HOUR, story_id, n << 40) for story_id in range(1, 20) for n in range(story_id)], hour=HOUR)
    assert steps()[1] == [19, 18, 17, 16, 15]
    store._connection.execute("UPDATE counts SET readers = 1 WHERE story_id > 3")
    assert steps()[1] == [3, 2, 19, 18, 17]
