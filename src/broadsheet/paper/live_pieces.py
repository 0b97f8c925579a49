"""The frozen pieces of a live blog: its entries as readers get them, and the pages on which they stand."""

from __future__ import annotations

from msgspec import Struct

from broadsheet.paper.pieces import Article, Block, Card, DossierBox, Link, Meta, Moment, Related, Site


class EntryPiece(Struct, frozen=True):
    """One entry. `address` leads to it for good; `clock` is the time of day, `day` only where another day begins."""

    number: int
    address: str
    headline: str
    posted: Moment
    clock: str
    day: str
    corrected: Moment | None
    corrected_clock: str
    author: Link | None
    body: tuple[Block, ...]
    is_key: bool
    is_pinned: bool
    text: str
    """All that it says, as plain text: for machines."""


class KeyPoint(Struct, frozen=True):
    text: str
    address: str
    clock: str
    iso: str


class LiveTelling(Struct, frozen=True):
    """What stands below a story that is told live: newest first while it is open, from the beginning once closed.

    `parts` are all parts, where not all of them stand here. `data` is the address by which an open page learns of more.
    """

    opened: Moment
    closed: Moment | None
    key_points: tuple[KeyPoint, ...]
    pinned: tuple[EntryPiece, ...]
    entries: tuple[EntryPiece, ...]
    parts: tuple[Link, ...]
    latest: int
    data: str
    style: str
    script: str


class LivePage(Struct, frozen=True):
    """Context of `live.html`: that of a story, and what is told below it."""

    site: Site
    meta: Meta
    article: Article
    more: tuple[Card, ...]
    related: tuple[Related, ...]
    dossiers: tuple[DossierBox, ...]
    live: LiveTelling


class LivePartPage(Struct, frozen=True):
    """Context of `live_part.html`: one part of a live blog from its oldest entry on."""

    site: Site
    meta: Meta
    title: str
    story: Link
    section: Link
    entries: tuple[EntryPiece, ...]
    earlier: Link | None
    later: Link | None
    style: str
