"""The index of words: which stories have which tokens, on either engine, with the same answers on both.

A story is found by its *place*: stories that were published later have higher ones, so the newest come first.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from broadsheet.edition.database import Database
from broadsheet.edition.records import SearchEntry
from broadsheet.edition.sqlite import SqliteDatabase

NUMBER_BITS = 30
"""Bits of a place that hold the story's number."""

ANYWHERE, HEADLINE, LEAD = "headline lead body", "headline", "headline lead"
"""Where the rows of a match may stand."""

LEVEL = 6


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
    def first(self) -> int:
        return -(1 << 62) if self.since is None else place_of(self.since, 0)

    @property
    def last(self) -> int:
        return (1 << 62) if self.until is None else place_of(self.until, 0) - 1


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
    from broadsheet.edition.tsvector import VectorIndex

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
    parts: Sequence[str] = (entry.headline, entry.lead, entry.body, entry.tags, entry.known)
    return zlib.compress("\n".join(parts).encode(), LEVEL)


def inflated(raw: bytes, *, day: str, labels: str) -> SearchEntry:
    headline, lead, body, tags, known = zlib.decompress(raw).decode().split("\n")
    return SearchEntry(headline, lead, body, tags, known, day, labels)
