"""The edition in one SQLite file: what `edition.database.Database` asks for, and the errors as ours."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from broadsheet.edition.errors import EditionFailed, EditionMissing

BUSY_SECONDS = 30.0
CACHE_KIB = 24 * 1024
"""Of the file, kept by the one who writes; the rest the operating system keeps."""

AT_ONCE = 200
"""Rows that a stream takes at once."""

LOG_PAGES, LOG_PAGES_FILLING = 1_000, 8_000
"""Pages in the log from which a commit copies them into the file: of 4 KiB, so 4 MiB, and 32 where very much comes."""


class SqliteDatabase:
    """One connection to the SQLite file at `path`.

    Errors: `EditionFailed` from every method.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection

    def all(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        try:
            return self.connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def one(self, query: str, values: Sequence[object] = ()) -> tuple[object, ...] | None:
        try:
            row: tuple[object, ...] | None = self.connection.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise self._failed(error) from error
        return row

    def stream(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[object, ...]]:
        try:
            cursor = self.connection.execute(query, values)
            while rows := cursor.fetchmany(AT_ONCE):
                yield from rows
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def do(self, statement: str, values: Sequence[object] = ()) -> int:
        try:
            return self.connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def do_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self.connection.executemany(statement, rows)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def begin(self) -> None:
        # IMMEDIATE: a transaction that reads, then writes, could otherwise fail at once.
        self.do("BEGIN IMMEDIATE")

    def commit(self) -> None:
        self.do("COMMIT")

    def rollback(self) -> None:
        # A full disk may have ended it already.
        if self.connection.in_transaction:
            self.do("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self.connection.in_transaction:
            yield
            return
        self.do("BEGIN")
        try:
            yield
        finally:
            self.do("COMMIT")

    @contextmanager
    def filling(self) -> Iterator[None]:
        # A page that eight transactions change is then copied once.
        self.do(f"PRAGMA wal_autocheckpoint={LOG_PAGES_FILLING}")
        try:
            yield
        finally:
            self.do(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self.path.with_suffix(".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def announce(self) -> None:
        # Everybody on this machine can see the file's version.
        return

    def version(self) -> int:
        row = self.one("PRAGMA data_version")
        assert row is not None
        return int(str(row[0]))

    def damage(self) -> str:
        row = self.one("PRAGMA quick_check")
        assert row is not None
        return "" if row[0] == "ok" else str(row[0])

    def interrupt(self) -> None:
        self.connection.interrupt()

    def close(self) -> None:
        self.connection.close()

    def _failed(self, error: sqlite3.Error) -> EditionFailed:
        return EditionFailed(str(self.path), error, lacks_tables="no such table" in str(error))


def open_for_writing(path: Path, schema: str) -> SqliteDatabase:
    """The file at `path`, made with `schema` where it lacks a table.

    Every commit reaches the disk before it returns (`synchronous=FULL` in WAL mode). Transactions are begun by hand.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    database = SqliteDatabase(path, _connect(path, BUSY_SECONDS))
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"cache_size=-{CACHE_KIB}"):
            database.do(f"PRAGMA {pragma}")
        # In one transaction: two processes that start together would both find no tables otherwise.
        database.begin()
        try:
            for statement in schema.split(";\n"):
                if statement.strip():
                    database.do(statement)
            database.commit()
        finally:
            database.rollback()
    except EditionFailed:
        database.close()
        raise
    return database


def open_for_reading(path: Path, *, serving: bool = False) -> SqliteDatabase:
    """The file at `path`, so that nothing can be written through this connection.

    `serving`: for a process that must neither wait long nor be killed by a file that somebody shortens.

    Errors: `EditionMissing` where there is none.
    """
    if not path.exists():
        raise EditionMissing(str(path))
    database = SqliteDatabase(path, _connect(path, 0.5 if serving else BUSY_SECONDS))
    try:
        database.do("PRAGMA query_only=1")
        # Mapped memory would kill the process where somebody shortens the file; reading it only fails.
        database.do(f"PRAGMA mmap_size={0 if serving else 268435456}")
    except EditionFailed:
        database.close()
        raise
    return database


def _connect(path: Path, busy_seconds: float) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise EditionFailed(str(path), error) from error
