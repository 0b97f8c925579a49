"""Every question that a reader page may ask. Each answer notes its key, so that the ledger knows who asked.

recipe ──▶ Reading ──▶ rows (in batches) · lists (by index) · pictures · fronts as laid out · live blogs · versions
             └──▶ notes: keys, media files
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from msgspec import Struct

from broadsheet.paper import body, rows
from broadsheet.paper.frame import site_frame
from broadsheet.paper.lists import Lists
from broadsheet.paper.look import Look
from broadsheet.paper.notes import Notes, Noting
from broadsheet.paper.phrases import moment, phrase
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pictures import Darkroom
from broadsheet.paper.pieces import Card, Link, Moment, Related, Site
from broadsheet.paper.reading_versions import VersionReading
from broadsheet.paper.rows import BylineRow, FrontRow, Outline, SectionRow, StoryRow, TopicRow
from broadsheet.paper.shapes import CARD, SQUARE
from broadsheet.paperfile import PaperFile
from broadsheet.press import keys
from broadsheet.text.teasers import teaser

T = TypeVar("T")

REMEMBERED, MOST_REMEMBERED = 1_500, 6_000
"""Stories whose text a reading keeps at hand: from one batch to the next, and within one."""

REMEMBERED_CARDS = 5_000
"""Cards that it keeps, about 2 kB each: a month of a paper with 150 stories a day, whose lists are made together."""

REMEMBERED_SHARED = 30
"""Parts that several pages share: the three feeds of a list follow each other."""


class _Known(Struct, frozen=True):
    """A story's card, None where it is not published, and what it was made from."""

    card: Card | None
    notes: Notes
    language: str
    published_at: datetime | None


