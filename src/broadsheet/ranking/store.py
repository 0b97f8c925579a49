"""Keeps the counts in one SQLite file that several kiosks share.

readers  (hour, story, reader)   who was counted: keyed hashes, kept for two hours
counts   (hour, story, readers)  how many, kept for the window
day_keys (day, key)              today's key; with it yesterday's hashes lose their meaning
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from broadsheet.ranking.chart import WINDOW_HOURS, Count
from broadsheet.ranking.counting import NETWORK_CAP, READER_BITS, View
from broadsheet.ranking.errors import RankingUnavailable

BUSY_SECONDS = 2.0
READER_HOURS = 2
"""Hours whose reader hashes are kept: this one, and the last for counts that come late."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS readers (
    hour INTEGER NOT NULL, story_id INTEGER NOT NULL, reader INTEGER NOT NULL,
    PRIMARY KEY (hour, story_id, reader)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS counts (
    hour INTEGER NOT NULL, story_id INTEGER NOT NULL, readers INTEGER NOT NULL,
    PRIMARY KEY (hour, story_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS day_keys (day INTEGER PRIMARY KEY, key BLOB NOT NULL);
"""

# Counts one more reader only while his network has sent fewer than the cap.
_INSERT = (
    "INSERT OR IGNORE INTO readers SELECT :hour, :story, :reader WHERE (SELECT count(*) FROM readers "
    "WHERE hour = :hour AND story_id = :story AND reader BETWEEN :low AND :high) < :cap"
)
_COUNT = "INSERT INTO counts VALUES (?, ?, 1) ON CONFLICT (hour, story_id) DO UPDATE SET readers = readers + 1"

T = TypeVar("T")


class RankingStore:
    """The ranking file at `path`; made at the first need. To be used from one thread at a time.

    Every method raises `RankingUnavailable` where the file is locked or broken, and tries again when called again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    def add(self, views: Iterable[View], *, hour: int) -> int:
        """Count those of `views` that were not counted before, in one transaction; returns how many those were.

        `hour` is the present one: views that are older than the kept hashes are left out, and what has left the window
        is deleted.
        """

        def work(connection: sqlite3.Connection) -> int:
            added = 0
            for view in views:
                if view.hour <= hour - READER_HOURS:
                    continue
                low = view.reader >> READER_BITS << READER_BITS
                values = {
                    "hour": view.hour, "story": view.story_id, "reader": view.reader,
                    "low": low, "high": low | (1 << READER_BITS) - 1, "cap": NETWORK_CAP,
                }  # fmt: skip
                if connection.execute(_INSERT, values).rowcount > 0:
                    connection.execute(_COUNT, (view.hour, view.story_id))
                    added += 1
            connection.execute("DELETE FROM readers WHERE hour <= ?", (hour - READER_HOURS,))
            connection.execute("DELETE FROM counts WHERE hour <= ?", (hour - WINDOW_HOURS,))
            return added

        return self._do(work)

    def counts(self, *, since_hour: int) -> list[Count]:
        """Distinct readers by story and hour, from `since_hour` on."""

        def work(connection: sqlite3.Connection) -> list[Count]:
            rows = connection.execute("SELECT story_id, hour, readers FROM counts WHERE hour >= ?", (since_hour,))
            return [Count(*row) for row in rows]

        return self._do(work)

    def day_key(self, day: int, *, today: int) -> bytes:
        """The key that all kiosks share on `day` (days since 1970), made by the first that asks.

        Keys from before `today` are thrown away.
        """

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

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, done in one transaction."""
        try:
            connection = self._open()
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        except (sqlite3.Error, OSError) as error:
            self._forget()
            raise RankingUnavailable(self.path, str(error)) from error
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
                connection.executescript(_SCHEMA)
            except sqlite3.Error:
                connection.close()
                raise
            self._connection, self._identity = connection, _identity(self.path)
        return self._connection

    def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
