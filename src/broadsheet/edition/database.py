"""Opens the edition's database: the schema, the format that it must have, and what any engine must be able to do.

Queries are written once, in the SQL that SQLite and PostgreSQL both speak: `?` for a value, `ON CONFLICT` for an
upsert, no pragma, nothing that only one of them knows. An engine's own ways stay in its module (`edition.sqlite`,
`edition.postgresql`, which is loaded only where a paper uses it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

from broadsheet.edition import fts5, sqlite
from broadsheet.edition.errors import EditionFailed, EditionMissing, FormatUnknown
from broadsheet.edition.place import Place, file_of, shown

FORMAT = "3"
READ = ("1", "2", FORMAT)
"""Formats that can be read: a kiosk of this version goes on with an edition that an earlier one pressed, unsearched."""


class Database(Protocol):
    """One connection to an edition's database.

    Errors: `EditionFailed` from every method, with what the engine says.
    """

    connection: Any
    """The engine's own connection."""

    def all(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        """Every row of the answer."""
        ...

    def one(self, query: str, values: Sequence[object] = ()) -> Any | None:
        """The first row, or None."""
        ...

    def stream(self, query: str, values: Sequence[object] = ()) -> Iterator[Any]:
        """The rows one by one, for answers that may not fit into memory."""
        ...

    def do(self, statement: str, values: Sequence[object] = ()) -> int:
        """Carry out a statement that changes rows; returns how many."""
        ...

    def do_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Carry out a statement once for each of `rows`."""
        ...

    def begin(self) -> None:
        """Begin a transaction that writes."""
        ...

    def commit(self) -> None:
        """End it; what it wrote is on the disk when this returns."""
        ...

    def rollback(self) -> None:
        """Undo it; nothing happens where none is open."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Within it, all answers are of one moment."""
        ...

    def filling(self) -> AbstractContextManager[None]:
        """Within it very much is written, in many transactions, each durable: what lies behind them may wait."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Within it, nobody else is within it on the same edition, in whatever process on whatever machine."""
        ...

    def announce(self) -> None:
        """Have those who listen told, with the commit, that the edition has changed."""
        ...

    def version(self) -> int:
        """A number that differs after another connection has written: the cheapest way to ask whether anything did."""
        ...

    def damage(self) -> str:
        """What is wrong with the stored bytes; "" for nothing."""
        ...

    def interrupt(self) -> None:
        """Break off what another thread asks through this connection just now; it fails with `EditionFailed`."""
        ...

    def close(self) -> None: ...


def open_for_writing(place: Path | Place) -> Database:
    """Open the edition at `place`, making it where there is none, and bring one of the previous format to this one.

    Errors: `FormatUnknown` for one of another format.
    """
    from broadsheet.edition import migration

    schema = resources.files("broadsheet.edition").joinpath("schema.sql").read_text("utf-8")
    database: Database
    if isinstance(place, Path) or not place.url:
        database = sqlite.open_for_writing(file_of(place), schema + fts5.TABLE)
    else:
        from broadsheet.edition import postgresql

        database = postgresql.open_for_writing(place, schema)
    try:
        database.do("INSERT INTO facts VALUES ('format', ?) ON CONFLICT DO NOTHING", (FORMAT,))
        if _format(database) == "1" and isinstance(database, sqlite.SqliteDatabase):
            migration.to_format_2(database, [part for part in schema.split(";\n") if part.strip()])
        # What format 3 has more, tables of their own, was made on opening; the press fills them.
        database.do("UPDATE facts SET value = ? WHERE name = 'format' AND value = '2'", (FORMAT,))
    except EditionFailed:
        database.close()
        raise
    _check(database, place, (FORMAT,))
    return database


def open_for_reading(place: Path | Place, *, serving: bool = False) -> Database:
    """Open the edition at `place` so that nothing can be written through this connection.

    `serving`: for a kiosk, which rather fails soon than keep readers waiting.

    Errors: `EditionMissing` where there is none, `FormatUnknown` for one of another format.
    """
    database: Database
    if isinstance(place, Path) or not place.url:
        database = sqlite.open_for_reading(file_of(place), serving=serving)
    else:
        from broadsheet.edition import postgresql

        database = postgresql.open_for_reading(place, serving=serving)
    _check(database, place, READ)
    return database


def _format(database: Database) -> str:
    row = database.one("SELECT value FROM facts WHERE name = 'format'")
    return str(row[0]) if row else "unknown"


def _check(database: Database, place: Path | Place, formats: Sequence[str]) -> None:
    where = shown(place)
    try:
        found = _format(database)
    except EditionFailed as error:
        database.close()
        if error.lacks_tables:
            raise EditionMissing(where) from error
        raise
    if found not in formats:
        database.close()
        raise FormatUnknown(where, found)
