"""The edition in a PostgreSQL database: what `edition.database.Database` asks for, and the errors as ours.

A connection that the server has dropped is made anew with the next transaction, though not in the middle of a press's
turn; nothing is repeated by itself.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen

from broadsheet.edition import tsvector
from broadsheet.edition.errors import EditionFailed
from broadsheet.edition.place import Place, shown

CHANNEL = "broadsheet_edition"
"""Where a run tells that it has changed something. What, stands in the table `changes`."""

LOCKS = 0x62736564
"""The first half of the advisory locks that presses take ("bsed"); the second tells them apart."""
MAKING, RUNNING = 1, 2

CONNECT_SECONDS = 10
SERVING_SECONDS = 1
"""A kiosk's readers wait no longer for a server that doesn't answer."""

AT_ONCE = 200
"""Rows that a stream takes at once."""

_WRITING = "SET synchronous_commit = on; SET client_min_messages = warning"
# The server takes the vectors of search for as small as the addresses where they lie, and would read them all.
_READING = "SET default_transaction_read_only = on; SET enable_seqscan = off"
_SERVING = f"{_READING}; SET statement_timeout = {SERVING_SECONDS * 1000}"


class PostgresDatabase:
    """A connection to the database of `place`, set up by the statements `setting`.

    Errors: `EditionFailed` from every method.
    """

    def __init__(self, place: Place, setting: str, *, serving: bool = False) -> None:
        self.place, self.setting, self.serving = place, setting, serving
        self.where = shown(place)
        self.connection = self._connect()
        self._in_transaction = False
        self._alone = False
        self._numbers = itertools.count()

    def all(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        try:
            return self._cursor().execute(_spelt(query), values).fetchall()
        except psycopg.Error as error:
            raise self._failed(error) from error

    def one(self, query: str, values: Sequence[object] = ()) -> Any | None:
        try:
            return self._cursor().execute(_spelt(query), values).fetchone()
        except psycopg.Error as error:
            raise self._failed(error) from error

    def stream(self, query: str, values: Sequence[object] = ()) -> Iterator[Any]:
        # On the server, held beyond its statement: other questions may be asked while the rows are read.
        name = f"stream_{next(self._numbers)}"
        try:
            self._cursor()
            with self.connection.cursor(name, withhold=True) as cursor:
                cursor.execute(_spelt(query), values, binary=True)
                while rows := cursor.fetchmany(AT_ONCE):
                    yield from rows
        except psycopg.Error as error:
            raise self._failed(error) from error

    def do(self, statement: str, values: Sequence[object] = ()) -> int:
        try:
            return self._cursor().execute(_spelt(statement), values).rowcount
        except psycopg.Error as error:
            raise self._failed(error) from error

    def do_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        try:
            self._cursor().executemany(_spelt(statement), rows)
        except psycopg.Error as error:
            raise self._failed(error) from error

    def begin(self) -> None:
        self.do("BEGIN")
        self._in_transaction = True

    def commit(self) -> None:
        self.do("COMMIT")
        self._in_transaction = False

    def rollback(self) -> None:
        if self._in_transaction:
            self._in_transaction = False
            if not self.connection.closed:
                self.do("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self._in_transaction:
            yield
            return
        self.do("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        self._in_transaction = True
        try:
            yield
        finally:
            self.rollback()

    def filling(self) -> AbstractContextManager[None]:
        # The server copies its log when it has time.
        return nullcontext()

    @contextmanager
    def alone(self) -> Iterator[None]:
        # Of the session: a press that dies lets go of it with its connection.
        self.one("SELECT pg_advisory_lock(?, ?)", (LOCKS, RUNNING))
        self._alone = True
        try:
            yield
        finally:
            self._alone = False
            if not self.connection.closed:
                self.one("SELECT pg_advisory_unlock(?, ?)", (LOCKS, RUNNING))

    def announce(self) -> None:
        self.do(f"NOTIFY {CHANNEL}")

    def version(self) -> int:
        row = self.one("SELECT value FROM facts WHERE name = 'run'")
        return int(row[0]) if row else 0

    def identity(self) -> int:
        """A number that differs for an edition that was made anew in the same place."""
        row = self.one("SELECT 'pages'::regclass::oid")
        return int(row[0]) if row else 0

    def damage(self) -> str:
        # The server's own checksums tell; a damaged page fails the query that meets it.
        return ""

    def interrupt(self) -> None:
        # The server does so itself, after SERVING_SECONDS.
        return

    def close(self) -> None:
        self.connection.close()

    def by_index_alone(self) -> None:
        """Have no table read through that has an index for it, as those who only read ask at all times."""
        if self.setting == _WRITING and self._in_transaction:
            self.do("SET LOCAL enable_seqscan = off")

    def _cursor(self) -> psycopg.Cursor[Any]:
        # Not while alone: another press may have the lock that went with the connection.
        if self.connection.closed and not (self._in_transaction or self._alone or self.serving):
            self.connection = self._connect()
        return self.connection.cursor(binary=True)

    def _connect(self) -> psycopg.Connection[Any]:
        seconds = SERVING_SECONDS if self.serving else CONNECT_SECONDS
        try:
            connection: psycopg.Connection[Any] = (Impatient if self.serving else psycopg.Connection).connect(
                self.place.url,
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                # A server that is gone without a word is noticed in seconds, not hours.
                keepalives_idle=10,
                keepalives_interval=5,
                keepalives_count=3,
                tcp_user_timeout=seconds * 1000,
                fallback_application_name="broadsheet",
            )
            connection.execute(self.setting)
        except psycopg.Error as error:
            raise self._failed(error) from error
        return connection

    def _failed(self, error: psycopg.Error) -> EditionFailed:
        lacking = isinstance(error, psycopg.errors.UndefinedTable)
        return EditionFailed(self.where, error, lacks_tables=lacking)


class Impatient(psycopg.Connection[Any]):
    """A connection that gives up where the server says nothing for `SERVING_SECONDS`: also one that is frozen."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        until = time.monotonic() + SERVING_SECONDS
        try:
            return super().wait(gen, interval, SERVING_SECONDS)
        except psycopg.Error:
            if time.monotonic() >= until:
                # Its answer may still come, and must not be taken for that of the next question.
                self.close()
            raise


