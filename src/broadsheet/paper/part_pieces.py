"""The frozen pieces of feeds, sitemaps, the parts of the live list, pages the kiosk asks for, corrections, archive.

What is no page for people holds the language and not the `Site`: a new tagline on the masthead must not print every
feed anew.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import Card, Correction, Link, Meta, Site


class FeedPage(Struct, frozen=True):
    """Context of `feed.xml` and `atom.xml`, and what a JSON Feed is made of: newest first."""

    language: str
    title: str
    description: str
    address: str
    """Absolute address of the feed itself."""
    home: str
    """Absolute address of the page that the feed follows."""
    items: tuple[FeedItem, ...]
    updated: str
    """When an entry last changed, as an ISO date-time."""
    publication: str
    hub: str = ""


class FeedItem(Struct, frozen=True):
    title: str
    address: str
    """Absolute."""
    guid: str
    description: str
    published_rfc822: str
    published: str
    updated: str
    """ISO date-times."""
    creator: str
    category: str
    image: str
    """Absolute address of a JPEG, or empty."""
    image_type: str
    image_bytes: int


class NoteEntry(Struct, frozen=True):
    """One note to readers and the story below which it stands; `number` counts the notes of that story from 0."""

    story: Link
    note: Correction
    at: datetime
    number: int


class CorrectionsPage(Struct, frozen=True):
    """Context of `corrections.html`: the last note first."""

    site: Site
    meta: Meta
    heading: str
    notes: tuple[NoteEntry, ...]
    feed: str


class SitemapEntry(Struct, frozen=True):
    """One address of a sitemap (absolute); `changed`, in the news `published`, is an ISO date-time or empty."""

    address: str
    changed: str
    headline: str = ""


class SitemapPage(Struct, frozen=True):
    """Context of `sitemap.xml`, `sitemap-index.xml` and `sitemap-news.xml`."""

    publication: str
    language: str
    entries: tuple[SitemapEntry, ...]


class MostViewedShell(Struct, frozen=True):
    """Context of `most_viewed.html`: the frame of the live list; the kiosk puts the items at `<!--items-->`."""

    language: str


class MostViewedItem(Struct, frozen=True):
    """Context of `most_viewed_item.html`: one `<li>`, pressed with the catalogue row of its story."""

    language: str
    card: Card
    """Without its picture."""
    thumb: Picture | None
    """Square and small."""


class MessagePage(Struct, frozen=True):
    """Context of `message.html`: 404 and 410, a heading and one paragraph, then the newest stories."""

    site: Site
    meta: Meta
    heading: str
    text: str
    latest: tuple[Card, ...]


class SearchPage(Struct, frozen=True):
    """Context of `search.html`: a page with holes, which the kiosk fills with what was found."""

    site: Site
    meta: Meta


class LinkGroup(Struct, frozen=True):
    """Links under a heading that is one itself."""

    heading: Link
    links: tuple[Link, ...]


class ArchivePage(Struct, frozen=True):
    """Context of `archive.html`: all years, a year, a month, or a day with its stories. `up`: the way here."""

    site: Site
    meta: Meta
    title: str
    up: tuple[Link, ...]
    groups: tuple[LinkGroup, ...]
    cards: tuple[Card, ...]
