"""The shapes in which the edition is written and read."""

from __future__ import annotations

from msgspec import Struct


class Packed(Struct, frozen=True):
    """A part of an answer as raw deflate blocks, with the CRC-32 and the length of what they inflate to.

    A part that others follow ends on a flush boundary and refers to nothing before itself; the last one is final.
    """

    deflate: bytes
    crc: int
    size: int


class Page(Struct, frozen=True):
    """One ready answer. `tail` is None for a page without the live list; otherwise the list stands between the two.

    `address` begins with "/" for what readers can ask for, with "!" for what only the kiosk can (`!404/en`).
    """

    address: str
    kind: str
    content_type: str
    language: str
    etag: str
    head: Packed
    tail: Packed | None


class SearchEntry(Struct, frozen=True):
    """By what one published story is found, and what a search says of it. `words` and `tags` are tokens between spaces.

    `words` are those of headline, first lines and all the rest, a `PART` after each of the first two; `tags` what it
    belongs to. `known` are words that a misspelt one may be corrected to; `day` is when it was published, as printed;
    `labels` are its section, writers and topics, a line each: kind, name in addresses and name, between tabulators.
    """

    words: str
    tags: str
    known: str
    day: str
    labels: str


class CatalogueRow(Struct, frozen=True):
    """One published story as lists know it; `card` is its `<li>`, ready to print."""

    story_id: int
    language: str
    section: str
    address: str
    headline: str
    teaser: str
    published_at: int
    card: str
    search: SearchEntry | None = None
    """Read only where it is asked for; None: no search finds the story."""
