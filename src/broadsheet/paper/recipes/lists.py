"""List pages: a section, a byline, a topic or a dossier, newest first, and its archive by month.

/world               the newest, and the way into the archive
/world/2026/11       a month, oldest first in places of 50 that later stories never shift
/world/2026/11/2     … its next fifty
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from broadsheet.paper import markup
from broadsheet.paper.dossier_pieces import DossierPage
from broadsheet.paper.gathering import Nothing, TemplatePage
from broadsheet.paper.phrases import month as month_name
from broadsheet.paper.pieces import Author, Card, Link, ListPage, Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.recipes.article import author
from broadsheet.paper.recipes.dossier import dossier_address, dossier_page
from broadsheet.press import keys

NEWEST = 30

_MONTH = re.compile(r"^(?P<list>.+?)(?:/(?P<year>\d{4})/(?P<month>\d\d)(?:/(?P<page>[1-9]\d*))?)?$")


_MONTH_PAGE = re.compile(r"/\d{4}/\d\d(?:/[1-9]\d*)?\Z")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a list is about: `name` of its listing, its address and its words."""

    list: str
    key: str
    address: str
    language: str
    title: str
    description: str
    byline_id: int = 0
    section_id: int = 0
    dossier_id: int = 0


class ListRecipe:
    """Sections always have a page; bylines and topics where they have a story."""

    name = "list"
    templates: Sequence[str] = ("list.html", "dossier.html")

    def addresses(self, reading: Reading) -> Iterable[str]:
        months = reading.lists.all_months()
        for subject in subjects(reading):
            if subject.list.startswith("section/") or subject.list in months:
                yield subject.address
                for month, pages in months.get(subject.list, {}).items():
                    yield from (_page_address(subject, month, number) for number in range(1, pages + 1))

    def rank(self, address: str) -> int:
        return ranks.of_address(address) if _MONTH_PAGE.search(address) else ranks.LISTS

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        wanted: dict[str, set[str]] = {}
        records = set()
        for key in changed:
            kind, _, rest = key.partition(":")
            name, _, span = rest.partition(":")
            if kind == "list":
                wanted.setdefault(name, set())
                if "/" in span:
                    wanted[name].add(span)
            elif kind in ("section", "byline", "topic", "dossier"):
                records.add(key)
        for subject in known_subjects(reading).values():
            if subject.key in records:
                yield subject.address
                for month in reading.lists.months(subject.list):
                    yield from self._month_pages(subject, month, reading)
            elif subject.list in wanted:
                yield subject.address
                for span in wanted[subject.list]:
                    month, _, number = span.partition("/")
                    yield _page_address(subject, month, int(number))

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        matches = [match for address in addresses if (match := _MONTH.match(address))]
        found = [(subject, match) for match in matches if (subject := subject_at(match["list"], reading))]
        reading.lists.prime_months((s.list, f"{m['year']}-{m['month']}") for s, m in found if m["year"])
        newest = [reading.lists.peek(subject.list, NEWEST) for subject, match in found if not match["year"]]
        reading.prime_cards(chain.from_iterable(newest))

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        with reading.noting.afresh() as notes:
            match = _MONTH.match(address)
            subject = subject_at(match["list"], reading) if match else None
            if match is None or subject is None:
                return Nothing(notes)
            reading.noting.key(subject.key)
            context: ListPage | DossierPage | None
            if match["year"]:
                number = int(match["page"] or 1)
                context = self._month(subject, f"{match['year']}-{match['month']}", number, reading)
            else:
                context = self._of_dossier(subject, reading) or self._newest(subject, reading)
            if context is None:
                return Nothing(notes)
            template = "dossier.html" if isinstance(context, DossierPage) else "list.html"
            return TemplatePage(notes, address, self.name, subject.language, template, context, reading.look.renderer)

    def _of_dossier(self, subject: Subject, reading: Reading) -> DossierPage | None:
        if not subject.dossier_id:
            return None
        months = tuple(_month_link(subject, month) for month in reading.lists.months(subject.list))
        return dossier_page(reading.dossiers()[subject.dossier_id], subject.address, months, reading)

    def _newest(self, subject: Subject, reading: Reading) -> ListPage | None:
        if subject.section_id:
            cards = _section_cards(subject, reading)
        else:
            cards = reading.cards(reading.lists.newest(subject.list, NEWEST))
        if not cards and not subject.section_id:
            return None
        months = reading.lists.months(subject.list)
        return self._page(
            subject, reading,
            title=subject.title,
            address=subject.address,
            lead=cards[0] if cards and subject.section_id else None,
            cards=cards[1:] if subject.section_id else cards,
            months=tuple(_month_link(subject, m) for m in months),
            newer=None,
            older=None,
            banner=reading.banner(subject.language) if subject.section_id else None,
        )  # fmt: skip

    def _month(self, subject: Subject, month: str, number: int, reading: Reading) -> ListPage | None:
        some, more = reading.lists.month_page(subject.list, month, number)
        if not some:
            return None
        link = _month_link(subject, month)
        newer = older = None
        if number == 1 or not more:
            later, earlier = reading.lists.beside(subject.list, month)
            newer = _month_link(subject, later) if later else None
            older = _month_link(subject, earlier) if earlier else None
        if more:
            newer = Link(link.name, _page_address(subject, month, number + 1))
        if number > 1:
            older = Link(link.name, _page_address(subject, month, number - 1))
        return self._page(
            subject, reading,
            title=f"{subject.title}: {link.name}",
            address=_page_address(subject, month, number),
            lead=None,
            cards=reading.cards(some),
            months=(),
            newer=newer,
            older=older,
        )  # fmt: skip

    def _page(self, subject: Subject, reading: Reading, *, title: str, address: str, **parts: Any) -> ListPage:
        site = reading.site(subject.language)
        who: Author | None = None
        if subject.byline_id:
            who = author(subject.byline_id, subject.language, reading)
        lead, rest = parts["lead"], parts["cards"]
        cards = [lead, *rest] if lead else rest
        meta = Meta(
            title=f"{site.publication} - {title}",
            description=subject.description or f"{title} - {site.publication}",
            canonical=reading.paper.address + address,
            kind="website",
            feed=Link(subject.title, f"{subject.address}/rss.xml"),
            image=reading.share_card(subject.language),
            json_ld=markup.listing(title, reading.paper.address + address, site, cards=cards, author=who),
        )
        return ListPage(site, meta, title, subject.description, who, **parts)

    def _month_pages(self, subject: Subject, month: str, reading: Reading) -> Iterable[str]:
        for number in range(1, reading.lists.month_pages(subject.list, month) + 1):
            yield _page_address(subject, month, number)


