"""The home front of each language: a lead and those beside it, as editors put them, the latest, a strip a section."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from broadsheet.paper import markup
from broadsheet.paper.gathering import Nothing, TemplatePage
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import Card, FrontPage, Link, Meta, Strip
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.recipes.archive import year_links
from broadsheet.paper.rows import FrontRow
from broadsheet.stories.models.story import Prominence
from broadsheet.stories.slots import Arrangement, leading

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
            context = front_page(front, reading)
            return TemplatePage(notes, address, self.name, language, "front.html", context, reading.look.renderer)


def front_page(front: FrontRow, reading: Reading) -> FrontPage:
    """The front as it stands: what editors put into its slots, then prominence, then age."""
    language, site = front.language, reading.site(front.language)
    laid = reading.laid_out(front.id)
    newest = reading.lists.newest(f"language/{language}", CONSIDERED)
    reading.prime(newest)
    ranked = _ranked(newest, reading)
    first = reading.filled(laid, ranked, 1, language)
    lead = reading.slot_card(first[0]) if first else None
    topic, belonging = _beside(first[0].story_id, laid, newest, reading) if first else (None, [])
    beside = reading.cards(belonging)
    slots = reading.filled(laid, [pk for pk in ranked if pk not in belonging], 1 + SECONDS, language)
    seconds = tuple(card for slot in slots[1:] if (card := reading.slot_card(slot)))
    used = {*(slot.story_id for slot in slots), *belonging}
    latest = reading.cards([pk for pk in newest if pk not in used][:LATEST])
    strips = tuple(_strips(language, used, reading))
    meta = Meta(
        title=f"{site.publication} - {front.tagline}" if front.tagline else site.publication,
        description=front.tagline or site.publication,
        canonical=reading.paper.address + site.home,
        kind="website",
        feed=Link(site.publication, site.feed),
        image=_share_picture(lead, language, reading),
        json_ld=markup.front(site, [card for card in (lead, *seconds) if card]),
    )
    return FrontPage(
        site,
        meta,
        replace(lead, picture=None) if lead and laid.shape == "words" else lead,
        seconds,
        latest,
        strips,
        years=year_links(language, reading),
        package=_package(lead, beside, laid),
        topic=topic,
        beside=beside,
        banner=reading.banner(language),
    )


def _ranked(newest: Sequence[int], reading: Reading) -> list[int]:
    """Stories in the order in which they come to the front by themselves."""
    ranked = []
    for place, story_id in enumerate(newest):
        story = reading.story(story_id)
        if story is not None and story.prominence != Prominence.BRIEF:
            ranked.append((story.prominence, place, story_id))
    return [story_id for _, _, story_id in sorted(ranked)]


def _package(lead: Card | None, beside: Sequence[Card], laid: Arrangement) -> str:
    if lead is None or lead.picture is None or laid.shape == "words":
        return "words"
    return "big" if beside else "picture"


def _beside(lead_id: int, laid: Arrangement, newest: Sequence[int], reading: Reading) -> tuple[Link | None, list[int]]:
    """The first topic of a lead that an editor has made one, and the newest other stories on it; none where few are."""
    lead = reading.story(lead_id)
    if lead is None or lead.lead_photo_id is None or not lead.topic_ids or laid.shape in ("picture", "words"):
        return None, []
    if lead.prominence != Prominence.LEAD and laid.shape != "big" and leading(laid.placed) != lead_id:
        return None, []
    topic, elsewhere = reading.topic(lead.topic_ids[0]), {lead_id, *(one.story_id for one in laid.placed)}
    others = [pk for pk in newest if pk not in elsewhere]
    found = [pk for pk in others if (s := reading.story(pk)) and lead.topic_ids[0] in s.topic_ids]
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
