"""Opens the edition's SQLite file: the schema, the journal mode and the format that it must have."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path

from broadsheet.edition.errors import EditionMissing, FormatUnknown

FORMAT = "1"
BUSY_SECONDS = 30.0


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open the edition at `path`, making it where there is none.

    Every commit reaches the disk before it returns (`synchronous=FULL` in WAL mode). Transactions are begun by hand.

    Errors: `FormatUnknown` for a file of another format.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA cache_size=-65536")
    # IMMEDIATE: two processes that start together would both find no tables otherwise.
    connection.execute("BEGIN IMMEDIATE")
    try:
        schema = resources.files("broadsheet.edition").joinpath("schema.sql").read_text("utf-8")
        for statement in schema.split(";\n"):
            if statement.strip():
                connection.execute(statement)
        connection.execute("INSERT OR IGNORE INTO facts VALUES ('format', ?)", (FORMAT,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        connection.close()
        raise
    _check(connection, path)
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open the edition at `path` so that nothing can be written through this connection.

    Errors: `EditionMissing` where there is none, `FormatUnknown` for a file of another format.
    """
    if not path.exists():
        raise EditionMissing(path)
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA query_only=1")
    connection.execute("PRAGMA mmap_size=268435456")
    _check(connection, path)
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    try:
        row = connection.execute("SELECT value FROM facts WHERE name = 'format'").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        raise EditionMissing(path) from error
    if row is None or row[0] != FORMAT:
        connection.close()
        raise FormatUnknown(path, row[0] if row else "unknown")
