"""How Django finds the desk's database: a SQLite file, or a PostgreSQL server named by a URL."""

from __future__ import annotations

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from broadsheet.paperfile import PaperFile, PaperFileError

SECONDS_KEPT = 60
"""How long a process keeps a connection; a server that was restarted is met anew after that, or at the first fault."""

_OWN = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT", "dbname": "NAME"}


def desk_database(paper: PaperFile) -> dict[str, Any]:
    """Django's settings for the desk's database.

    Errors: `PaperFileError` for a URL that can't be understood, without the URL: it may hold a password.
    """
    # A publish and its press orders commit together, or neither does.
    shared = {"ATOMIC_REQUESTS": True}
    if paper.desk_url:
        return shared | _postgresql(paper.desk_url)
    return shared | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": paper.desk_database,
        "OPTIONS": {
            "timeout": 30,
            # Taking the write lock first: a transaction that reads, then writes, could otherwise fail at once.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        said = conninfo_to_dict(url)
    except ProgrammingError:
        raise PaperFileError(
            "The address of the desk's database can't be understood. "
            "Write it so: postgresql://user@host:5432/name. Special characters in it are written as %40 and the like."
        ) from None
    settings: dict[str, Any] = {"ENGINE": "django.db.backends.postgresql"}
    for name, key in _OWN.items():
        value = said.pop(name, None)
        settings[key] = "" if value is None else str(value)
    # What a saved story promises must not hang on a setting of the server.
    options = f"{said.pop('options', None) or ''} -c synchronous_commit=on".strip()
    defaults = {"connect_timeout": 10, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}
    settings["OPTIONS"] = {**defaults, **said, "options": options}
    settings |= {"CONN_MAX_AGE": SECONDS_KEPT, "CONN_HEALTH_CHECKS": True}
    return settings
