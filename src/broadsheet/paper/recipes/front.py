"""The home front of each language: a lead, the stories beside it, the latest, and a strip a section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.paper import markup
from broadsheet.paper.gathering import Nothing, TemplatePage
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import Card, FrontPage, Link, Meta, Strip
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.recipes.archive import year_links
from broadsheet.stories.models.story import Prominence

CONSIDERED = 40
"""Newest stories among which the lead and the seconds are looked for."""

SECONDS = 4
BESIDE, FEWEST_BESIDE = 3, 2
LATEST = 8
A_STRIP = 4


class FrontRecipe:
    """One front a language: "/" for the main one, "/km" for others."""

    name = "front"
    templates: Sequence[str] = ("front.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        return [reading.prefix(code) or "/" for code in reading.languages()]

    def rank(self, address: str) -> int:
        return ranks.FRONTS

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        wanted = tuple(f"front:{code}" for code in reading.languages())
        return self.addresses(reading) if any(k.startswith(wanted) for k in changed) else ()

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        pass

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        with reading.noting.afresh() as notes:
            language = reading.language_at(address)
            front = reading.front(language) if language else None
            if front is None:
                return Nothing(notes)
            context = front_page(language, front.tagline, reading)
            return TemplatePage(notes, address, self.name, language, "front.html", context, reading.look.renderer)


def front_page(language: str, tagline: str, reading: Reading) -> FrontPage:
    """The front of `language` as it stands: prominence first, then age."""
    site = reading.site(language)
    newest = reading.lists.newest(f"language/{language}", CONSIDERED)
    reading.prime(newest)
    ranked = []
    for place, story_id in enumerate(newest):
        story = reading.story(story_id)
        if story is not None and story.prominence != Prominence.BRIEF:
            ranked.append((story.prominence, place, story_id))
    ranked.sort()
    ids = [story_id for _, _, story_id in ranked]
    lead = reading.card(ids[0]) if ids else None
    topic, belonging = _beside(ids[0], newest, reading) if ids else (None, [])
    beside = reading.cards(belonging)
    top = [*ids[:1], *[pk for pk in ids[1:] if pk not in belonging][:SECONDS]]
    seconds = reading.cards(top[1:])
    used = {*top, *belonging}
    latest = reading.cards([pk for pk in newest if pk not in used][:LATEST])
    strips = tuple(_strips(language, used, reading))
    years = year_links(language, reading)
    meta = Meta(
        title=f"{site.publication} - {tagline}" if tagline else site.publication,
        description=tagline or site.publication,
        canonical=reading.paper.address + site.home,
        kind="website",
        feed=Link(site.publication, site.feed),
        image=_share_picture(lead, language, reading),
        json_ld=markup.front(site, [card for card in (lead, *seconds) if card]),
    )
    return FrontPage(site, meta, lead, seconds, latest, strips, years, _package(lead, beside), topic, beside)


def _package(lead: Card | None, beside: Sequence[Card]) -> str:
    if lead is None or lead.picture is None:
        return "words"
    return "big" if beside else "picture"


def _beside(lead_id: int, newest: Sequence[int], reading: Reading) -> tuple[Link | None, list[int]]:
    """The first topic of a lead that an editor has made one, and the newest other stories on it; none where few are."""
    lead = reading.story(lead_id)
    if lead is None or lead.prominence != Prominence.LEAD or lead.lead_photo_id is None or not lead.topic_ids:
        return None, []
    topic = reading.topic(lead.topic_ids[0])
    found = [pk for pk in newest if pk != lead_id and (s := reading.story(pk)) and lead.topic_ids[0] in s.topic_ids]
    if topic is None or len(found) < FEWEST_BESIDE:
        return None, []
    return Link(topic.name, f"{reading.prefix(lead.language)}/topic/{topic.slug}"), found[:BESIDE]


def _share_picture(lead: Card | None, language: str, reading: Reading) -> Picture:
    """That of the lead where it has a photo, else the paper's own card."""
    story = reading.story(lead.story_id) if lead and lead.picture else None
    return reading.share_picture(story) if story else reading.share_card(language)


def _strips(language: str, used: set[int], reading: Reading) -> Iterable[Strip]:
    for section in reading.sections(language):
        if not section.on_front:
            continue
        newest = reading.lists.newest(f"section/{section.id}", A_STRIP + 1 + SECONDS)
        cards: tuple[Card, ...] = reading.cards([pk for pk in newest if pk not in used][:A_STRIP])
        if cards:
            yield Strip(reading.section_link(section), cards, section.is_opinion)
