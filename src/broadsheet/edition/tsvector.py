"""The index of words in PostgreSQL: a tsvector a story."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from broadsheet.edition.records import SearchEntry
from broadsheet.edition.words import PART, heads_of

if TYPE_CHECKING:
    from broadsheet.edition.database import Database
    from broadsheet.edition.words import Match

TABLE = """
CREATE TABLE IF NOT EXISTS search_words (
    place BIGINT PRIMARY KEY,
    words TSVECTOR NOT NULL
);
CREATE INDEX IF NOT EXISTS search_words_found ON search_words USING gin (words);
"""

MOST_PLACES = 16_000
"""PostgreSQL counts places of words no further; the paper gives no more (`paper.search_text`)."""
MOST_OF_ONE = 256
"""So often a word's places are kept."""


class VectorIndex:
    """A `WordIndex`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, place: int, entry: SearchEntry) -> None:
        self.database.do(
            "INSERT INTO search_words (place, words) VALUES (?, ?::tsvector) "
            "ON CONFLICT (place) DO UPDATE SET words = excluded.words",
            (place, vector(entry)),
        )

    def drop(self, place: int, entry: SearchEntry) -> None:
        self.database.do("DELETE FROM search_words WHERE place = ?", (place,))

    def find(self, match: Match, limit: int) -> list[int]:
        rows = self.database.all(
            "SELECT place FROM search_words WHERE words @@ ?::tsquery AND place BETWEEN ? AND ? "
            "ORDER BY place DESC LIMIT ?",
            (asked(match), match.first, match.last, limit),
        )
        return [place for (place,) in rows]


def asked(match: Match) -> str:
    """`match` as a tsquery."""
    rows = [" <-> ".join(f"'{token}'" for token in row) for row in match.tokens]
    return " & ".join([*(f"({row})" for row in rows), *(f"'{tag}'" for tag in match.tags)])


def vector(entry: SearchEntry) -> str:
    """The places of all tokens as PostgreSQL writes them; between words and heads no row goes on."""
    places: dict[str, list[str]] = defaultdict(list)
    for place, token in enumerate(f"{entry.words} {PART} {heads_of(entry.words)}".split(), start=1):
        if place < MOST_PLACES and len(places[token]) < MOST_OF_ONE:
            places[token].append(str(place))
    words = [f"'{token}':{','.join(found)}" for token, found in places.items() if found]
    return " ".join([*words, *(f"'{tag}'" for tag in entry.tags.split())])
