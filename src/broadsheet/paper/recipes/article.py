"""Stories: the page of each, what its old addresses answer, and its row in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from msgspec.structs import replace

from broadsheet.edition.records import CatalogueRow
from broadsheet.paper import body, markup, rows
from broadsheet.paper.ahead import prepare
from broadsheet.paper.gathering import Moved, Nothing, Row, TemplatePage
from broadsheet.paper.lists import Entry
from broadsheet.paper.live_entries import live_telling
from broadsheet.paper.live_pieces import LivePage
from broadsheet.paper.part_pieces import MostViewedItem
from broadsheet.paper.pieces import Article, ArticlePage, Author, Block, Correction, LanguageLink, Link, Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.recipes.dossier import boxes
from broadsheet.paper.related import LOOKED_AT, MORE, places_of, related
from broadsheet.paper.rows import StoryRow
from broadsheet.paper.search_text import search_text
from broadsheet.paper.shapes import SQUARE
from broadsheet.paper.version_pieces import END
from broadsheet.press import keys
from broadsheet.stories import kills
from broadsheet.stories.models import Story, StoryAddress
from broadsheet.text.languages import LANGUAGES
from broadsheet.text.teasers import minutes_to_read

AN_ESSAY = 4
"""Photos in its body by which a story may be told in pictures."""

A_LONG_READ = 6
"""Minutes from which a story is set as one."""

NOT_AN_UPDATE = timedelta(minutes=10)
"""A change so soon after publication is not told to readers as an update."""


class ArticleRecipe:
    """Every address under which a story was ever public: its page, the way to its page, or the sign that it is gone."""

    name = "article"
    templates: Sequence[str] = ("article.html", "live.html")

    def addresses(self, reading: Reading) -> Iterable[str]:
        yield from kills.killed().addresses
        for _, address in rows.in_pieces(StoryAddress.objects.all(), "pk", "address"):
            yield address

    def rank(self, address: str) -> int:
        return ranks.of_address(address)

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        found = [key.removeprefix("gone:") for key in changed if key.startswith("gone:")]
        found += sorted(kills.killed().addresses) if "kills" in changed else []
        ids = _story_ids(changed)
        for start in range(0, len(ids), 500):
            query = StoryAddress.objects.filter(story_id__in=ids[start : start + 500])
            found += query.values_list("address", flat=True)
        return found

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        query = StoryAddress.objects.filter(address__in=addresses)
        self._known = {a: (s, c) for a, s, c in query.values_list("address", "story_id", "current")}
        prime_articles([s for s, _ in self._known.values() if s is not None], reading)

    def gather(self, address: str, reading: Reading) -> TemplatePage | Moved | Nothing:
        story_id, current = self._known.get(address, (None, None))
        with reading.noting.afresh() as notes:
            if story_id is None:
                reading.noting.key(keys.of("gone", address))
                gone = current is not None or address in kills.killed().addresses
                return Moved(notes, address, "") if gone else Nothing(notes)
            reading.noting.key(keys.of("address", story_id))
            story = reading.story(story_id)
            if story is None:
                return Moved(notes, address, "")
            if not current:
                return Moved(notes, address, story.address)
            page = article_page(story, reading)
            template = "live.html" if isinstance(page, LivePage) else "article.html"
            return TemplatePage(notes, address, self.name, story.language, template, page, reading.look.renderer)


class RowRecipe:
    """Rows of the catalogue: "story/81"."""

    name = "row"
    templates: Sequence[str] = ("most_viewed_item.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        for pk, _ in rows.in_pieces(Story.objects.filter(live=True), "pk", "live"):
            yield f"story/{pk}"

    def rank(self, address: str) -> int:
        return ranks.UNDATED

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        for language in reading.languages():
            # With the pages of the same day: their cards are made once for both.
            for pk, day in reading.lists.days(f"language/{language}"):
                yield ranks.of_day(day), f"story/{pk}"

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        return [f"story/{pk}" for pk in _story_ids(changed)]

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        reading.prime(int(a.removeprefix("story/")) for a in addresses)

    def gather(self, address: str, reading: Reading) -> Row | Nothing:
        story_id = int(address.removeprefix("story/"))
        with reading.noting.afresh() as notes:
            found, story = reading.dated_card(story_id), reading.story(story_id)
            if found is None or story is None:
                return Nothing(notes)
            card, language, published_at = found
            thumb = reading.lead_picture(story, SQUARE) if card.picture else None
            row = CatalogueRow(
                story_id=card.story_id,
                language=language,
                section=card.section.address,
                address=card.address,
                headline=card.headline,
                teaser=card.teaser,
                published_at=int(published_at.timestamp()),
                card="",
            )
            context = MostViewedItem(language, replace(card, picture=None, portrait=None), thumb)
            return Row(notes, row, context, search_text(story, card, reading), reading.look.renderer)


def prime_articles(story_ids: Sequence[int], reading: Reading) -> None:
    """Read at once what the pages of these stories will ask: their text, the older stories below, the translations."""
    stories = reading.primed(story_ids)
    reading.prime_versions(story_ids)
    if len(reading.languages()) > 1:
        reading.prime_translations(story.translation_key for story in stories)
    entries = places_of(stories)
    for story in stories:
        entries.setdefault(f"section/{story.section_id}", []).append(_place(story))
    reading.prime(reading.lists.prime_before(entries, max(MORE, LOOKED_AT)))
    prepare(stories, reading)


def _place(story: StoryRow) -> Entry:
    return Entry(story.id, story.published_at)


def article_page(story: StoryRow, reading: Reading) -> ArticlePage | LivePage:
    """The page of `story`, published or previewed, with all that is told live below it."""
    site = reading.site(story.language)
    article = _article(story, reading)
    description = story.description or story.standfirst
    if not description:
        description = markup.shortened(" ".join(body.paragraphs(story.body)[:1]), 200)
    meta = Meta(
        title=f"{site.publication} - {story.headline}",
        description=description,
        canonical=reading.paper.address + story.address,
        kind="article",
        image=reading.share_picture(story),
        feed=Link(article.section.name, f"{article.section.address}/rss.xml"),
        story_id=story.id,
        translations=_translations(story, reading),
        json_ld=markup.news_article(article, site, reading.paper.address + story.address, description),
    )
    older = reading.lists.before(f"section/{story.section_id}", _place(story), MORE)
    more = reading.cards(older)
    others = related(story, reading)
    page = ArticlePage(site, meta, article, more, others, boxes(story, reading))
    telling = live_telling(story, reading)
    if telling is None:
        return page
    changed = max([story.changed_at, *(row.posted_at for row in reading.live_entries(story.id)[-1:])])
    article = replace(article, updated=reading.moment(changed, story.language))
    json_ld = markup.news_article(article, site, meta.canonical, description, live=telling)
    return LivePage(site, replace(meta, json_ld=json_ld), article, more, others, page.dossiers, telling)


def _article(story: StoryRow, reading: Reading) -> Article:
    section = reading.section(story.section_id)
    updated = story.changed_at - story.published_at >= NOT_AN_UPDATE
    authors = (author(pk, story.language, reading) for pk in story.byline_ids)
    topics = (reading.topic(pk) for pk in story.topic_ids)
    prefix = reading.prefix(story.language)
    minutes = minutes_to_read(body.paragraphs(story.body))
    blocks = body.blocks(
        story.body,
        reading.address_of,
        lambda pk, caption: reading.picture(pk, caption, story.language, story.translation_key),
    )
    return Article(
        story_id=story.id,
        headline=story.headline,
        kicker=story.kicker,
        standfirst=story.standfirst,
        authors=tuple(a for a in authors if a is not None),
        dateline=story.dateline,
        section=reading.section_link(section) if section else Link("", "/"),
        published=reading.moment(story.published_at, story.language),
        updated=reading.moment(story.changed_at, story.language) if updated else None,
        picture=reading.lead_picture(story),
        body=blocks,
        topics=tuple(Link(t.name, f"{prefix}/topic/{t.slug}") for t in topics if t),
        agency=story.credit_line,
        reading_minutes=minutes,
        corrections=tuple(
            Correction(reading.moment(at, story.language), note, kind) for at, kind, note in story.corrections
        ),
        versions=story.address + END if reading.versions(story.id) else "",
        form=_form(blocks, is_opinion=bool(section and section.is_opinion), minutes=minutes),
    )


def _form(blocks: Sequence[Block], *, is_opinion: bool, minutes: int) -> str:
    """How a story is set, by what it holds."""
    photos = sum(block.kind == "photo" for block in blocks)
    if photos >= AN_ESSAY and photos * 2 >= len(blocks):
        return "essay"
    if is_opinion:
        return "opinion"
    return "long" if minutes >= A_LONG_READ else ""


def author(byline_id: int, language: str, reading: Reading) -> Author | None:
    """The writer as printed in `language`, or None where the byline was deleted."""
    row = reading.byline(byline_id)
    if row is None:
        return None
    portrait = reading.picture(row.portrait_id, "", language, shape=SQUARE) if row.portrait_id else None
    address = f"{reading.prefix(language)}/by/{row.slug}"
    return Author(row.name, address, row.role, row.biography, portrait)


def _translations(story: StoryRow, reading: Reading) -> tuple[LanguageLink, ...]:
    if len(reading.languages()) < 2:
        return ()
    found = reading.translations(story.translation_key)
    links = [
        LanguageLink(code, LANGUAGES[code], reading.paper.address + address) for code, address in sorted(found.items())
    ]
    return tuple(links) if len(links) > 1 else ()


def _story_ids(changed: Iterable[str]) -> list[int]:
    parts = (key.partition(":") for key in changed)
    return sorted({int(pk) for kind, _, pk in parts if kind in ("story", "address")})
