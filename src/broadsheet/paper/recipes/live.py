"""Live blogs: the parts on which their entries stand for good, and what tells an open page of new ones.

/2026/11/23/flood/live/1      entries 1 to 20, the oldest first: later entries never shift them
/2026/11/23/flood/live.json   the numbers of the newest entries
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from broadsheet.paper.gathering import JSON, Moved, Nothing, PlainPage, TemplatePage
from broadsheet.paper.live_entries import PARTS_SHOWN, Setting, part_address, part_link
from broadsheet.paper.live_pieces import LivePartPage
from broadsheet.paper.phrases import phrase
from broadsheet.paper.pieces import Link, Meta
from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks
from broadsheet.paper.rows import StoryRow
from broadsheet.press import keys
from broadsheet.stories.live_blogs import A_PART, part_of
from broadsheet.stories.models import LiveBlog, StoryAddress

DATA = "/live.json"

_AT = re.compile(r"^(?P<story>.+)/live(?:/(?P<part>[1-9]\d{0,8})|\.json)$")

Made = TemplatePage | PlainPage | Moved | Nothing


class LiveRecipe:
    """The parts of every live blog, under each address that its story ever had; its data under the present one."""

    name = "live"
    templates: Sequence[str] = ("live_part.html",)

    def addresses(self, reading: Reading) -> Iterable[str]:
        return self._below(LiveBlog.objects.values_list("story_id", "last_number"), {})

    def rank(self, address: str) -> int:
        return ranks.of_address(address)

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        every: set[int] = set()
        parts: dict[int, set[int]] = defaultdict(set)
        for kind, _, rest in (key.partition(":") for key in changed):
            story_id, _, part = rest.partition("/")
            if kind in ("story", "address"):
                every.add(int(story_id))
            elif kind == "live" and (not part or part.isdecimal()):
                # Parts that lead to one that has come or gone have noted that themselves.
                parts[int(story_id)] |= {int(part)} if part else set()
        ids = every | parts.keys()
        found = LiveBlog.objects.filter(story_id__in=sorted(ids)) if ids else LiveBlog.objects.none()
        some = {story_id: numbers for story_id, numbers in parts.items() if story_id not in every}
        return self._below(found.values_list("story_id", "last_number"), some)

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        bases = {match["story"] for address in addresses if (match := _AT.match(address))}
        query = StoryAddress.objects.filter(address__in=sorted(bases)).values_list("address", "story_id", "current")
        self._known = {address: (story_id, current) for address, story_id, current in query}
        reading.prime(story_id for story_id, _ in self._known.values() if story_id is not None)

    def gather(self, address: str, reading: Reading) -> Made:
        match = _AT.match(address)
        story_id, current = self._known.get(match["story"], (None, False)) if match else (None, False)
        with reading.noting.afresh() as notes:
            blog = reading.live_blog(story_id) if story_id is not None else None
            if match is None or story_id is None or blog is None:
                return Nothing(notes)
            reading.noting.key(keys.of("address", story_id))
            story = reading.story(story_id)
            if match["part"] is None:
                reading.noting.key(keys.live(story_id))
                if not current:
                    return Nothing(notes)
                if story is None or blog.closed_at is not None:
                    return Moved(notes, address, "")
                return PlainPage(notes, address, self.name, story.language, JSON, _data(story, reading))
            number = int(match["part"])
            if number > blog.parts:
                return Nothing(notes)
            rows = reading.live_part(story_id, number)
            if story is None or not rows:
                return Moved(notes, address, "")
            if not current:
                return Moved(notes, address, part_address(story, number))
            page = _part_page(story, number, reading)
            return TemplatePage(
                notes, address, self.name, story.language, "live_part.html", page, reading.look.renderer
            )

    def _below(self, blogs: Iterable[tuple[int, int]], some: Mapping[int, set[int]]) -> Iterable[str]:
        """The addresses below those of these stories; of the blogs in `some` only its parts."""
        last = dict(blogs)
        query = StoryAddress.objects.filter(story_id__in=sorted(last)).values_list("address", "story_id", "current")
        for address, story_id, current in query:
            if current:
                yield address + DATA
            for number in range(1, (part_of(last[story_id]) if last[story_id] else 0) + 1):
                if number in some.get(story_id, (number,)):
                    yield f"{address}/live/{number}"


def _data(story: StoryRow, reading: Reading) -> bytes:
    numbers = [row.number for row in reading.live_entries(story.id)][-PARTS_SHOWN * A_PART :]
    return msgspec.json.encode({"entries": numbers})


def _part_page(story: StoryRow, number: int, reading: Reading) -> LivePartPage:
    reading.noting.key(keys.live_parts(story.id))
    parts = sorted({part_of(row.number) for row in reading.live_entries(story.id)})
    place = parts.index(number)
    site, section = reading.site(story.language), reading.section(story.section_id)
    title = phrase("Part {number}", story.language, number=number)
    canonical = reading.paper.address + part_address(story, number)
    name = f"{story.headline}: {title}"
    meta = Meta(f"{site.publication} - {name}", name, canonical, "website", image=reading.share_picture(story))
    return LivePartPage(
        site=site,
        meta=meta,
        title=title,
        story=Link(story.headline, story.address),
        section=reading.section_link(section) if section else Link("", "/"),
        entries=Setting(story, reading).entries(reading.live_part(story.id, number)),
        earlier=part_link(story, parts[place - 1]) if place else None,
        later=part_link(story, parts[place + 1]) if place + 1 < len(parts) else None,
        style=reading.look.address("live.css"),
    )
