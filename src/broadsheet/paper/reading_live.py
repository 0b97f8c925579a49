"""What a reader page may ask about live blogs; the part of `Reading` that knows of entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextField
from django.db.models.functions import Cast

from broadsheet.paper.reading_fronts import FrontReading
from broadsheet.press import keys
from broadsheet.stories.live_blogs import part_of
from broadsheet.stories.models import LiveBlog, LiveEntry


@dataclass(frozen=True, slots=True)
class BlogRow:
    """A live blog; `last_number` counts all entries that were ever posted."""

    opened_at: datetime
    closed_at: datetime | None
    last_number: int

    @property
    def parts(self) -> int:
        return part_of(self.last_number) if self.last_number else 0


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry that readers have. `body` is raw StreamField JSON."""

    number: int
    headline: str
    body: str
    byline_id: int | None
    is_key: bool
    is_pinned: bool
    posted_at: datetime
    corrected_at: datetime | None


class LiveReading(FrontReading):
    """Live blogs, all of them read once a reading: there are few; entries a blog at a time."""

    _blogs: dict[int, BlogRow] | None = None
    _entries: dict[int, tuple[EntryRow, ...]]

    def live_blog(self, story_id: int) -> BlogRow | None:
        """How far the story is told live; None where it isn't. Opening and closing order the story's own key."""
        if self._blogs is None:
            columns = ("opened_at", "closed_at", "last_number")
            rows = LiveBlog.objects.values_list("story_id", *columns)
            self._blogs, self._entries = {pk: BlogRow(*row) for pk, *row in rows}, {}
        return self._blogs.get(story_id)

    def live_entries(self, story_id: int) -> tuple[EntryRow, ...]:
        """Every entry that readers have, the oldest first. Whoever asks notes the blog's key, or that of a part."""
        if self.live_blog(story_id) is None:
            return ()
        found = self._entries.get(story_id)
        if found is None:
            query = LiveEntry.objects.filter(blog__story=story_id, number__isnull=False, withdrawn_at=None)
            columns = ("raw", "byline_id", "is_key", "is_pinned", "posted_at", "corrected_at")
            rows = query.annotate(raw=Cast("body", TextField())).order_by("number")
            found = tuple(EntryRow(*row) for row in rows.values_list("number", "headline", *columns))
            self._entries[story_id] = found
        return found

    def live_part(self, story_id: int, part: int) -> tuple[EntryRow, ...]:
        """The entries of one part, the oldest first, and nothing of others."""
        self.noting.key(keys.live_part(story_id, part))
        return tuple(row for row in self.live_entries(story_id) if part_of(row.number) == part)
