"""Sitemaps: an index, one a month of stories, one of everything that is not a story, and the news of two days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from broadsheet.paper.gathering import XML, Nothing, TemplatePage
from broadsheet.paper.part_pieces import SitemapEntry, SitemapPage
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes.lists import subjects
from broadsheet.press import keys
from broadsheet.stories.publication import NEWS_AGE

INDEX = "/sitemap.xml"
PAGES = "/sitemap/pages.xml"
NEWS = "/sitemap-news.xml"
MOST_NEWS = 1_000
"""**Source:** Google's news sitemap rules: two days, at most 1,000 addresses."""

_MONTH = re.compile(r"^/sitemap/(?P<language>[a-z-]+)-(?P<month>\d{4}-\d\d)\.xml$")


class SitemapRecipe:
    name = "sitemap"

    def addresses(self, reading: Reading) -> Iterable[str]:
        yield INDEX
        yield PAGES
        for language in reading.languages():
            yield _news_address(language, reading)
            for month in reading.lists.months(f"language/{language}"):
                yield f"/sitemap/{language}-{month}.xml"

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        found = set()
        for key in changed:
            kind, _, rest = key.partition(":")
            name, _, span = rest.partition(":")
            if key == "news" or kind == "front":
                found |= {_news_address(code, reading) for code in reading.languages()} | {INDEX, PAGES}
            elif kind == "list" and name.startswith("language/") and _is_month(span):
                found |= {f"/sitemap/{name.removeprefix('language/')}-{span}.xml"}
        return sorted(found)

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        reading.let_go()

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        with reading.noting.afresh() as notes:
            template, language, entries = "sitemap.xml", reading.paper.languages[0], None
            month = _MONTH.match(address)
            if address == INDEX:
                template, entries = "sitemap-index.xml", _index(reading)
            elif address == PAGES:
                entries = _pages(reading)
            elif address.endswith(NEWS):
                language = address.removesuffix(NEWS).strip("/") or language
                if language in reading.languages():
                    template, entries = "sitemap-news.xml", _news(language, reading)
            elif month and month["language"] in reading.languages():
                language = month["language"]
                ids = reading.lists.month(f"language/{language}", month["month"])
                entries = _stories(ids, reading) or None
            if entries is None:
                return Nothing(notes)
            front = reading.front(language)
            context = SitemapPage(front.name if front else reading.paper.name, language, entries)
            return TemplatePage(notes, address, self.name, "", template, context, reading.look.renderer, XML)


def _is_month(span: str) -> bool:
    return len(span) == 7 and span[:4].isdigit()


def _news_address(language: str, reading: Reading) -> str:
    return reading.prefix(language) + NEWS


def _index(reading: Reading) -> tuple[SitemapEntry, ...]:
    base = reading.paper.address
    found = [SitemapEntry(base + PAGES, "")]
    for language in reading.languages():
        reading.noting.key(keys.of("front", language))
        for month in reading.lists.months(f"language/{language}"):
            found.append(SitemapEntry(f"{base}/sitemap/{language}-{month}.xml", ""))
    return tuple(found)


def _pages(reading: Reading) -> tuple[SitemapEntry, ...]:
    base = reading.paper.address
    found = [base + (reading.prefix(code) or "/") for code in reading.languages()]
    for subject in subjects(reading):
        reading.noting.key(subject.key)
        if subject.list.startswith("section/") or reading.lists.exists(subject.list):
            found.append(base + subject.address)
    return tuple(SitemapEntry(address, "") for address in found)


def _news(language: str, reading: Reading) -> tuple[SitemapEntry, ...]:
    reading.noting.key("news")
    ids = reading.lists.since(f"language/{language}", reading.now - NEWS_AGE, MOST_NEWS)
    return _stories(ids, reading)


def _stories(ids: Sequence[int], reading: Reading) -> tuple[SitemapEntry, ...]:
    return tuple(
        SitemapEntry(
            reading.paper.address + outline.address,
            reading.iso(outline.changed_at),
            outline.headline,
            reading.iso(outline.published_at),
        )
        for outline in reading.outlines(ids)
    )