class Reading(VersionReading):
    """One look at the desk's published state as of `now`, which remembers what it was asked."""

    def __init__(self, paper: PaperFile, look: Look, darkroom: Darkroom, now: datetime) -> None:
        super().__init__(darkroom)
        self.paper, self.look, self.now = paper, look, now
        self.noting = Noting()
        self.lists = Lists(self.noting)
        self._stories: dict[int, StoryRow | None] = {}
        self.words: dict[int, frozenset[str]] = {}
        """The telling words of stories that were compared."""
        self.related: dict[int, tuple[tuple[Related, ...], Notes]] = {}
        """What is related to the stories that were primed last."""
        self._translations: dict[str, dict[str, str]] = {}
        self._cards: dict[int, _Known] = {}
        self._shared: dict[str, tuple[Any, Notes]] = {}
        self._remembered: dict[str, Any] = {}
        # A language that was taken off keeps its rows at the desk, and has no page.
        spoken = paper.languages
        self._sections = {pk: row for pk, row in rows.sections().items() if row.language in spoken}
        self._sections_by_path = {row.path: row for row in self._sections.values()}
        self._fronts = {code: row for code, row in rows.fronts().items() if code in spoken}
        self._bylines = rows.bylines()
        self._topics = rows.topics()

    # Whole kinds: few rows each, read when the reading begins.

    def sections(self, language: str) -> list[SectionRow]:
        """Live sections of `language` in the order of the tree; notes the front, which every change of them orders."""
        self.noting.key(keys.of("front", language))
        return [row for row in self._sections.values() if row.language == language]

    def section(self, section_id: int) -> SectionRow | None:
        self.noting.key(keys.of("section", section_id))
        return self._sections.get(section_id)

    def front(self, language: str) -> FrontRow | None:
        self.noting.key(keys.of("front", language))
        return self._fronts.get(language)

    def byline(self, byline_id: int) -> BylineRow | None:
        self.noting.key(keys.of("byline", byline_id))
        return self._bylines.get(byline_id)

    def topic(self, topic_id: int) -> TopicRow | None:
        self.noting.key(keys.of("topic", topic_id))
        return self._topics.get(topic_id)

    def bylines(self) -> Iterable[BylineRow]:
        return self._bylines.values()

    def topics(self, language: str) -> list[TopicRow]:
        return [row for row in self._topics.values() if row.language == language]

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, made once a reading. Only for what holds no answer that a page must note."""
        if name not in self._remembered:
            self._remembered[name] = make()
        found: T = self._remembered[name]
        return found

    def shared(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, its keys and files noted for each page that asks; made once, the last few are kept."""
        known = self._shared.get(name)
        if known is None:
            if len(self._shared) >= REMEMBERED_SHARED:
                self._shared.clear()
            with self.noting.afresh() as notes:
                known = self._shared[name] = make(), notes
        self.noting.notes.add(known[1])
        found: T = known[0]
        return found

    def languages(self) -> list[str]:
        """Languages that have a live front, the paper's main one first."""
        return [code for code in self.paper.languages if code in self._fronts]

    # Stories.

    def prime(self, story_ids: Iterable[int]) -> None:
        """Read these stories and their photos at once; asking for them later costs nothing."""
        asked = set(story_ids)
        wanted = sorted(pk for pk in asked if pk not in self._stories)
        if wanted and len(self._stories) > MOST_REMEMBERED:
            # A thousand feeds ask for thirty thousand stories. What was read last is still to be used.
            oldest = [pk for pk in self._stories if pk not in asked][: MOST_REMEMBERED // 2]
            for pk in oldest:
                del self._stories[pk]
        for start in range(0, len(wanted), 500):
            some = wanted[start : start + 500]
            found = rows.stories(some, self._sections_by_path)
            self._stories.update({pk: found.get(pk) for pk in some})
            photo_ids = {row.lead_photo_id for row in found.values() if row.lead_photo_id}
            self._read_photos(photo_ids)

    def outlines(self, story_ids: Sequence[int]) -> list[Outline]:
        """Address, headline and times of those of these stories that are published, in the order given."""
        self.noting.all_keys(keys.of("story", pk) for pk in story_ids)
        found = rows.outlines(story_ids)
        return [found[pk] for pk in story_ids if pk in found]

    def primed(self, story_ids: Iterable[int]) -> list[StoryRow]:
        """Those of these stories that are published, noted by nobody: for priming what hangs on them."""
        ids = list(story_ids)
        if not self._stories.keys() >= set(ids):
            self.prime(ids)
        return [row for pk in ids if (row := self._stories[pk]) is not None]

    def story(self, story_id: int) -> StoryRow | None:
        """The published story, or None."""
        self.noting.key(keys.of("story", story_id))
        if story_id not in self._stories:
            self.prime([story_id])
        return self._stories[story_id]

    def let_go(self) -> None:
        """Forget stories and cards once there are many, so that a long run stays small."""
        if len(self._stories) > REMEMBERED:
            self._stories.clear()
            self.words.clear()
            self.related.clear()
            self._translations.clear()
            self.lists.let_go()
        if len(self._cards) > REMEMBERED_CARDS:
            # The lists of a month come after its stories, and ask for their cards.
            for pk in list(islice(self._cards, REMEMBERED_CARDS // 2)):
                del self._cards[pk]
        self.let_pictures_go()

    def address_of(self, story_id: int) -> str:
        """Where readers find the story; "" where they can't. For links inside copy."""
        self.noting.key(keys.of("address", story_id))
        self.prime([story_id])
        row = self._stories[story_id]
        return row.address if row else ""

    def translations(self, translation_key: str) -> dict[str, str]:
        """Language → address of every published version of one story."""
        self.noting.key(keys.of("translations", translation_key))
        if translation_key not in self._translations:
            self.prime_translations([translation_key])
        return self._translations[translation_key]

    def prime_translations(self, translation_keys: Iterable[str]) -> None:
        wanted = {key for key in translation_keys if key not in self._translations}
        if wanted:
            found = rows.translations(wanted)
            self._translations.update({key: found.get(key, {}) for key in wanted})

    def card(self, story_id: int) -> Card | None:
        """The story as other pages show it, or None where it is not published."""
        return self._known(story_id).card

    def dated_card(self, story_id: int) -> tuple[Card, str, datetime] | None:
        """The story's card, whose files are not noted, its language and when it was published; None where it is not."""
        known = self._known(story_id, files=False)
        if known.card is None or known.published_at is None:
            return None
        return known.card, known.language, known.published_at

    def cards(self, story_ids: Sequence[int]) -> tuple[Card, ...]:
        self.prime_cards(story_ids)
        found = [self._known(pk).card for pk in story_ids]
        return tuple(card for card in found if card is not None)

    def prime_cards(self, story_ids: Iterable[int]) -> None:
        """Read at once those of these stories whose cards are not at hand."""
        self.prime(pk for pk in story_ids if pk not in self._cards)

    def make_card(self, story_id: int) -> _Known:
        """Make the story's card, unless it was made: asking for it later costs little."""
        known = self._cards.get(story_id)
        if known is None:
            with self.noting.afresh() as notes:
                row = self.story(story_id)
                card = self.card_of(row) if row else None
            known = _Known(card, notes, row.language if row else "", row.published_at if row else None)
            self._cards[story_id] = known
        return known

    def _known(self, story_id: int, *, files: bool = True) -> _Known:
        known = self.make_card(story_id)
        self.noting.notes.keys.update(known.notes.keys)
        if files and known.notes.files:
            self.noting.notes.files.update(known.notes.files)
        return known

    def card_of(self, row: StoryRow) -> Card:
        section = self.section(row.section_id)
        names = [b.name for pk in row.byline_ids if (b := self.byline(pk))]
        text = teaser(body.paragraphs(row.body), self.paper.teaser_words)
        return Card(
            story_id=row.id,
            headline=row.headline,
            address=row.address,
            kicker=self._kicker(row),
            standfirst=row.standfirst,
            teaser=text,
            section=self.section_link(section) if section else Link("", "/"),
            published=self.moment(row.published_at, row.language),
            picture=self.lead_picture(row, CARD),
            byline=", ".join(names),
            portrait=self._columnist(row) if section and section.is_opinion else None,
        )

    def _kicker(self, row: StoryRow) -> str:
        blog = self.live_blog(row.id)
        return phrase("Live", row.language) if blog is not None and blog.closed_at is None else row.kicker

    def _columnist(self, row: StoryRow) -> Picture | None:
        writers = (self.byline(pk) for pk in row.byline_ids[:1])
        portraits = (w.portrait_id for w in writers if w and w.portrait_id)
        return next((self.picture(pk, "", row.language, shape=SQUARE) for pk in portraits), None)

    # Words and times.

    def prefix(self, language: str) -> str:
        return "" if language == self.paper.languages[0] else f"/{language}"

    def language_at(self, home: str) -> str:
        """The language whose front stands at `home` ("" or "/" for the main one's), "" for none; its front is noted."""
        language = home.strip("/") or self.paper.languages[0]
        front = self.front(language)
        return language if front is not None and self.prefix(language) == home.rstrip("/") else ""

    def section_link(self, section: SectionRow) -> Link:
        return Link(section.name, f"{self.prefix(section.language)}/{section.slug}")

    def moment(self, at: datetime, language: str) -> Moment:
        return moment(at, language, self.paper.timezone)

    def iso(self, at: datetime) -> str:
        """`at` on the paper's clock, for machines."""
        return at.astimezone(self.paper.timezone).isoformat(timespec="seconds")

    # What every page of one language shares.

    def site(self, language: str) -> Site:
        return self.shared(f"site in {language}", lambda: site_frame(language, self))
