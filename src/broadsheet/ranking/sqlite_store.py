"""Keeps the counts in one SQLite file that several kiosks of a machine share.

sketches (hour, story, sketch)             whom we have seen, as about 1 kB at most; kept for two hours
counts   (hour, story, readers)            how many that is, kept for the window
minutes  (minute, story, referrer, views)  the desk's live numbers, kept for three hours
day_keys (day, key)                        today's key; with it yesterday's hashes lose their meaning
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from datasketches import hll_sketch, tgt_hll_type

from broadsheet.ranking.chart import UNIT, WINDOW_HOURS, Count, Ranked, Rules, weights_of
from broadsheet.ranking.counting import MinuteKey, View
from broadsheet.ranking.errors import RankingUnavailable
from broadsheet.ranking.store import MINUTES, READER_HOURS, MinuteCount

BUSY_SECONDS = 2.0
LOG_SIZE = 11
"""Binary logarithm of a sketch's places: 2,048 of half a byte."""

_SCHEMA = """
DROP TABLE IF EXISTS readers;
CREATE TABLE IF NOT EXISTS sketches (
    hour INTEGER NOT NULL, story_id INTEGER NOT NULL, sketch BLOB NOT NULL,
    PRIMARY KEY (hour, story_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counts (
    hour INTEGER NOT NULL, story_id INTEGER NOT NULL, readers INTEGER NOT NULL,
    PRIMARY KEY (hour, story_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS minutes (
    minute INTEGER NOT NULL, story_id INTEGER NOT NULL, referrer TEXT NOT NULL, views INTEGER NOT NULL,
    PRIMARY KEY (minute, story_id, referrer)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS day_keys (day INTEGER PRIMARY KEY, key BLOB NOT NULL);
"""

# What hours that can't change any more come to, kept in this process's memory: for this hour and the coming one, the
# tables for even hours (0) and for odd ones (1) by turns.
_SETTLED = """
CREATE TEMP TABLE IF NOT EXISTS weights{0} (hour INTEGER PRIMARY KEY, weight INTEGER NOT NULL);
CREATE TEMP TABLE IF NOT EXISTS settled{0} (
    story_id INTEGER PRIMARY KEY, score INTEGER NOT NULL, hour INTEGER NOT NULL, readers INTEGER NOT NULL
);
DELETE FROM weights{0};
DELETE FROM settled{0}
"""
_SETTLE = (
    "INSERT INTO settled{0} SELECT story_id, sum(readers * weight), max(hour), sum(readers) "
    "FROM counts CROSS JOIN weights{0} USING (hour) WHERE hour < ? GROUP BY story_id"
)

_SETTLE_ANOTHER = (
    "INSERT INTO settled{0} SELECT story_id, readers * weight, hour, readers "
    "FROM counts CROSS JOIN weights{0} USING (hour) WHERE hour = ? ON CONFLICT (story_id) DO UPDATE "
    "SET score = score + excluded.score, hour = excluded.hour, readers = readers + excluded.readers"
)

# A story's score is a sum of parts: what is settled, and each fresh hour. Where it reaches a certain score, one of its
# parts reaches its share of that; other stories need not be summed and sorted.
_LIKELY = """
WITH likely AS MATERIALIZED (
    SELECT story_id FROM settled{0} WHERE score >= :least
    UNION
    SELECT story_id FROM weights{0} CROSS JOIN counts USING (hour) WHERE hour >= :fresh AND readers * weight >= :least
)
"""

# One row with everything: each row that is fetched takes Python's lock from whoever serves readers.
_CHART = """
SELECT json_group_array(json_array(story_id, score, readers)) FROM (
    SELECT story_id, sum(score) AS score, max(hour) AS hour, sum(readers) AS readers FROM (
        SELECT story_id, score, hour, readers FROM {settled}
        UNION ALL
        SELECT story_id, readers * weight, hour, readers FROM {fresh} WHERE hour >= :fresh
    )
    GROUP BY story_id HAVING sum(readers) >= :floor ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT :places
)
"""
_CHARTS_OF_ALL = [
    _CHART.format(settled=f"settled{half}", fresh=f"weights{half} CROSS JOIN counts USING (hour)") for half in (0, 1)
]
_CHARTS_OF_LIKELY = [
    _LIKELY.format(half)
    + _CHART.format(
        settled=f"likely CROSS JOIN settled{half} USING (story_id)",
        fresh=f"likely CROSS JOIN weights{half} CROSS JOIN counts USING (hour, story_id)",
    )
    for half in (0, 1)
]

