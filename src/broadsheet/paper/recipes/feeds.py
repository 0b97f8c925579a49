"""RSS 2.0 feeds: of each front, section, byline and topic, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from email.utils import format_datetime

from broadsheet.paper.gathering import RSS, Nothing, TemplatePage
from broadsheet.paper.part_pieces import FeedItem, FeedPage
from broadsheet.paper.pieces import Card
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes.lists import subject_at, subjects
from broadsheet.press import keys

ITEMS = 30
NAME = "/rss.xml"


class FeedRecipe:
    """The feed of a page lies below that page: "/world/rss.xml"."""

    name = "feed"

    def addresses(self, reading: Reading) -> Iterable[str]:
        for code in reading.languages():
            yield reading.prefix(code) + NAME
        for subject in subjects(reading):
            if subject.list.startswith("section/") or reading.lists.exists(subject.list):
                yield subject.address + NAME

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        wanted = set(changed)
        for code in reading.languages():
            if keys.of("front", code) in wanted:
                yield reading.prefix(code) + NAME
        for subject in subjects(reading):
            if subject.key in wanted or keys.listing(subject.list) in wanted:
                yield subject.address + NAME

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        reading.let_go()

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        with reading.noting.afresh() as notes:
            home = address.removesuffix(NAME)
            language = home.strip("/") or reading.paper.languages[0]
            if language in reading.paper.languages and reading.front(language):
                site = reading.site(language)
                context = self._feed(
                    f"language/{language}", site.publication, site.tagline, language,
                    site.home, address, reading,
                )  # fmt: skip
            else:
                subject = subject_at(home, reading)
                if subject is None:
                    return Nothing(notes)
                language = subject.language
                reading.noting.key(subject.key)
                title = f"{reading.site(language).publication} - {subject.title}"
                context = self._feed(
                    subject.list, title, subject.description, language, subject.address, address, reading
                )
                if not context.items and not subject.list.startswith("section/"):
                    return Nothing(notes)
            return TemplatePage(notes, address, self.name, language, "feed.xml", context, reading.look.renderer, RSS)

    def _feed(  # noqa: PLR0913
        self,
        name: str,
        title: str,
        description: str,
        language: str,
        home: str,
        address: str,
        reading: Reading,
    ) -> FeedPage:
        base = reading.paper.address
        newest = reading.lists.newest(name, ITEMS)
        reading.prime(newest)
        cards = reading.cards(newest)
        return FeedPage(
            language=language,
            title=title,
            description=description or title,
            address=base + address,
            home=base + home,
            items=tuple(_item(card, reading) for card in cards),
        )


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
        creator=card.byline or story.credit_line,
        category=card.section.name,
        image=base + picture.address if picture else "",
        image_type="image/jpeg" if picture else "",
        image_bytes=reading.file_size(picture.address) if picture else 0,
    )
