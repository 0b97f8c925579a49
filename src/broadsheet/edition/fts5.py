"""The index of words in SQLite: a contentless table of FTS5, whose rows have the stories' places for numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.edition.records import SearchEntry
from broadsheet.edition.words import heads_of

if TYPE_CHECKING:
    from broadsheet.edition.database import Database
    from broadsheet.edition.words import Match

# Tokens come ready: this tokenizer parts them at spaces and changes nothing. No counts of words are kept: the order of
# answers is ours (`kiosk.finding`), so that it is the same on every engine.
TABLE = """
CREATE VIRTUAL TABLE IF NOT EXISTS search_words USING fts5(
    words, heads, tags, content='', columnsize=0, tokenize="ascii tokenchars '_-'"
);
"""


class Fts5Index:
    """A `WordIndex`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def put(self, place: int, entry: SearchEntry) -> None:
        self.database.do(
            "INSERT INTO search_words (rowid, words, heads, tags) VALUES (?, ?, ?, ?)",
            (place, entry.words, heads_of(entry.words), entry.tags),
        )

    def drop(self, place: int, entry: SearchEntry) -> None:
        self.database.do(
            "INSERT INTO search_words (search_words, rowid, words, heads, tags) VALUES ('delete', ?, ?, ?, ?)",
            (place, entry.words, heads_of(entry.words), entry.tags),
        )

    def find(self, match: Match, limit: int) -> list[int]:
        rows = self.database.all(
            "SELECT rowid FROM search_words WHERE search_words MATCH ? AND rowid BETWEEN ? AND ? "
            "ORDER BY rowid DESC LIMIT ?",
            (asked(match), match.first, match.last, limit),
        )
        return [place for (place,) in rows]


def asked(match: Match) -> str:
    """`match` in FTS5's words. Nothing of it can be taken for a sign: tokens are letters, figures, "_" and "-"."""
    return " AND ".join(_quoted(tokens) for tokens in (*map(" ".join, match.tokens), *match.tags))


def _quoted(text: str) -> str:
    return f'"{text}"'
