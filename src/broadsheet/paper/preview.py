"""Makes reader pages of drafts: the recipes of published pages, with what an editor has in hand laid over the database.

draft (in memory) ──▶ row ──▶ PreviewReading ──▶ the same recipe and template ──▶ text, live list filled in
"""

from __future__ import annotations

import json

from msgspec.structs import replace

from broadsheet.edition.listing import ITEMS
from broadsheet.paper.gathering import TemplatePage
from broadsheet.paper.live_pieces import LivePage
from broadsheet.paper.part_pieces import MostViewedItem, MostViewedShell
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import HOLE, ArticlePage, Card, FrontPage, ListPage
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes.article import article_page
from broadsheet.paper.recipes.front import FrontRecipe
from broadsheet.paper.recipes.lists import ListRecipe
from broadsheet.paper.rows import FrontRow, SectionRow, StoryRow
from broadsheet.paper.shapes import SQUARE
from broadsheet.stories.models import Front, Section, Story
from broadsheet.stories.models.story import Prominence
from broadsheet.stories.slots import Arrangement

Printable = ArticlePage | LivePage | FrontPage | ListPage


class PreviewReading(Reading):
    """A reading in which one section or front says what its draft says."""

    def lay_over(self, row: SectionRow | FrontRow) -> None:
        if isinstance(row, FrontRow):
            self._fronts[row.language] = row
            return
        self._sections[row.id] = row
        self._sections_by_path[row.path] = row

    def lay_out(self, page_id: int, laid: Arrangement) -> None:
        """Show the front of this page as `laid` says."""
        self.laid_out(page_id)
        assert self._layouts is not None
        self._layouts[page_id] = laid

    def knows_section(self, section_id: int) -> bool:
        """Whether readers can see the section."""
        return section_id in self._sections


def story_page(story: Story, reading: PreviewReading) -> str:
    """The page of `story` as it would stand if it were published now."""
    section = story.get_parent().specific
    if not reading.knows_section(section.pk):
        # Its section may not be public yet either.
        reading.lay_over(section_row(section))
    page = article_page(preview_row(story, reading), reading)
    return _printed("live.html" if isinstance(page, LivePage) else "article.html", page, reading)


def section_page(section: Section, reading: PreviewReading) -> str:
    """The front of `section` with its draft's words and the stories that are published in it."""
    return _printed("list.html", gathered(section, reading), reading)


def front_page(front: Front, reading: PreviewReading) -> str:
    """The home page with the draft's masthead and what is published now."""
    return _printed("front.html", gathered(front, reading), reading)


def gathered(page: Front | Section, reading: PreviewReading) -> FrontPage | ListPage:
    """All that the front of `page` would show, with its draft's words laid over."""
    if isinstance(page, Front):
        front = front_row(page)
        reading.lay_over(front)
        found = FrontRecipe().gather(reading.prefix(front.language) or "/", reading)
    else:
        section = section_row(page)
        reading.lay_over(section)
        found = ListRecipe().gather(reading.section_link(section).address, reading)
    assert isinstance(found, TemplatePage) and isinstance(found.context, FrontPage | ListPage)
    return found.context


def preview_row(story: Story, reading: Reading) -> StoryRow:
    """`story`, which may never have been saved, as the row that recipes take; what it lacks is made up as for today."""
    section = story.get_parent()
    published_at = story.first_published_at or story.go_live_at or reading.now
    changed_at = story.last_published_at or published_at
    if story.first_published_at and story.has_unpublished_changes:
        changed_at = reading.now
    language = section.locale.language_code
    address = story.current_address() if story.pk else ""
    if not address:
        day = published_at.astimezone(reading.paper.timezone).date().isoformat().replace("-", "/")
        address = f"{reading.prefix(language)}/{day}/{story.slug or 'story'}"
    return StoryRow(
        id=story.pk or 0,
        headline=story.title or "",
        language=language,
        section_id=section.pk,
        address=address,
        published_at=published_at,
        changed_at=changed_at,
        kicker=story.kicker,
        standfirst=story.standfirst,
        dateline=story.dateline,
        credit_line=story.credit_line,
        description=story.search_description,
        lead_photo_id=story.lead_photo_id,
        lead_caption=story.lead_caption,
        body=json.dumps(story.body.get_prep_value()),
        byline_ids=tuple(row.byline_id for row in story.story_bylines.all() if row.byline_id),
        topic_ids=tuple(row.topic_id for row in story.story_topics.all() if row.topic_id),
        translation_key=str(story.translation_key),
        prominence=story.prominence or Prominence.NORMAL,
        corrections=tuple((row.at, row.kind, row.text) for row in story.corrections.all() if row.text),
    )


def section_row(section: Section) -> SectionRow:
    return SectionRow(
        id=section.pk or 0,
        name=section.title,
        slug=section.slug or "section",
        language=section.get_parent().locale.language_code,
        description=section.description,
        in_nav=section.show_in_menus,
        on_front=section.on_front,
        path=section.path,
        is_opinion=section.is_opinion,
    )


def front_row(front: Front) -> FrontRow:
    return FrontRow(
        id=front.pk or 0,
        name=front.title,
        language=front.locale.language_code,
        tagline=front.tagline,
        about=front.about,
        logo_id=front.logo_id,
    )


def _printed(template: str, page: Printable, reading: Reading) -> str:
    # Without a story's number no view is counted for an editor's look.
    page = replace(page, meta=replace(page.meta, story_id=0))
    text = reading.look.renderer.render(template, page)
    return text.replace(HOLE, _newest(page, reading), 1) if HOLE in text else text


def _newest(page: Printable, reading: Reading) -> str:
    """What a kiosk that has seen no reader yet would put into the hole."""
    render = reading.look.renderer.render
    ids = reading.lists.newest(f"language/{page.site.language}", reading.paper.most_viewed)
    items = (MostViewedItem(page.site.language, card, _thumb(card, reading)) for card in reading.cards(ids))
    shell = render("most_viewed.html", MostViewedShell(page.site.language))
    return shell.replace(ITEMS, "".join(render("most_viewed_item.html", item) for item in items))


def _thumb(card: Card, reading: Reading) -> Picture | None:
    row = reading.story(card.story_id)
    return reading.lead_picture(row, SQUARE) if row else None
