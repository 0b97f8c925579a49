"""Questions about lists of stories, each answered from one index and noted by the narrowest key for its changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Substr

from broadsheet.paper.notes import Noting
from broadsheet.press import keys
from broadsheet.stories.models import Listing, Mute

REMEMBERED_MONTHS = 1_000
"""Months whose stories a reading keeps at hand; the pages of one month are asked for one after another."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One story's place in a list."""

    story_id: int
    published_at: datetime
    day: str


class Lists:
    """The lists, asked on behalf of the page whose `noting` is in hand."""

    def __init__(self, noting: Noting) -> None:
        self.noting = noting
        self._months: dict[str, list[str]] = {}
        self._of_month: dict[tuple[str, str], list[int]] = {}
        self._before: dict[tuple[str, int], list[tuple[int, str]]] = {}

    def newest(self, name: str, count: int) -> list[int]:
        """The newest `count` stories of list `name`, newest first."""
        self.noting.key(keys.listing(name))
        return list(_newest_first(name).values_list("story_id", flat=True)[:count])

    def since(self, name: str, earliest: datetime, count: int) -> list[int]:
        """The newest `count` stories published at or after `earliest`."""
        self.noting.key(keys.listing(name))
        query = _newest_first(name).filter(published_at__gte=earliest)
        return list(query.values_list("story_id", flat=True)[:count])

    def months(self, name: str) -> list[str]:
        """Months ("2026-11") in which the list has stories, newest first."""
        self.noting.key(keys.months(name))
        if name not in self._months:
            query = Listing.objects.filter(list=name).annotate(month=Substr("day", 1, 7))
            found = query.values_list("month", flat=True).distinct().order_by()
            self._months[name] = sorted(found, reverse=True)
        return self._months[name]

    def month(self, name: str, month: str) -> list[int]:
        """The stories of one month, oldest first: places that later stories never shift."""
        self.noting.key(keys.span(name, month))
        found = self._of_month.get((name, month))
        if found is None:
            if len(self._of_month) >= REMEMBERED_MONTHS:
                self._of_month.clear()
            query = Listing.objects.filter(list=name, day__gte=f"{month}-00", day__lte=f"{month}-99")
            found = list(query.order_by("published_at", "story_id").values_list("story_id", flat=True))
            self._of_month[name, month] = found
        return found

    def before(self, name: str, entry: Entry, count: int) -> list[int]:
        """The `count` stories that stand next below `entry` in the list: they do not change when newer ones come."""
        found = self._before.get((name, entry.story_id))
        if found is None:
            query = _newest_first(name).filter(published_at__lte=entry.published_at)
            older = Q(published_at__lt=entry.published_at) | Q(story_id__lt=entry.story_id)
            found = list(query.filter(older).values_list("story_id", "day")[:count])
        if len(found) < count:
            self.noting.key(keys.listing(name))
        else:
            self.noting.all_keys(keys.between(name, found[-1][1], entry.day))
        return [story_id for story_id, _ in found]

    def prime_before(self, name: str, entries: Sequence[Entry], count: int) -> list[int]:
        """Ask `before` for neighbouring `entries` at once; returns the stories found. Others are asked one by one."""
        newest = max(entry.published_at for entry in entries)
        query = _newest_first(name).filter(published_at__lte=newest)
        stretch = list(query.values_list("story_id", "day")[: len(entries) * 2 + count])
        places = {story_id: place for place, (story_id, _) in enumerate(stretch)}
        found: set[int] = set()
        for entry in entries:
            place = places.get(entry.story_id)
            if place is None or place + count >= len(stretch):
                continue
            below = stretch[place + 1 : place + 1 + count]
            self._before[name, entry.story_id] = below
            found.update(story_id for story_id, _ in below)
        return sorted(found)

    def let_go(self) -> None:
        """Forget what was primed."""
        self._before.clear()

    def exists(self, name: str) -> bool:
        """Whether the list has any story at all."""
        self.noting.key(keys.months(name))
        return Listing.objects.filter(list=name).exists()


def muted(noting: Noting) -> list[int]:
    """The stories that stand in no live list, by number."""
    noting.key(keys.MUTED)
    return list(Mute.objects.filter(ended_at=None).order_by("story_id").values_list("story_id", flat=True))


def _newest_first(name: str):  # type: ignore[no-untyped-def]
    return Listing.objects.filter(list=name).order_by("-published_at", "-story_id")
