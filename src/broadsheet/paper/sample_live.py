"""Specimens of a live blog: its page and a part of it, made of a specimen story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from broadsheet.paper.live_pieces import EntryPiece, KeyPoint, LivePage, LivePartPage, LiveTelling
from broadsheet.paper.pieces import ArticlePage, Block, Link, Moment

At = Callable[[datetime], Moment]


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
        text=page.more[number % 4].standfirst,
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
    return LivePage(page.site, page.meta, page.article, page.more, page.related, telling(page, at, moment))


def part(page: ArticlePage, at: datetime, moment: At) -> LivePartPage:
    entries = telling(page, at, moment).entries
    story, other = Link(page.article.headline, "/2026/03/story-0"), Link("3", "/2026/03/story-0/live/3")
    head, section = replace(page.meta, kind="website", story_id=0), page.article.section
    return LivePartPage(page.site, head, "2", story, section, entries, None, other, "/-/live.css")
