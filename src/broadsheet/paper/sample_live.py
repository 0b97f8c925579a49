"""Specimens of what runs on: a live blog's page and a part of it, and a dossier, made of a specimen story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from broadsheet.paper.dossier_pieces import DossierPage, Person, Said, Step
from broadsheet.paper.live_pieces import EntryPiece, KeyPoint, LivePage, LivePartPage, LiveTelling
from broadsheet.paper.pieces import ArticlePage, Block, Link, Moment

At = Callable[[datetime], Moment]


def running(
    article: Callable[[str], ArticlePage], at: datetime, said: Callable[[datetime, str], Moment]
) -> dict[str, Callable[[str], object]]:
    """Template → what makes a page for it, given a language."""

    def when(language: str) -> At:
        return lambda moment: said(moment, language)

    return {
        "live.html": lambda language: live(article(language), at, when(language)),
        "live_part.html": lambda language: part(article(language), at, when(language)),
        "dossier.html": lambda language: dossier(article(language), at, when(language)),
    }


def entry(number: int, page: ArticlePage, at: datetime, moment: At) -> EntryPiece:
    posted = moment(at + timedelta(minutes=7 * number))
    blocks: dict[int, tuple[Block, ...]] = {1: page.article.body[1:2], 2: page.article.body[5:6]}
    author = page.article.authors[0]
    return EntryPiece(
        number=number,
        address=f"/2026/03/story-0/live/1#entry-{number}",
        headline=page.more[number % 4].headline if number % 2 else "",
        posted=posted,
        clock=posted.text[-5:],
        day=posted.date if number == 3 else "",
        corrected=moment(at + timedelta(hours=1)) if number == 2 else None,
        corrected_clock="13:00" if number == 2 else "",
        author=Link(author.name, author.address),
        body=page.article.body[:1] + blocks.get(number, ()),
        is_key=number == 1,
        is_pinned=number == 3,
        text=page.more[number % 4].standfirst or page.more[number % 4].headline,
    )


def telling(page: ArticlePage, at: datetime, moment: At) -> LiveTelling:
    entries = tuple(entry(number, page, at, moment) for number in (3, 2, 1))
    points = tuple(KeyPoint(one.headline or one.text, one.address, one.clock, one.posted.iso) for one in entries[1:])
    parts = tuple(Link(f"{number}", f"/2026/03/story-0/live/{number}") for number in (1, 2, 3))
    data = "/2026/03/story-0/live.json"
    return LiveTelling(
        moment(at), None, points, entries[:1], entries[1:], parts, 3, data, "/-/live.css", "/-/live.js"
    )  # fmt: skip


def live(page: ArticlePage, at: datetime, moment: At) -> LivePage:
    story = page.article
    return LivePage(page.site, page.meta, story, page.more, page.related, page.dossiers, telling(page, at, moment))


def part(page: ArticlePage, at: datetime, moment: At) -> LivePartPage:
    entries = telling(page, at, moment).entries
    story, other = Link(page.article.headline, "/2026/03/story-0"), Link("3", "/2026/03/story-0/live/3")
    head, section = replace(page.meta, kind="website", story_id=0), page.article.section
    return LivePartPage(page.site, head, "2", story, section, entries, None, other, "/-/live.css")


def dossier(page: ArticlePage, at: datetime, moment: At) -> DossierPage:
    head, made = replace(page.meta, kind="website", story_id=0), moment(at)
    who, first = page.article.authors[0], page.more[0]
    return DossierPage(
        site=page.site,
        meta=head,
        title=page.article.kicker,
        summary=page.article.standfirst,
        html=f"<p>{page.article.standfirst}</p>",
        timeline=tuple(Step(card.headline, card.address, card.published) for card in reversed(page.more)),
        people=(Person(who.name, who.role, who.portrait), Person(who.name, "", None)),
        quotations=(Said(first.teaser, who.name, made.date, made.iso[:10], Link(first.headline, first.address)),),
        cards=page.more,
        months=(),
        style="/-/dossier.css",
    )
