"""Sets the entries of a live blog, for the story's own page and for the parts that their links lead to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from broadsheet.paper import body
from broadsheet.paper.live_pieces import EntryPiece, KeyPoint, LiveTelling
from broadsheet.paper.phrases import phrase
from broadsheet.paper.pieces import Link
from broadsheet.paper.reading import Reading
from broadsheet.paper.reading_live import EntryRow
from broadsheet.paper.rows import StoryRow
from broadsheet.press import keys
from broadsheet.stories.live_blogs import part_of
from broadsheet.text.languages import in_digits
from broadsheet.text.teasers import teaser

PARTS_SHOWN = 2
"""Parts on the story's own page: the newest while it is open, the first once it is closed."""
KEY_POINTS = 7
A_KEY_POINT = 18
"""Words of a key point without a headline."""


@dataclass(frozen=True, slots=True)
class Setting:
    """For whom entries are set: the story they belong to."""

    story: StoryRow
    reading: Reading

    def entries(self, rows: Sequence[EntryRow]) -> tuple[EntryPiece, ...]:
        """`rows` in their order; the day is said where it is another than that of the entry before."""
        found: list[EntryPiece] = []
        day = ""
        for row in rows:
            piece = self.entry(row)
            found.append(piece if piece.posted.date != day else replace(piece, day=""))
            day = piece.posted.date
        return tuple(found)

    def entry(self, row: EntryRow) -> EntryPiece:
        reading, story = self.reading, self.story
        who = reading.byline(row.byline_id) if row.byline_id else None
        prefix = reading.prefix(story.language)
        posted = reading.moment(row.posted_at, story.language)
        blocks = body.blocks(
            row.body,
            reading.address_of,
            lambda pk, caption: reading.picture(pk, caption, story.language, story.translation_key),
        )
        return EntryPiece(
            number=row.number,
            address=self.address(row.number),
            headline=row.headline,
            posted=posted,
            clock=self.clock(row.posted_at),
            day=posted.date,
            corrected=reading.moment(row.corrected_at, story.language) if row.corrected_at else None,
            corrected_clock=self.clock(row.corrected_at) if row.corrected_at else "",
            author=Link(who.name, f"{prefix}/by/{who.slug}") if who else None,
            body=blocks,
            is_key=row.is_key,
            is_pinned=row.is_pinned,
            text="\n".join(body.texts(row.body)) or row.headline,
        )

    def key_point(self, row: EntryRow) -> KeyPoint:
        posted, clock = self.reading.moment(row.posted_at, self.story.language), self.clock(row.posted_at)
        # A photo alone has no words to lead to it.
        text = row.headline or teaser(body.paragraphs(row.body), A_KEY_POINT) or clock
        return KeyPoint(text, self.address(row.number), clock, posted.iso)

    def address(self, number: int) -> str:
        """Where an entry is found for good."""
        return f"{part_address(self.story, part_of(number))}#entry-{number}"

    def clock(self, at: datetime) -> str:
        local = at.astimezone(self.reading.paper.timezone)
        return in_digits(f"{local.hour:02}:{local.minute:02}", self.story.language)


def live_telling(story: StoryRow, reading: Reading) -> LiveTelling | None:
    """What is told live below `story`; None where nothing is. The blog's key is noted."""
    blog = reading.live_blog(story.id)
    if blog is None:
        return None
    reading.noting.key(keys.live(story.id))
    setting, every = Setting(story, reading), reading.live_entries(story.id)
    parts = sorted({part_of(row.number) for row in every})
    is_open = blog.closed_at is None
    here = set(parts[-PARTS_SHOWN:] if is_open else parts[:PARTS_SHOWN])
    shown = [row for row in every if part_of(row.number) in here and not row.is_pinned]
    pinned = [row for row in every if row.is_pinned]
    key_points = [row for row in every if row.is_key][-KEY_POINTS:]
    newest_first = -1 if is_open else 1
    return LiveTelling(
        opened=reading.moment(blog.opened_at, story.language),
        closed=reading.moment(blog.closed_at, story.language) if blog.closed_at else None,
        key_points=tuple(setting.key_point(row) for row in key_points[::newest_first]),
        pinned=setting.entries(pinned[::newest_first]),
        entries=setting.entries(shown[::newest_first]),
        parts=tuple(part_link(story, part) for part in parts) if len(parts) > PARTS_SHOWN else (),
        latest=every[-1].number if every else 0,
        data=f"{story.address}/live.json" if is_open else "",
        style=reading.look.address("live.css"),
        script=reading.look.address("live.js") if is_open else "",
    )


def part_address(story: StoryRow, part: int) -> str:
    return f"{story.address}/live/{part}"


def part_link(story: StoryRow, part: int) -> Link:
    return Link(phrase("Part {number}", story.language, number=part), part_address(story, part))
