"""The index of words: which stories have which tokens, on either engine, with the same answers on both.

A story is found by its *place*: stories that were published later have higher ones, so the newest come first.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from isal import isal_zlib

from broadsheet.edition.records import SearchEntry
from broadsheet.edition.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from broadsheet.edition.database import Database

NUMBER_BITS = 30
"""Bits of a place that hold the story's number."""

ANYWHERE, HEADLINE, LEAD = "", "1_", "2_"
"""Where the rows of a match must stand: what begins the tokens for it. LEAD is the headline or the first lines.

Tokens of their own, because an index that tells where in a story a word stands reads all stories that have it anywhere.
"""

PART = "_"
"""The token between two parts of a story: no row goes on from one into the next."""

MOST_IN_HEADS = 500
"""Tokens of a headline, and of first lines, that can be asked for there."""

MOSTLY_IN_HEADS = 120
"""Tokens among which both mostly lie."""

LEVEL = 1


@dataclass(frozen=True, slots=True)
class Match:
    """What is looked for: all of `rows`, each of tokens beside each other, in a story that has all of `tags`.

    Stories published in [`since`, `until`), Unix seconds; None: at any time.
    """

    rows: tuple[tuple[str, ...], ...]
    tags: tuple[str, ...]
    where: str = ANYWHERE
    since: int | None = None
    until: int | None = None

    @property
    def tokens(self) -> list[list[str]]:
        """The rows as they are spelt where they must stand."""
        return [[self.where + token for token in row] for row in self.rows]

    @property
    def first(self) -> int:
        return -(1 << 62) if self.since is None else place_of(self.since, 0)

    @property
    def last(self) -> int:
        return (1 << 62) if self.until is None else place_of(self.until, 0) - 1


def heads_of(words: str) -> str:
    """The tokens for HEADLINE and LEAD that belong to the `words` of an entry."""
    # What is wanted stands first; the rest, ten times as much, is parted only where it must be.
    for most in (MOSTLY_IN_HEADS, MOST_IN_HEADS):
        tokens = words.split(None, most)[:most]
        if tokens.count(PART) > 1:
            break
    else:
        tokens = [*words.split(), PART, PART]
    end = tokens.index(PART)
    headline, lead = tokens[:end][:MOST_IN_HEADS], tokens[end + 1 : tokens.index(PART, end + 1)][:MOST_IN_HEADS]
    return " ".join([*_each(HEADLINE, headline), PART, *_each(LEAD, [*headline, PART, *lead])])


def _each(where: str, tokens: list[str]) -> list[str]:
    return [where + token for token in tokens]


class WordIndex(Protocol):
    """The engine's own index."""

    def put(self, place: int, entry: SearchEntry) -> None: ...

    def drop(self, place: int, entry: SearchEntry) -> None:
        """Take out what was put, which `entry` must say exactly."""
        ...

    def find(self, match: Match, limit: int) -> list[int]:
        """The newest `limit` places that `match`, newest first; it names a row or a tag."""
        ...


def index_of(database: Database) -> WordIndex:
    """The index of the edition in `database`."""
    if isinstance(database, SqliteDatabase):
        from broadsheet.edition.fts5 import Fts5Index

        return Fts5Index(database)
    from broadsheet.edition.postgresql import PostgresDatabase
    from broadsheet.edition.tsvector import VectorIndex

    assert isinstance(database, PostgresDatabase)
    return VectorIndex(database)


def place_of(published_at: int, story_id: int) -> int:
    """Where a story stands among all: `published_at` in Unix seconds."""
    return (published_at << NUMBER_BITS) | story_id


def story_at(place: int) -> int:
    return place & ((1 << NUMBER_BITS) - 1)


def time_at(place: int) -> int:
    """Unix seconds."""
    return place >> NUMBER_BITS


def deflated(entry: SearchEntry) -> bytes:
    """What `inflated` makes an entry of again, its day and labels aside."""
    parts = (entry.words, entry.tags, entry.known)
    return isal_zlib.compress("\n".join(parts).encode(), LEVEL)


def inflated(raw: bytes, *, day: str, labels: str) -> SearchEntry:
    words, tags, known = zlib.decompress(raw).decode().split("\n")
    return SearchEntry(words, tags, known, day, labels)