class Listener(PostgresDatabase):
    """A reading connection that is told when a run has changed the edition."""

    def __init__(self, place: Place) -> None:
        super().__init__(place, f"{_SERVING}; LISTEN {CHANNEL}", serving=True)

    def wait(self, seconds: float) -> None:
        """Return when a run has changed something, or after so many seconds."""
        try:
            for _ in self.connection.notifies(timeout=seconds, stop_after=1):
                return
        except psycopg.Error as error:
            raise self._failed(error) from error


def open_for_writing(place: Place, schema: str) -> PostgresDatabase:
    """The database of `place`, made with `schema` where it lacks a table; and the folder for its media."""
    place.file.parent.mkdir(parents=True, exist_ok=True)
    database = PostgresDatabase(place, _WRITING)
    try:
        may_make = database.one("SELECT has_schema_privilege(current_schema(), 'CREATE')")
        if may_make and may_make[0]:
            database.begin()
            try:
                # Two that start together would both find no tables otherwise.
                database.one("SELECT pg_advisory_xact_lock(?, ?)", (LOCKS, MAKING))
                _make(database, translated(schema))
                _empty_former_words(database)
                _make(database, tsvector.TABLE)
                database.commit()
            finally:
                database.rollback()
    except EditionFailed:
        database.close()
        raise
    return database


def _make(database: PostgresDatabase, schema: str) -> None:
    for statement in schema.split(";\n"):
        if statement.strip():
            database.do(statement)


def _empty_former_words(database: PostgresDatabase) -> None:
    """Throw away an index of words that the version before made: the press fills it anew, from the newest story on."""
    columns = database.all(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = 'search_words'"
    )
    if columns and ("marks",) not in columns:
        database.do("DROP TABLE search_words")
        for table in ("search", "search_tokens", "search_known"):
            database.do(f"DELETE FROM {table}")


def open_for_reading(place: Place, *, serving: bool = False) -> PostgresDatabase:
    """The database of `place`, so that nothing can be written through this connection."""
    return PostgresDatabase(place, _SERVING if serving else _READING, serving=serving)


def translated(schema: str) -> str:
    """`schema`, which is written for SQLite, in PostgreSQL's words; texts are ordered by their bytes in both."""
    said = re.sub(r"--[^\n]*", "", schema)
    said = re.sub(r"\bINTEGER PRIMARY KEY\b", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY", said)
    said = re.sub(r"\bINTEGER\b", "BIGINT", said)
    said = re.sub(r"\bBLOB\b", "BYTEA", said)
    said = re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', said)
    return re.sub(r"\) WITHOUT ROWID\b", ")", said)


@lru_cache(2000)
def _spelt(statement: str) -> str:
    """`statement` with the marks for values that psycopg knows."""
    return statement.replace("%", "%%").replace("?", "%s")
