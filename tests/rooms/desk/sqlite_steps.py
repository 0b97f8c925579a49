"""Counts what SQLite does, where time would tell more of the machine than of the question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def steps() -> Iterator[Callable[[], int]]:
    """About how many steps SQLite takes meanwhile, in hundreds."""
    taken = 0

    def one_more() -> int:
        nonlocal taken
        taken += 1
        return 0

    connection.connection.set_progress_handler(one_more, 100)
    try:
        yield lambda: taken
    finally:
        connection.connection.set_progress_handler(None, 0)