def _section_cards(subject: Subject, reading: Reading) -> tuple[Card, ...]:
    """What editors put into the slots of a section's front, and its newest below that."""
    newest = reading.lists.newest(subject.list, NEWEST)
    slots = reading.filled(reading.laid_out(subject.section_id), newest, NEWEST, subject.language)
    reading.prime_cards(slot.story_id for slot in slots)
    return tuple(card for slot in slots if (card := reading.slot_card(slot)))


def subjects(reading: Reading) -> Iterable[Subject]:
    """Everything that has a list, in every language."""
    for language in reading.languages():
        for section in reading.sections(language):
            yield Subject(
                f"section/{section.id}",
                keys.of("section", section.id),
                reading.section_link(section).address,
                language,
                section.name,
                section.description,
                section_id=section.id,
            )
        for byline in reading.bylines():
            yield Subject(
                f"byline/{byline.id}/{language}",
                keys.of("byline", byline.id),
                f"{reading.prefix(language)}/by/{byline.slug}",
                language,
                byline.name,
                byline.biography,
                byline.id,
            )
        for topic in reading.topics(language):
            yield Subject(
                f"topic/{topic.id}",
                keys.of("topic", topic.id),
                f"{reading.prefix(language)}/topic/{topic.slug}",
                language,
                topic.name,
                topic.description,
            )
        for dossier in reading.dossiers().values():
            if dossier.language == language:
                yield Subject(
                    f"dossier/{dossier.id}",
                    keys.of("dossier", dossier.id),
                    dossier_address(dossier, reading),
                    language,
                    dossier.title,
                    dossier.summary,
                    dossier_id=dossier.id,
                )


def known_subjects(reading: Reading) -> dict[str, Subject]:
    """The subjects by address, found once a reading."""
    found: dict[str, Subject] = reading.remembered("subjects", lambda: {s.address: s for s in subjects(reading)})
    return found


def subject_at(address: str, reading: Reading) -> Subject | None:
    """The subject whose newest stories stand at `address`."""
    return known_subjects(reading).get(address)


def _month_link(subject: Subject, month: str) -> Link:
    year, number = month.split("-")
    name = month_name(date(int(year), int(number), 1), subject.language)
    return Link(name, f"{subject.address}/{year}/{number}")


def _page_address(subject: Subject, month: str, number: int) -> str:
    first = f"{subject.address}/{month.replace('-', '/')}"
    return first if number == 1 else f"{first}/{number}"
