"""The page of a dossier: its background, its timeline, who's who, who said what, and its newest stories.

Its feeds and months are those of any list; `lists` finds its address.
"""

from __future__ import annotations

from broadsheet.paper import markup, richtext
from broadsheet.paper.dossier_pieces import DossierPage, Person, Said, Step
from broadsheet.paper.phrases import day
from broadsheet.paper.pieces import DossierBox, Link, Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.reading_dossiers import DossierRow
from broadsheet.paper.rows import StoryRow
from broadsheet.paper.shapes import SQUARE

NEWEST = 30
STEPS = 500
"""Stories on the timeline, the newest; the months of the dossier have all."""


def dossier_page(row: DossierRow, address: str, months: tuple[Link, ...], reading: Reading) -> DossierPage | None:
    """The page of a dossier, whose key is noted by who asks; None while it has no published story."""
    numbers = reading.lists.newest(f"dossier/{row.id}", STEPS)
    cards = reading.cards(numbers)
    if not cards:
        return None
    site, language = reading.site(row.language), row.language
    lines = reading.lines_of(row.id)
    steps = (Step(lines.get(c.story_id) or c.headline, c.address, c.published) for c in reversed(cards))
    people = (
        Person(who.name, who.line, reading.picture(who.photo_id, "", language, shape=SQUARE) if who.photo_id else None)
        for who in reading.people_of(row.id)
    )
    canonical = reading.paper.address + address
    meta = Meta(
        title=f"{site.publication} - {row.title}",
        description=row.summary or f"{row.title} - {site.publication}",
        canonical=canonical,
        kind="website",
        feed=Link(row.title, f"{address}/rss.xml"),
        image=reading.share_card(language),
        json_ld=markup.listing(row.title, canonical, site, cards=cards[:NEWEST], author=None),
    )
    return DossierPage(
        site=site,
        meta=meta,
        title=row.title,
        summary=row.summary,
        html=background(row, reading),
        timeline=tuple(steps),
        people=tuple(people),
        quotations=_said(row, reading),
        cards=cards[:NEWEST],
        months=months,
        style=reading.look.address("dossier.css"),
    )


def boxes(story: StoryRow, reading: Reading) -> tuple[DossierBox, ...]:
    """What a story says of the dossiers that it is part of."""
    return tuple(
        DossierBox(row.title, dossier_address(row, reading), background(row, reading))
        for row in reading.dossiers_of(story.id)
        if row.language == story.language
    )


def dossier_address(row: DossierRow, reading: Reading) -> str:
    return f"{reading.prefix(row.language)}/dossier/{row.slug}"


def background(row: DossierRow, reading: Reading) -> str:
    return richtext.for_readers(row.background, reading.address_of)


def _said(row: DossierRow, reading: Reading) -> tuple[Said, ...]:
    """What was said in stories that readers have: what was said in a withdrawn one goes with it."""
    rows = reading.quotations_of(row.id)
    reading.prime(one.story_id for one in rows)
    found = []
    for one in rows:
        story = reading.story(one.story_id)
        if story is not None:
            said_on = day(one.said_on, row.language)
            where = Link(story.headline, story.address)
            found.append(Said(one.words, one.speaker, said_on, one.said_on.isoformat(), where))
    return tuple(found)
