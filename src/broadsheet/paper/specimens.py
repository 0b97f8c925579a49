"""Everything that the specimen page shows: the sample pages' parts with drawn pictures in place of photos."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import fields, replace

from broadsheet.paper import sample_pages as samples
from broadsheet.paper.live_pieces import EntryPiece, LiveTelling
from broadsheet.paper.phrases import moment
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import Article, Author, BannerLine, Card, DossierBox, Link, Meta, Related, Site, Strip
from broadsheet.paper.sample_live import telling
from broadsheet.paper.styles import STATIC

T = TypeVar("T")

_ROOT = re.compile(r":root {(.*?)}", re.DOTALL)
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")


class Token(Struct, frozen=True):
    name: str
    value: str


class SpecimenPage(Struct, frozen=True):
    """Context of `specimen.html`: what each piece of furniture needs, under the names by which it asks."""

    site: Site
    meta: Meta
    article: Article
    author: Author
    more: tuple[Card, ...]
    related: tuple[Related, ...]
    latest: tuple[Card, ...]
    strips: tuple[Strip, ...]
    months: tuple[Link, ...]
    years: tuple[Link, ...]
    newer: Link | None
    older: Link | None
    tokens: tuple[Token, ...]
    live: LiveTelling
    entry: EntryPiece
    banner: BannerLine | None = None
    dossiers: tuple[DossierBox, ...] = ()


def specimen_page(site: Site, meta: Meta, picture: Picture, *, live_style: str = "/-/live.css") -> SpecimenPage:
    """The page in the language of `site`, with `picture` wherever a photo would stand."""
    language = site.language
    story, front, listing = samples.article(language), samples.front(language), samples.listing(language)
    view = tuple(replace(card, portrait=picture) for card in samples.cards(language, 1, 2))
    strips = (front.strips[0], replace(front.strips[1], cards=view, is_opinion=True))
    live = telling(story, samples.NOON, lambda at: moment(at, language, samples.ZONE))
    live = replace(live, style=live_style)
    page = SpecimenPage(
        site,
        meta,
        story.article,
        samples.author(language),
        story.more,
        story.related,
        front.latest,
        strips,
        listing.months,
        listing.months[:3],
        listing.newer,
        listing.older,
        tokens(),
        live,
        live.pinned[0],
        BannerLine(story.article.headline, "/"),
        (DossierBox(story.article.kicker, "/", f"<p>{story.article.standfirst}</p>"),),
    )
    shown = _pictured(page, picture)
    return replace(shown, site=site, meta=meta)


def tokens() -> tuple[Token, ...]:
    """The tokens of the paper in light, in the order of their file."""
    text = (STATIC / "css" / "tokens.css").read_text("utf-8")
    found = _ROOT.search(text)
    return tuple(Token(name, " ".join(value.split())) for name, value in _TOKEN.findall(found[1] if found else ""))


def _pictured(thing: T, picture: Picture) -> T:
    """`thing` with `picture` in place of every picture in it, under that one's words."""
    made: Any = thing
    if isinstance(thing, Picture):
        made = replace(picture, alt=thing.alt, caption=thing.caption, credit=thing.credit)
    elif isinstance(thing, tuple):
        made = tuple(_pictured(part, picture) for part in thing)
    elif isinstance(thing, Struct):
        parts = {field.name: _pictured(getattr(thing, field.name), picture) for field in fields(thing)}
        made = replace(thing, **parts)
    found: T = made
    return found
