"""A small cast of pages in English and Khmer: for the specimen page, for the check of themes, and for tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from broadsheet.paper.part_pieces import (
    ArchivePage,
    FeedItem,
    FeedPage,
    LinkGroup,
    MessagePage,
    MostViewedItem,
    MostViewedShell,
    SearchPage,
    SitemapEntry,
    SitemapPage,
)
from broadsheet.paper.phrases import moment, month, phrase
from broadsheet.paper.picture_pieces import Picture
from broadsheet.paper.pieces import (
    Article,
    ArticlePage,
    Author,
    Card,
    FactBox,
    FrontPage,
    LanguageLink,
    Link,
    ListBlock,
    ListPage,
    Meta,
    PhotoBlock,
    Prose,
    Quotation,
    Related,
    Site,
    Strip,
    Table,
)
from broadsheet.paper.sample_corrections import corrections, notes, versions
from broadsheet.paper.sample_live import running

WORDS: dict[str, Any] = json.loads(Path(__file__).with_name("sample_words.json").read_text("utf-8"))
"""An invented paper on an invented river, in English and Khmer."""

ZONE = ZoneInfo("Asia/Phnom_Penh")
NOON = datetime(2026, 3, 22, 5, 0, tzinfo=UTC)
LANGUAGES = {"en": "English", "km": "ភាសាខ្មែរ"}


def picture(number: int, language: str = "en") -> Picture:
    alt, caption, credit = WORDS[language]["pictures"][number % len(WORDS[language]["pictures"])]
    stem, widths = f"/media/{number % 6:032x}", (320, 640, 960, 1440)
    return Picture(alt, caption, credit, 1440, 960, stem, widths, ("avif", "webp", "jpg"))


def site(language: str) -> Site:
    words, home = WORDS[language], "/" if language == "en" else f"/{language}/"
    return Site(
        publication=words["publication"],
        tagline=words["tagline"],
        language=language,
        direction="ltr",
        base_url="https://courier.example",
        home=home,
        logo="/-/logo.svg",
        logo_alt=phrase("Logo of {publication} newspaper", language, publication=words["publication"]),
        nav=tuple(Link(name, f"{home}section-{i}/") for i, name in enumerate(words["sections"])),
        languages=tuple(
            LanguageLink(code, name, "/" if code == "en" else f"/{code}/") for code, name in LANGUAGES.items()
        ),
        style="/-/paper.css",
        beacon="/-/beacon.js",
        feed=f"{home}feed.xml",
        search=f"{home}search",
        archive=f"{home}archive",
        about=words["about"],
        logo_is_mark=True,
        logo_width=56,
        icon="/-/favicon.svg",
    )


def meta(language: str, title: str, **more: object) -> Meta:
    publication = WORDS[language]["publication"]
    first = Meta(title=f"{publication} - {title}", description=WORDS[language]["tagline"], canonical="", kind="website")
    return replace(first, **more)


def card(number: int, language: str, *, bare: bool = False) -> Card:
    words = WORDS[language]
    stories = words["stories"]
    section, headline, standfirst, teaser = stories[number % len(stories)]
    here = site(language)
    return Card(
        story_id=number + 1,
        headline=headline,
        address=f"{here.home}2026/03/story-{number}",
        kicker=words["kicker"] if number % 5 == 3 else "",
        standfirst=standfirst,
        teaser=teaser,
        section=here.nav[section],
        published=moment(NOON - timedelta(hours=5 * number), language, ZONE),
        picture=None if bare else picture(number, language),
        byline=words["authors"][number % 2] if number % 3 else "",
    )


def cards(language: str, *numbers: int, bare: tuple[int, ...] = ()) -> tuple[Card, ...]:
    return tuple(card(number, language, bare=number in bare) for number in numbers)


def author(language: str, number: int = 0) -> Author:
    words = WORDS[language]
    return Author(
        name=words["authors"][number],
        address=f"{site(language).home}by/{number}",
        role=words["role"],
        biography=words["biography"],
        portrait=picture(5, language),
    )


def article(language: str = "en") -> ArticlePage:
    words = WORDS[language]
    first = card(0, language)
    paragraphs = words["paragraphs"]
    head, *rows = words["table"]
    story = Article(
        story_id=81,
        headline=first.headline,
        kicker=words["kicker"],
        standfirst=first.standfirst,
        authors=(author(language, 0), author(language, 1)),
        dateline=words["place"],
        section=first.section,
        published=moment(NOON, language, ZONE),
        updated=moment(NOON + timedelta(hours=2), language, ZONE),
        picture=picture(0, language),
        body=(
            Prose("".join(f"<p>{p}</p>" for p in paragraphs[:3])),
            Quotation(f"<p>{words['quotation'][0]}</p>", words["quotation"][1]),
            Prose(f"<h2>{words['crosshead']}</h2>" + "".join(f"<p>{p}</p>" for p in paragraphs[3:5])),
            FactBox(words["fact_title"], "".join(f"<p>{p}</p>" for p in words["facts"])),
            Prose("".join(f"<p>{p}</p>" for p in paragraphs[5:7])),
            PhotoBlock(picture(1, language)),
            ListBlock(False, tuple(words["list"])),
            Table(words["table_caption"], tuple(head), tuple(tuple(row) for row in rows)),
            Prose("".join(f"<p>{p}</p>" for p in paragraphs[7:])),
        ),
        topics=tuple(Link(name, f"{site(language).home}topic/{i}") for i, name in enumerate(words["topics"])),
        agency=words["agency"],
        reading_minutes=4,
        corrections=notes(moment(NOON, language, ZONE), paragraphs[1]),
    )
    head_of_it = meta(
        language,
        story.headline,
        kind="article",
        description=story.standfirst,
        canonical=f"https://courier.example{first.address}",
        story_id=81,
        image=story.picture,
        feed=Link(first.section.name, first.section.address + "feed.xml"),
        translations=tuple(LanguageLink(c, n, f"/{c}/story") for c, n in LANGUAGES.items() if c != language),
        json_ld='{"@type":"NewsArticle","headline":"</script>"}',
    )
    like = tuple(Related(c.headline, c.address, c.published) for c in cards(language, 8, 9, 10))
    return ArticlePage(site(language), head_of_it, story, cards(language, 4, 5, 6, 7, bare=(6,)), like)


def front(language: str = "en") -> FrontPage:
    here = site(language)
    strips = tuple(
        Strip(here.nav[i], cards(language, *range(8 + 4 * i, 12 + 4 * i), bare=(8 + 4 * i + 2,))) for i in range(4)
    )
    return FrontPage(
        here,
        meta(language, WORDS[language]["tagline"], canonical="https://courier.example" + here.home),
        card(0, language),
        cards(language, 1, 2, 3, 4),
        cards(language, 5, 6, 7, 8, 9, 10, 11, 12),
        strips,
    )


def listing(language: str = "en") -> ListPage:
    section = site(language).nav[1]
    return ListPage(
        site(language),
        meta(language, section.name, canonical="https://courier.example" + section.address),
        title=section.name,
        description=WORDS[language]["tagline"],
        author=None,
        lead=card(3, language),
        cards=cards(language, *range(4, 12), bare=(6, 9)),
        months=tuple(
            Link(month(date(year, m, 1), language), f"{section.address}{year}-{m}/")
            for year, last in ((2026, 3), (2025, 12))
            for m in range(last, 0, -1)
        ),
        newer=Link(month(date(2026, 4, 1), language), section.address),
        older=Link(month(date(2026, 2, 1), language), section.address + "2026-02/"),
    )


def byline(language: str = "en") -> ListPage:
    who = author(language)
    return replace(listing(language), title=who.name, description="", author=who, lead=None, months=())


def message(language: str = "en") -> MessagePage:
    heading = phrase("Page not found", language)
    text = phrase("There is no page at this address. It may have been mistyped, or the link may be broken.", language)
    return MessagePage(
        site(language), meta(language, heading, robots="noindex"), heading, text, cards(language, 0, 1, 2, 3, 4, 5)
    )


def feed(language: str = "en") -> FeedPage:
    first = card(0, language)
    item = FeedItem(
        title="Fish & <rice>",
        address="https://courier.example" + first.address,
        guid="tag:courier.example,2026:1",
        description=first.teaser,
        published_rfc822="Sun, 22 Mar 2026 12:00:00 +0700",
        published="2026-03-22T12:00:00+07:00",
        updated="2026-03-22T12:00:00+07:00",
        creator=WORDS[language]["authors"][0],
        category=first.section.name,
        image="https://courier.example/media/00000000000000000000000000000000-960.jpg",
        image_type="image/jpeg",
        image_bytes=12345,
    )
    return FeedPage(
        language,
        title=WORDS[language]["publication"],
        description=WORDS[language]["tagline"],
        address="https://courier.example/feed.xml",
        home="https://courier.example/",
        items=(item, replace(item, creator="", category="", image="", guid=item.address)),
        updated=item.updated,
        publication=WORDS[language]["publication"],
    )


def sitemap(language: str = "en") -> SitemapPage:
    return SitemapPage(
        WORDS[language]["publication"],
        language,
        (SitemapEntry("https://courier.example/a?b&c", "2026-03-22T12:00:00+07:00", "Fish & rice"),),
    )


def shell(language: str = "en") -> MostViewedShell:
    return MostViewedShell(language)


def item(number: int = 0, language: str = "en", *, bare: bool = False) -> MostViewedItem:
    thumb = None if bare else replace(picture(number, language), width=192, height=192, widths=(192,))
    return MostViewedItem(language, card(number, language, bare=True), thumb)


def archive(language: str = "en") -> ArchivePage:
    group = LinkGroup(Link("2026", "/2026"), (Link("22", "/2026/03/22"),))
    return ArchivePage(
        site(language), meta(language, "2026"), "2026", (group.heading,), (group,), cards(language, 1, 2)
    )


PAGES: dict[str, Callable[[str], object]] = {
    "article.html": article,
    **running(article, NOON, lambda at, language: moment(at, language, ZONE)),
    "front.html": front,
    "list.html": listing,
    "message.html": message,
    "corrections.html": lambda language: corrections(site(language), meta(language, "Corrections"), NOON),
    "versions.html": lambda language: versions(site(language), meta(language, "Versions"), NOON),
    "saved.html": message,
    "archive.html": archive,
    "search.html": lambda language: SearchPage(site(language), meta(language, "Search")),
    "feed.xml": feed,
    "atom.xml": feed,
    "sitemap.xml": sitemap,
    "sitemap-index.xml": sitemap,
    "sitemap-news.xml": sitemap,
    "most_viewed.html": shell,
    "most_viewed_item.html": lambda language: item(0, language),
}
"""Every template that the press renders → what makes a page for it, given a language."""
