"""What the paper has corrected, clarified, updated or retracted: a page and a feed a language, the last note first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email.utils import format_datetime

from broadsheet.paper.gathering import RSS, Nothing, TemplatePage
from broadsheet.paper.part_pieces import CorrectionsPage, FeedItem, FeedPage, NoteEntry
from broadsheet.paper.phrases import phrase
from broadsheet.paper.pieces import Correction, Link, Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.press import keys
from broadsheet.stories.publication import CORRECTIONS

PAGE, FEED = "/corrections", "/corrections/rss.xml"
STORIES = 100
"""Stories with notes on the page; all notes of each."""


class CorrectionsRecipe:
    """`/corrections` and its feed, once there is a note; below each other language's prefix too."""

    name = "corrections"
    templates: Sequence[str] = ("corrections.html", "feed.xml")

    def addresses(self, reading: Reading) -> Iterable[str]:
        for code in reading.languages():
            if reading.lists.exists(CORRECTIONS + code):
                yield from (reading.prefix(code) + end for end in (PAGE, FEED))

    def rank(self, address: str) -> int:
        return ranks.LISTS

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        wanted = set(changed)
        for code in reading.languages():
            if {keys.of("front", code), keys.listing(CORRECTIONS + code)} & wanted:
                yield from (reading.prefix(code) + end for end in (PAGE, FEED))

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        reading.let_go()

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        home = address.removesuffix(FEED if address.endswith(FEED) else PAGE)
        language = home.strip("/") or reading.paper.languages[0]
        with reading.noting.afresh() as notes:
            if language not in reading.paper.languages or reading.front(language) is None:
                return Nothing(notes)
            found = self._notes(language, reading)
            if not found:
                return Nothing(notes)
            site = reading.site(language)
            heading = phrase("Corrections", language)
            if address.endswith(FEED):
                feed = _feed(found, address, language, reading)
                return TemplatePage(notes, address, self.name, language, "feed.xml", feed, reading.look.renderer, RSS)
            canonical = reading.paper.address + address
            meta = Meta(f"{site.publication} - {heading}", heading, canonical, "website")
            page = CorrectionsPage(site, meta, heading, tuple(found), home + FEED)
            return TemplatePage(notes, address, self.name, language, "corrections.html", page, reading.look.renderer)

    def _notes(self, language: str, reading: Reading) -> list[NoteEntry]:
        ids = reading.lists.newest(CORRECTIONS + language, STORIES)
        reading.prime(ids)
        found = []
        for card in reading.cards(ids):
            story = reading.story(card.story_id)
            assert story is not None
            where = Link(card.headline, card.address)
            found += [
                NoteEntry(where, Correction(reading.moment(at, language), text, kind), at, number)
                for number, (at, kind, text) in enumerate(story.corrections)
            ]
        return sorted(found, key=lambda one: (one.at, one.story.address, one.number), reverse=True)


def _feed(found: Sequence[NoteEntry], address: str, language: str, reading: Reading) -> FeedPage:
    """All notes as the entries of a feed; a note is known by its story and its number there."""
    publication = reading.site(language).publication
    title = f"{publication} - {phrase('Corrections', language)}"
    base = reading.paper.address
    items = tuple(
        FeedItem(
            title=one.story.name,
            address=base + one.story.address,
            guid=f"{base}{one.story.address}#note-{one.number + 1}",
            description=one.note.text,
            published_rfc822=format_datetime(one.at.astimezone(reading.paper.timezone)),
            published=reading.iso(one.at),
            updated=reading.iso(one.at),
            creator="",
            category=one.note.kind,
            image="",
            image_type="",
            image_bytes=0,
        )
        for one in found
    )
    return FeedPage(
        language=language,
        title=title,
        description=title,
        address=base + address,
        home=base + address.removesuffix("/rss.xml"),
        items=items,
        updated=max(item.updated for item in items),
        publication=publication,
    )
