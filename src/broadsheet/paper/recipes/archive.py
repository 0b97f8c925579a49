"""The archive of a language by time: every story is three steps from the front.

/ ──▶ /2006 ──▶ /2006/11/23 ──▶ the story        also /archive (all years and months) and /2006/11 (a month's days)

These addresses are the beginnings of stories' own. A publication touches its day; the first of a day touches its year,
and the same day of other years, which lead to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from broadsheet.paper import markup
from broadsheet.paper.gathering import Nothing, TemplatePage
from broadsheet.paper.part_pieces import ArchivePage, LinkGroup
from broadsheet.paper.phrases import day as day_name
from broadsheet.paper.phrases import month as month_name
from broadsheet.paper.phrases import number, phrase
from broadsheet.paper.pieces import Card, Link, Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.recipes.lists import subject_at

NAME = "/archive"

_ADDRESS = re.compile(r"(?P<home>(?:/[A-Za-z-]+)?)(?:/archive|/(?P<span>\d{4}(?:/\d\d(?:/\d\d)?)?))\Z")
_DAY = re.compile(r"/\d{4}/\d\d/\d\d\Z")
_KEY = re.compile(r"list:language/(?P<language>[^:]+):(?P<span>months|\d{4}(?:-\d\d-\d\d)?)\Z")


class ArchiveRecipe:
    """All years, each year, month and day in which a language has stories."""

    name = "archive"
    templates: Sequence[str] = ("archive.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        for language in reading.languages():
            home, name = reading.prefix(language), _list(language)
            for year in years(language, reading):
                days = reading.lists.days_of(name, year)
                yield f"{home}/{year}"
                yield from sorted({f"{home}/{_path(day[:7])}" for day in days})
                yield from (f"{home}/{_path(day)}" for day in days)
            if has_archive(language, reading):
                yield home + NAME

    def rank(self, address: str) -> int:
        # Fronts lead to the years: these are there before them.
        return ranks.of_address(address) if _DAY.search(address) else ranks.SHARED

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        if any(key.startswith("front:") for key in changed):
            yield from (reading.prefix(code) + NAME for code in reading.languages())
        for key in changed:
            found = _KEY.match(key)
            if found is None or found["language"] not in reading.languages():
                continue
            home, span = reading.prefix(found["language"]), found["span"]
            if span == "months":
                yield home + NAME
            elif len(span) == 4:
                yield f"{home}/{span}"
            else:
                yield f"{home}/{_path(span)}"
                yield f"{home}/{_path(span[:7])}"

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        reading.let_go()

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        with reading.noting.afresh() as notes:
            found = _ADDRESS.match(address)
            language = reading.language_at(found["home"]) if found else ""
            if found is None or not language:
                return Nothing(notes)
            span = (found["span"] or "").replace("/", "-")
            context = self._all(language, reading) if not span else self._span(span, language, reading)
            if context is None:
                return Nothing(notes)
            return TemplatePage(notes, address, self.name, language, "archive.html", context, reading.look.renderer)

    def _all(self, language: str, reading: Reading) -> ArchivePage | None:
        months = reading.lists.months(_list(language))
        if not has_archive(language, reading):
            return None
        groups = tuple(
            LinkGroup(
                _link(year, language, reading), tuple(_link(m, language, reading) for m in months if m[:4] == year)
            )
            for year in years(language, reading)
        )
        return _page(phrase("Archive", language), NAME, language, reading, groups=groups)

    def _span(self, span: str, language: str, reading: Reading) -> ArchivePage | None:
        name = _list(language)
        title = _link(span, language, reading).name
        if len(span) == 10:
            return self._of_day(span, title, language, reading)
        days = [day for day in reading.lists.days_of(name, span[:4]) if day.startswith(span)]
        if not days:
            return None
        months = sorted({day[:7] for day in days}, reverse=True)
        groups = tuple(
            LinkGroup(
                _link(month, language, reading), tuple(_day(day, language, reading) for day in days if day[:7] == month)
            )
            for month in months
        )
        return _page(
            title, f"/{_path(span)}", language, reading, groups=groups, up=(span[:4],) if len(span) > 4 else ()
        )

    def _of_day(self, day: str, title: str, language: str, reading: Reading) -> ArchivePage | None:
        ids = reading.lists.of_day(_list(language), day)
        if not ids:
            return None
        others = reading.lists.in_other_years(_list(language), day)
        heading = Link(phrase("On this day in other years", language), reading.prefix(language) + NAME)
        links = tuple(
            Link(number(int(other[:4]), language), _link(other, language, reading).address) for other in others
        )
        return _page(
            title,
            f"/{_path(day)}",
            language,
            reading,
            groups=(LinkGroup(heading, links),) if links else (),
            cards=reading.cards(ids),
            up=(day[:4], day[:7]),
        )


def has_archive(language: str, reading: Reading) -> bool:
    """Whether the page of all years is there: not where a section has its address from before."""
    return subject_at(reading.prefix(language) + NAME, reading) is None


def years(language: str, reading: Reading) -> list[str]:
    """The years in which the language has stories, newest first."""
    return list(dict.fromkeys(month[:4] for month in reading.lists.months(_list(language))))


def year_links(language: str, reading: Reading) -> tuple[Link, ...]:
    """The way into the archive."""
    return tuple(_link(year, language, reading) for year in years(language, reading))


def _page(  # noqa: PLR0913
    title: str,
    path: str,
    language: str,
    reading: Reading,
    *,
    groups: tuple[LinkGroup, ...] = (),
    cards: tuple[Card, ...] = (),
    up: tuple[str, ...] = (),
) -> ArchivePage:
    site = reading.site(language)
    address = reading.paper.address + reading.prefix(language) + path
    way = (Link(phrase("Archive", language), site.archive), *(_link(span, language, reading) for span in up))
    meta = Meta(
        title=f"{site.publication} - {title}",
        description=f"{phrase('Archive', language)}: {title} - {site.publication}",
        canonical=address,
        kind="website",
        json_ld=markup.listing(title, address, site, cards=cards, author=None),
    )
    return ArchivePage(site, meta, title, way if path != NAME else (), groups, cards)


def _link(span: str, language: str, reading: Reading) -> Link:
    """To a year, a month or a day, by its name."""
    address = f"{reading.prefix(language)}/{_path(span)}"
    if len(span) == 4:
        return Link(number(int(span), language), address)
    if len(span) == 7:
        return Link(month_name(date.fromisoformat(span + "-01"), language), address)
    return Link(day_name(date.fromisoformat(span), language), address)


def _day(day: str, language: str, reading: Reading) -> Link:
    return Link(number(int(day[8:]), language), f"{reading.prefix(language)}/{_path(day)}")


def _list(language: str) -> str:
    return f"language/{language}"


def _path(span: str) -> str:
    return span.replace("-", "/")