T = TypeVar("T")


class SqliteStore:
    """The ranking file at `path`; made at the first need. A `RankingStore`."""

    def __init__(self, path: Path, *, window_hours: int = WINDOW_HOURS) -> None:
        self.path, self.window_hours = path, window_hours
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None
        self._settled: dict[int, tuple[int, Rules, int]] = {}
        """By the tables' number: for what they are settled, and the first hour that isn't in them."""
        self._last: tuple[int, Rules, int] | None = None
        self._lowest = 0
        """The score of the last place in the last chart."""

    def add(self, views: Sequence[View], *, hour: int, minutes: Mapping[MinuteKey, int] | None = None) -> None:
        def work(connection: sqlite3.Connection) -> None:
            readers: dict[tuple[int, int], list[int]] = {}
            for view in views:
                if hour - READER_HOURS < view.hour:
                    readers.setdefault((view.hour, view.story_id), []).append(view.reader)
            for place, some in readers.items():
                _count(connection, place, some)
            connection.executemany(
                "INSERT INTO minutes VALUES (?, ?, ?, ?) "
                "ON CONFLICT (minute, story_id, referrer) DO UPDATE SET views = views + excluded.views",
                [(*key, number) for key, number in (minutes or {}).items()],
            )
            connection.execute("DELETE FROM sketches WHERE hour <= ?", (hour - READER_HOURS,))
            connection.execute("DELETE FROM counts WHERE hour <= ?", (hour - self.window_hours,))
            connection.execute("DELETE FROM minutes WHERE minute < ?", (hour * 60 - MINUTES,))

        self._do(work)

    def chart(self, hour: int, *, rules: Rules, places: int) -> list[Ranked]:
        def work(connection: sqlite3.Connection) -> list[tuple[int, int, int]]:
            half, fresh = self._settle(connection, hour, rules, before=hour - READER_HOURS + 1)
            names = {"fresh": fresh, "floor": max(1, rules.floor_readers), "places": places}

            def rows(query: str) -> list[tuple[int, int, int]]:
                found: list[tuple[int, int, int]] = json.loads(connection.execute(query, names).fetchone()[0])
                return found

            if lowest := self._lowest_by_now(hour, rules, places):
                names["least"] = -(-lowest // (1 + hour - fresh + 1))
                found = rows(_CHARTS_OF_LIKELY[half])
                if len(found) == places and found[-1][1] >= lowest:
                    return found
            return rows(_CHARTS_OF_ALL[half])

        found = self._do(work, begin="BEGIN")
        self._last, self._lowest = (hour, rules, places), found[-1][1] if len(found) == places else 0
        return [Ranked(story_id, score / UNIT, readers) for story_id, score, readers in found]

    def _lowest_by_now(self, hour: int, rules: Rules, places: int) -> int:
        """A score that as many as there are places will probably reach; whether they did is looked at."""
        if self._last is None or self._last[1:] != (rules, places):
            return 0
        # Within the hour scores only rise. With each hour they fade, and a few readers leave the window.
        passed = hour - self._last[0]
        return self._lowest if passed == 0 else int(self._lowest * 0.95 * 0.5 ** (passed / rules.half_life_hours))

    def look_ahead(self, hour: int, *, rules: Rules) -> None:
        def work(connection: sqlite3.Connection) -> None:
            half, fresh = self._settle(connection, hour, rules, before=hour - READER_HOURS + 1)
            for settled in range(fresh, hour - READER_HOURS + 1):
                # It could still change when the rest was weighed, in the hour before.
                connection.execute(_SETTLE_ANOTHER.format(half), (settled,))
                self._settled[half] = (hour, rules, settled + 1)
            self._settle(connection, hour + 1, rules, before=hour - READER_HOURS + 1)

        self._do(work, begin="BEGIN")

    def counts(self, *, since_hour: int, before_hour: int | None = None) -> list[Count]:
        def work(connection: sqlite3.Connection) -> list[Count]:
            query = "SELECT story_id, hour, readers FROM counts WHERE hour >= ? AND hour < ?"
            return list(map(Count._make, connection.execute(query, (since_hour, before_hour or 1 << 60))))

        return self._do(work, begin="BEGIN")

    def minutes(self, *, since_minute: int) -> list[MinuteCount]:
        def work(connection: sqlite3.Connection) -> list[MinuteCount]:
            query = "SELECT minute, story_id, referrer, views FROM minutes WHERE minute >= ? ORDER BY 1, 2, 3"
            return [MinuteCount(*row) for row in connection.execute(query, (since_minute,))]

        return self._do(work, begin="BEGIN")

    def day_key(self, day: int, *, today: int) -> bytes:
        def work(connection: sqlite3.Connection) -> bytes:
            connection.execute("DELETE FROM day_keys WHERE day < ?", (today,))
            connection.execute("INSERT OR IGNORE INTO day_keys VALUES (?, ?)", (day, secrets.token_bytes(32)))
            row = connection.execute("SELECT key FROM day_keys WHERE day = ?", (day,)).fetchone()
            return bytes(row[0])

        return self._do(work)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _do(self, work: Callable[[sqlite3.Connection], T], *, begin: str = "BEGIN IMMEDIATE") -> T:
        """What `work` returns, done in one transaction; "BEGIN" is enough to read, and waits for nobody."""
        try:
            connection = self._open()
            connection.execute(begin)
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                self._lose_charts()
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except (sqlite3.Error, OSError) as error:
            self._forget()
            raise RankingUnavailable(str(self.path), str(error)) from error
        return result

    def _open(self) -> sqlite3.Connection:
        # A file that was moved away would otherwise go on taking counts that nobody reads.
        if self._connection is not None and self._identity != _identity(self.path):
            self._forget()
        if self._connection is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # Transactions are begun by hand; the thread that closes at the end is another.
            connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.execute("PRAGMA temp_store=MEMORY")
                connection.executescript(_SCHEMA)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection, self._identity = connection, _identity(self.path)
            self._lose_charts()
        return self._connection

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        self._lose_charts()
        if connection is not None:
            connection.close()

    def _lose_charts(self) -> None:
        self._settled, self._last = {}, None

    def _settle(self, connection: sqlite3.Connection, hour: int, rules: Rules, *, before: int) -> tuple[int, int]:
        """Weigh hours `before` one as they are in `hour`, if that isn't done: in which tables, and the first left."""
        half = hour % 2
        if self._settled.get(half, ())[:2] != (hour, rules):
            self._settled.pop(half, None)
            for statement in _SETTLED.format(half).split(";\n"):
                connection.execute(statement)
            weights = ((hour - age, weight) for age, weight in enumerate(weights_of(rules)))
            connection.executemany(f"INSERT INTO weights{half} VALUES (?, ?)", weights)
            connection.execute(_SETTLE.format(half), (before,))
            self._settled[half] = (hour, rules, before)
        return half, self._settled[half][2]


def _count(connection: sqlite3.Connection, place: tuple[int, int], readers: Sequence[int]) -> None:
    """Add `readers` to the sketch of `place`, an hour and a story, and write how many that makes."""
    row = connection.execute("SELECT sketch FROM sketches WHERE hour = ? AND story_id = ?", place).fetchone()
    sketch = hll_sketch.deserialize(row[0]) if row else hll_sketch(LOG_SIZE, tgt_hll_type.HLL_4)
    for reader in readers:
        sketch.update(reader)
    packed = sketch.serialize_compact()
    if row is not None and packed == row[0]:
        return
    connection.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?)", (*place, packed))
    connection.execute("INSERT OR REPLACE INTO counts VALUES (?, ?, ?)", (*place, round(sketch.get_estimate())))


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
