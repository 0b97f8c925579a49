"""Where editions of tests lie: in SQLite files, or on PostgreSQL where BROADSHEET_TEST_DATABASE asks for it."""

from __future__ import annotations

from pathlib import Path

from broadsheet.edition.place import OnServer, Place


def place_in(folder: Path, *, server: bool | None = None) -> Path | Place:
    """A place for an edition that is not there yet, its media in `folder`."""
    from tests import postgres_server

    file = folder / "edition.sqlite3"
    if postgres_server.WANTED if server is None else server:
        return OnServer(file, postgres_server.server().new_schema())
    return file
