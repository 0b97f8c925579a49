"""Finds items by their words: the only module that knows how each database does that.

SQLite      wire_words, a table of FTS5 whose rows have the numbers of the items
PostgreSQL  wire_words, a column of type tsvector under a GIN index

Both get the same words from `text.search_words`, so that both find the same. A row is written in the transaction that
files the item: what is shown can be found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from broadsheet.text.search_words import Term, terms_of, words_of

TABLE = "wire_words"
LONGEST_BODY = 100_000
"""Characters of a text that are looked through; what stands further down is found by nobody."""
MOST_PLACES = 16_000
"""PostgreSQL counts places of words no further."""

SQLITE_TABLE = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, syllables, "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")"
)
POSTGRESQL_TABLES = (
    f"CREATE TABLE {TABLE} (item_id bigint PRIMARY KEY, words tsvector NOT NULL, syllables tsvector NOT NULL)",
    f"CREATE INDEX wire_words_found ON {TABLE} USING gin (words)",
    f"CREATE INDEX wire_words_syllables ON {TABLE} USING gin (syllables)",
)

_TAG = re.compile(r"<[^>]*>")


def put(item_id: int, texts: Iterable[str]) -> None:
    """Let the item be found by `texts` (plain text or HTML), and by nothing that was put before."""
    found = words_of(_TAG.sub(" ", "\n".join(texts))[:LONGEST_BODY])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"INSERT INTO {TABLE} (item_id, words, syllables) VALUES (%s, %s::tsvector, %s::tsvector) "
                "ON CONFLICT (item_id) DO UPDATE SET words = EXCLUDED.words, syllables = EXCLUDED.syllables",
                [item_id, _vector(found.words), _vector(found.syllables)],
            )
            return
        row: list[int | str] = [item_id, " ".join(found.words), " ".join(found.syllables)]
        cursor.execute(f"INSERT OR REPLACE INTO {TABLE} (rowid, words, syllables) VALUES (%s, %s, %s)", row)


def matching(query: str) -> RawSQL | None:
    """The numbers of the items that have all of `query`, for `pk__in`; None where it asks for no word."""
    terms = terms_of(query)
    if not terms:
        return None
    if connection.vendor != "postgresql":
        return RawSQL(f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [" AND ".join(map(_fts5, terms))])
    conditions, values = [], []
    for term in terms:
        column = "words @@ %s::tsquery"
        conditions.append(f"({column} OR syllables @@ %s::tsquery)" if term.syllables else column)
        values += [_tsquery(term)] + ([_near(term.syllables)] if term.syllables else [])
    return RawSQL(f"SELECT item_id FROM {TABLE} WHERE {' AND '.join(conditions)}", values)


def _fts5(term: Term) -> str:
    words = [f'"{word}"' for word in term.words]
    if term.begun:
        words[-1] += " *"
    told = f"{{words}} : ({(' + ' if term.near else ' AND ').join(words)})"
    if not term.syllables:
        return told
    return f"({told} OR {{syllables}} : ({' + '.join(f'{chr(34)}{one}{chr(34)}' for one in term.syllables)}))"


def _tsquery(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.begun:
        words[-1] += ":*"
    return (" <-> " if term.near else " & ").join(words)


def _near(syllables: tuple[str, ...]) -> str:
    return " <-> ".join(f"'{one}'" for one in syllables)


def _vector(words: tuple[str, ...]) -> str:
    """Places of words as PostgreSQL writes them; no word has an apostrophe or a backslash in it."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(words[:MOST_PLACES], 1))
