"""The index of words in PostgreSQL: a tsvector a story; weights tell headline (A), lead (B), body (C), tag (D)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from broadsheet.edition.records import SearchEntry

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

_WEIGHTS = {"headline": "A", "lead": "B", "body": "C"}


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
    weights = "".join(_WEIGHTS[part] for part in match.where.split())
    rows = [" <-> ".join(f"'{token}':{weights}" for token in row) for row in match.rows]
    return " & ".join([*(f"({row})" for row in rows), *(f"'{tag}':D" for tag in match.tags)])


def vector(entry: SearchEntry) -> str:
    """The places of all tokens as PostgreSQL writes them; a gap between the parts, so that no row crosses it."""
    places: dict[str, list[str]] = defaultdict(list)
    at = 0
    for part, weight in _parts(entry):
        for token in part:
            at += 1
            if at < MOST_PLACES and len(places[token]) < MOST_OF_ONE:
                places[token].append(f"{at}{weight}")
        at += 1
    words = [f"'{token}':{','.join(found)}" for token, found in places.items() if found]
    return " ".join([*words, *(f"'{tag}':{MOST_PLACES}D" for tag in entry.tags.split())])


def _parts(entry: SearchEntry) -> Iterable[tuple[list[str], str]]:
    return (
        (entry.headline.split(), "A"),
        (entry.lead.split(), "B"),
        (entry.body.split(), "C"),
    )
