"""The index of words in PostgreSQL: a tsvector a story, and numbers that spare a search from reading all of them.

    marks   65,536 kinds of neighbours, which of them a story has: rows of frequent words are looked for in few stories
            below 0, the stretch of time: the newest stories are looked through first, older ones where these don't do

What a vector says of places stands in no index, and to unpack one takes as long as twenty pages of it.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from broadsheet.edition.records import SearchEntry
from broadsheet.edition.words import ANYWHERE, NUMBER_BITS, PART, heads_of

if TYPE_CHECKING:
    from broadsheet.edition.postgresql import PostgresDatabase
    from broadsheet.edition.words import Match

TABLE = """
CREATE TABLE IF NOT EXISTS search_words (
    place BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL,
    marks INT[] NOT NULL
) WITH (toast_tuple_target = 128);
CREATE INDEX IF NOT EXISTS search_words_found ON search_words USING gin (words, marks)
    WITH (gin_pending_list_limit = 256);
"""
# Vectors and marks are stored apart: very many rows without them make few pages. What waits to be sorted into the index
# is read by every search: a quarter of a megabyte, not four.

MOST_PLACES = 16_000
"""PostgreSQL counts places of words no further; the paper gives no more (`paper.search_text`)."""
MOST_OF_ONE = 256
"""So often a word's places are kept."""

KINDS = 1 << 16
STRETCH_BITS = NUMBER_BITS + 22
"""Bits of a place below its stretch: 2^22 seconds, seven weeks."""
STRETCHES = (4, 32)
"""So many are looked through first, and then; the rest at once."""


class VectorIndex:
    """A `WordIndex`."""

    def __init__(self, database: PostgresDatabase) -> None:
        self.database = database

    def put(self, place: int, entry: SearchEntry) -> None:
        self.database.do(
            "INSERT INTO search_words (place, words, marks) VALUES (?, ?::tsvector, ?::int[]) "
            "ON CONFLICT (place) DO UPDATE SET words = excluded.words, marks = excluded.marks",
            (place, vector(entry), [stretch_of(place), *sorted(kinds(entry.words.split()))]),
        )

    def drop(self, place: int, entry: SearchEntry) -> None:
        self.database.do("DELETE FROM search_words WHERE place = ?", (place,))

    def find(self, match: Match, limit: int) -> list[int]:
        self.database.by_index_alone()
        newest = self.database.one("SELECT max(place) FROM search_words")
        if newest is None or newest[0] is None:
            return []
        near = sorted({kind for row in match.rows for kind in kinds(row)}) if match.where == ANYWHERE else []
        is_row = any(len(row) > 1 for row in match.rows)
        found: list[int] = []
        for first, last, stretches in looks(match.first, min(match.last, newest[0])):
            query, values = _query(match, first, last, near=near, stretches=stretches)
            if is_row:
                query, values = f"{query} WHERE words @@ ?::tsquery", (*values, asked(match))
            rows = self.database.all(f"{query} ORDER BY time DESC LIMIT ?", (*values, limit - len(found)))
            found += [place for (place,) in rows]
            if len(found) >= limit:
                break
        return found


def _query(
    match: Match, first: int, last: int, *, near: list[int], stretches: list[int]
) -> tuple[str, tuple[object, ...]]:
    """All that the index can tell. Which of these stories have the tokens side by side, is read from the newest on.

    Sums, not places: the server would rather read the places' own index, and every vector on its way.
    """
    marks = [("AND marks @> ?::int[]", near), ("AND marks && ?::int[]", stretches)]
    query = (
        "SELECT place FROM (SELECT place, place + 0 AS time, words FROM search_words WHERE words @@ ?::tsquery "
        f"{' '.join(narrower for narrower, some in marks if some)} AND place + 0 BETWEEN ? AND ? "
        "ORDER BY place + 0 DESC OFFSET 0) AS alike"
    )
    return query, (asked(match, in_rows=False), *(some for _, some in marks if some), first, last)


def stretch_of(place: int) -> int:
    """The mark of the stretch of time in which `place` lies."""
    return -1_000_000 - (place >> STRETCH_BITS)


def looks(first: int, last: int) -> Iterator[tuple[int, int, list[int]]]:
    """Places from `last` down to `first` in parts: (first, last, marks of the stretches, none for all) of each."""
    for count in STRETCHES:
        begin = max(first, ((last >> STRETCH_BITS) - count + 1) << STRETCH_BITS)
        if begin > last:
            return
        yield begin, last, list(range(stretch_of(last), stretch_of(begin) + 1))
        last = begin - 1
    if first <= last:
        yield first, last, []


def kinds(tokens: Sequence[str]) -> set[int]:
    """The kinds of neighbours among `tokens`."""
    return {
        zlib.crc32(f"{one} {other}".encode()) % KINDS for one, other in pairwise(tokens) if PART not in (one, other)
    }


def asked(match: Match, *, in_rows: bool = True) -> str:
    """`match` as a tsquery; not `in_rows`: the tokens of its rows may stand anywhere."""
    beside = " <-> " if in_rows else " & "
    rows = [beside.join(f"'{token}'" for token in row) for row in match.tokens]
    return " & ".join([*(f"({row})" for row in rows), *(f"'{tag}'" for tag in match.tags)])


def vector(entry: SearchEntry) -> str:
    """The places of all tokens as PostgreSQL writes them; between words and heads no row goes on."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, token in enumerate(f"{entry.words} {PART} {heads_of(entry.words)}".split(), start=1):
        if place < MOST_PLACES and len(places[token]) < MOST_OF_ONE:
            places[token].append(str(place))
    words = [f"'{token}':{','.join(found)}" for token, found in places.items() if found]
    return " ".join([*words, *(f"'{tag}'" for tag in entry.tags.split())])
