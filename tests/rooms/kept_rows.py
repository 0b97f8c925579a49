"""Puts into the desk database what a fixture has put there before: a hundredth of the price of making it again.

The first test that asks makes it, in its own transaction. What that changed is kept, row by row, for this process.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from wagtail.models import Site

T = TypeVar("T")
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The tables that were changed, as they were before and after; `value` is what was made, pickled; files by name."""

    before: Rows
    after: Rows
    value: bytes
    files: dict[str, bytes]


OF_THE_HOUR = "press_order"
"""The table whose rows bear the time of the test: `conftest.py` brings them up to it."""

_kept: dict[Hashable, Kept] = {}


def once(key: Hashable, make: Callable[[], T], files: Callable[[T], list[str]]) -> T:
    """What `make` gives, and what it writes; made where it is asked for first, or where the database is another one.

    `files` names those in the paper's storage that belong to it. PostgreSQL counts numbers elsewhere: made anew there.
    """
    if connection.vendor != "sqlite":
        return make()
    kept = _kept.get(key)
    if kept is not None and _alike(kept.before, _rows(list(kept.before))):
        _put(kept)
        made: T = pickle.loads(kept.value)
        return made
    before = _rows(_tables())
    made = make()
    after = {table: rows for table, rows in _rows(list(before)).items() if rows != before[table]}
    bytes_of = {name: default_storage.open(name).read() for name in files(made)}
    _kept[key] = Kept({table: before[table] for table in after}, after, pickle.dumps(made), bytes_of)
    return made


def _alike(one: Rows, other: Rows) -> bool:
    return all(rows == other[table] for table, rows in one.items() if table != OF_THE_HOUR)


def _put(kept: Kept) -> None:
    with connection.cursor() as cursor:
        for table, rows in kept.after.items():
            cursor.execute(f'DELETE FROM "{table}"')
            if rows:
                columns, places = ", ".join(_columns(table)), ", ".join(["%s"] * len(rows[0]))
                cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)
    for name, content in kept.files.items():
        default_storage.delete(name)
        assert default_storage.save(name, ContentFile(content)) == name
    Site.clear_site_root_paths_cache()


def _tables() -> list[str]:
    """All that hold rows of their own, the counters of numbers among them: not what makes up an index of words, nor an
    index that a trigger fills."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        found = dict(cursor.fetchall())
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = " ".join(sql for (sql,) in cursor.fetchall())
    words = [name for name, made_by in found.items() if made_by.startswith("CREATE VIRTUAL")]
    filled = {name for name in words if f"INTO {name}(" in triggers}
    return [name for name in found if name not in filled and not any(name.startswith(f"{one}_") for one in words)]


def _columns(table: str) -> list[str]:
    """As they are named in a statement; a row of an index of words has no number but its place."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
        is_index = cursor.fetchone()[0].startswith("CREATE VIRTUAL")
        cursor.execute(f'SELECT * FROM "{table}" LIMIT 0')
        named = [f'"{column[0]}"' for column in cursor.description]
    return ["rowid", *named] if is_index else named


def _rows(tables: list[str]) -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for table in tables:
            # A plus keeps what is stored from being read as the column's type.
            cursor.execute(f'SELECT {", ".join(f"+{column}" for column in _columns(table))} FROM "{table}"')
            found[table] = cursor.fetchall()
    return found
