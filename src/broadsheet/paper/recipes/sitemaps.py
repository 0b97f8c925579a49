"""Sitemaps: an index, one a block of stories, one of everything that is not a story, and the news of two days.

A block holds the stories whose numbers lie side by side: a publication changes one of them, a withdrawal shifts none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from broadsheet.paper.gathering import XML, Nothing, TemplatePage
from broadsheet.paper.part_pieces import SitemapEntry, SitemapPage
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.recipes.archive import has_archive
from broadsheet.paper.recipes.lists import subjects
from broadsheet.press import keys
from broadsheet.stories.publication import NEWS_AGE

INDEX = "/sitemap.xml"
PAGES = "/sitemap/pages.xml"
NEWS = "/sitemap-news.xml"
MOST_NEWS = 1_000
"""**Source:** Google's news sitemap rules: two days, at most 1,000 addresses."""

_BLOCK = re.compile(r"^/sitemap/stories-(?P<number>\d{1,12})\.xml$")


class SitemapRecipe:
    name = "sitemap"
    templates: Sequence[str] = ("sitemap.xml", "sitemap-index.xml", "sitemap-news.xml")

    def addresses(self, reading: Reading) -> Iterable[str]:
        yield INDEX
        yield PAGES
        for language in reading.languages():
            yield _news_address(language, reading)
        for number in reading.lists.blocks(reading.languages()):
            yield _block_address(number)

    def rank(self, address: str) -> int:
        return ranks.MAPS

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        found = set()
        for key in changed:
            kind, _, rest = key.partition(":")
            if key == "news":
                found |= {_news_address(code, reading) for code in reading.languages()}
            elif kind == "front":
                found |= {_news_address(code, reading) for code in reading.languages()} | {INDEX, PAGES}
            elif kind == "block":
                found.add(_block_address(int(rest)))
            elif kind in ("section", "byline", "topic", "dossier") or rest.endswith(":months"):
                found.add(PAGES)
        return sorted(found)

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        pass

    def gather(self, address: str, reading: Reading) -> TemplatePage | Nothing:
        with reading.noting.afresh() as notes:
            template, language, entries = "sitemap.xml", reading.paper.languages[0], None
            block = _BLOCK.match(address)
            publication = ""
            if address == INDEX:
                template, entries = "sitemap-index.xml", _index(reading)
            elif address == PAGES:
                entries = _pages(reading)
            elif address.endswith(NEWS):
                spoken = reading.language_at(address.removesuffix(NEWS))
                front = reading.front(spoken) if spoken else None
                if front is not None:
                    language, publication = spoken, front.name
                    template, entries = "sitemap-news.xml", _news(language, reading)
            elif block:
                entries = _stories(int(block["number"]), reading) or None
            if entries is None:
                return Nothing(notes)
            context = SitemapPage(publication, language, entries)
            return TemplatePage(notes, address, self.name, "", template, context, reading.look.renderer, XML)


def _news_address(language: str, reading: Reading) -> str:
    return reading.prefix(language) + NEWS


def _block_address(number: int) -> str:
    return f"/sitemap/stories-{number}.xml"


def _index(reading: Reading) -> tuple[SitemapEntry, ...]:
    base = reading.paper.address
    for language in reading.languages():
        reading.noting.key(keys.of("front", language))
    blocks = reading.lists.blocks(reading.languages())
    return tuple(SitemapEntry(base + address, "") for address in (PAGES, *map(_block_address, blocks)))


def _pages(reading: Reading) -> tuple[SitemapEntry, ...]:
    base = reading.paper.address
    found = [base + (reading.prefix(code) or "/") for code in reading.languages()]
    found += [base + reading.prefix(code) + "/archive" for code in reading.languages() if has_archive(code, reading)]
    for subject in subjects(reading):
        reading.noting.key(subject.key)
        if subject.list.startswith("section/") or reading.lists.exists(subject.list):
            found.append(base + subject.address)
    return tuple(SitemapEntry(address, "") for address in found)


def _news(language: str, reading: Reading) -> tuple[SitemapEntry, ...]:
    reading.noting.key("news")
    ids = reading.lists.since(f"language/{language}", reading.now - NEWS_AGE, MOST_NEWS)
    base = reading.paper.address
    return tuple(
        SitemapEntry(base + outline.address, reading.iso(outline.published_at), outline.headline)
        for outline in reading.outlines(ids)
    )


def _stories(block: int, reading: Reading) -> tuple[SitemapEntry, ...]:
    base = reading.paper.address
    return tuple(
        SitemapEntry(base + address, reading.iso(changed_at)) for address, changed_at in reading.lists.block(block)
    )
