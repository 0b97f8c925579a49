"""Holds the desk's database still while the press looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

CACHE_KIB = 4 * 1024
"""Of an SQLite desk: the press reads it once from one end to the other, and what it keeps of it is in the way."""


@contextmanager
def snapshot() -> Iterator[None]:
    """One unchanging view of the desk, without a lock that would keep editors from saving."""
    if connection.in_atomic_block:
        # In a test's own transaction there is nobody else to shut out.
        yield
        return
    connection.ensure_connection()
    # Not atomic(): on SQLite the desk's transactions begin by taking the write lock.
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
