"""Finds pages by words of their titles, begun ones too: the only module that knows how each database does that.

SQLite      desk_titles, a table of FTS5 whose rows have the numbers of the pages
PostgreSQL  Wagtail's own index entries, whose column for this holds titles alone

SQLite's index entries hold titles and texts in one index: who types "th" would wait for it to go through every word of
every text that begins so. Of a word in very many titles only the newest pages are looked through, in either database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection

MOST = 5_000
"""Pages that a search looks through, the newest ones that have all its words."""

TABLE = "desk_titles"
SQLITE_TABLE = f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, prefix='1 2 3')"
SQLITE_FILLED = f"INSERT INTO {TABLE} (rowid, title) SELECT id, title FROM wagtailcore_page ORDER BY id"

_SQLITE = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s"
_POSTGRESQL = """
    SELECT object_id FROM wagtailsearch_indexentry
    WHERE autocomplete @@ to_tsquery('simple', %s) AND content_type_id = ANY(%s) ORDER BY id DESC LIMIT %s
"""


def put(titles: Iterable[tuple[int, str]]) -> None:
    """Let pages, told by number, be found by these titles and by nothing that was put before."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT OR REPLACE INTO {TABLE} (rowid, title) VALUES (%s, %s)", list(titles))


def forget(page_id: int) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {TABLE} WHERE rowid = %s", [page_id])


def numbers(query: str, kinds: list[int]) -> list[int]:
    """The numbers of pages of these content types with all words of `query`, the last one begun; the newest first."""
    words = [word for word in re.split(r"[\s\-\"]+", query) if word]
    if not words:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(_SQLITE, [" AND ".join(f'"{word}"' for word in words) + " *", MOST])
        else:
            cursor.execute(_POSTGRESQL, [" & ".join(map(_lexeme, words)) + ":*", kinds, MOST])
        return [int(row[0]) for row in cursor.fetchall()]


def _lexeme(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
