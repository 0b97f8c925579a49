"""Feeds in RSS 2.0, Atom and JSON Feed: of each front, section, byline and topic, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email.utils import format_datetime
from functools import partial

from broadsheet.paper.feed_json import json_feed
from broadsheet.paper.gathering import ATOM, JSON_FEED, RSS, Nothing, PlainPage, TemplatePage
from broadsheet.paper.part_pieces import FeedItem, FeedPage
from broadsheet.paper.pieces import Card
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.recipes.lists import known_subjects, subject_at, subjects
from broadsheet.press import keys

ITEMS = 30
RSS_NAME, ATOM_NAME, JSON_NAME = "/rss.xml", "/atom.xml", "/feed.json"
NAMES = (RSS_NAME, ATOM_NAME, JSON_NAME)
"""What a feed is called below the page that it follows."""


class FeedRecipe:
    """The feeds of a page lie below that page: "/world/rss.xml", "/world/atom.xml", "/world/feed.json"."""

    name = "feed"
    templates: Sequence[str] = ("feed.xml", "atom.xml")

    def addresses(self, reading: Reading) -> Iterable[str]:
        for code in reading.languages():
            yield from _below(reading.prefix(code))
        months = reading.lists.all_months()
        for subject in subjects(reading):
            if subject.list.startswith("section/") or subject.list in months:
                yield from _below(subject.address)

    def rank(self, address: str) -> int:
        return ranks.FEEDS

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        wanted = set(changed)
        for code in reading.languages():
            if keys.of("front", code) in wanted:
                yield from _below(reading.prefix(code))
        for subject in known_subjects(reading).values():
            if subject.key in wanted or keys.listing(subject.list) in wanted:
                yield from _below(subject.address)

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        subjects_here = filter(None, (subject_at(address.rpartition("/")[0], reading) for address in addresses))
        reading.prime(pk for subject in subjects_here for pk in reading.lists.peek(subject.list, ITEMS))

    def gather(self, address: str, reading: Reading) -> TemplatePage | PlainPage | Nothing:
        with reading.noting.afresh() as notes:
            home, slash, name = address.rpartition("/")
            context = self._of_front(home, address, reading) or self._of_subject(home, address, reading)
            if context is None:
                return Nothing(notes)
            language = context.language
            if slash + name == JSON_NAME:
                return PlainPage(notes, address, self.name, language, JSON_FEED, json_feed(context))
            template, content_type = ("atom.xml", ATOM) if slash + name == ATOM_NAME else ("feed.xml", RSS)
            return TemplatePage(
                notes, address, self.name, language, template, context, reading.look.renderer, content_type
            )

    def _of_front(self, home: str, address: str, reading: Reading) -> FeedPage | None:
        language = reading.language_at(home)
        if not language:
            return None
        site = reading.site(language)
        name = f"language/{language}"
        return self._feed(name, site.publication, site.tagline, language, (site.home, address), reading)

    def _of_subject(self, home: str, address: str, reading: Reading) -> FeedPage | None:
        subject = subject_at(home, reading)
        if subject is None:
            return None
        reading.noting.key(subject.key)
        title = f"{reading.site(subject.language).publication} - {subject.title}"
        page = self._feed(
            subject.list, title, subject.description, subject.language, (subject.address, address), reading
        )
        return page if page.items or subject.list.startswith("section/") else None

    def _feed(
        self,
        name: str,
        title: str,
        description: str,
        language: str,
        addresses: tuple[str, str],
        reading: Reading,
    ) -> FeedPage:
        base = reading.paper.address
        home, own = addresses
        items = reading.shared(f"feed of {name}", partial(_items, name, reading))
        return FeedPage(
            language=language,
            title=title,
            description=description or title,
            address=base + own,
            home=base + home,
            items=items,
            # A feed without entries changed when the paper began, which nobody asks; Atom demands a time.
            updated=max((item.updated for item in items), default="1970-01-01T00:00:00+00:00"),
            publication=reading.site(language).publication,
            hub=reading.paper.machines.hub,
        )


def _below(home: str) -> Iterable[str]:
    return [home + name for name in NAMES]


def _items(name: str, reading: Reading) -> tuple[FeedItem, ...]:
    newest = reading.lists.newest(name, ITEMS)
    reading.prime(newest)
    return tuple(_item(card, reading) for card in reading.cards(newest))


def _item(card: Card, reading: Reading) -> FeedItem:
    story = reading.story(card.story_id)
    assert story is not None
    base = reading.paper.address
    picture = card.picture
    return FeedItem(
        title=card.headline,
        address=base + card.address,
        guid=base + card.address,
        description=card.standfirst or card.teaser,
        published_rfc822=format_datetime(story.published_at.astimezone(reading.paper.timezone)),
        published=reading.iso(story.published_at),
        updated=reading.iso(max(story.changed_at, story.published_at)),
        creator=card.byline or story.credit_line,
        category=card.section.name,
        image=base + picture.address if picture else "",
        image_type="image/jpeg" if picture else "",
        image_bytes=reading.file_size(picture.address) if picture else 0,
    )
