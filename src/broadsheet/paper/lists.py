"""Questions about lists of stories, each answered from one index and noted by the narrowest key for its changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Substr
from msgspec import Struct

from broadsheet.paper import rows
from broadsheet.paper.notes import Noting
from broadsheet.press import keys
from broadsheet.stories.models import Listing, Mute
from broadsheet.stories.places import A_PAGE, BLOCK

REMEMBERED_MONTHS = 1_000
"""Months whose stories a reading keeps at hand; the pages of one month are asked for one after another."""


LISTS_AT_ONCE = 100
"""Lists that one query asks for the stories below some of theirs."""


class Entry(Struct, frozen=True):
    """One story's place in a list."""

    story_id: int
    published_at: datetime


class Lists:
    """The lists, asked on behalf of the page whose `noting` is in hand."""

    def __init__(self, noting: Noting) -> None:
        self.noting = noting
        self._months: dict[str, list[str]] = {}
        self._of_month: dict[tuple[str, str], list[int]] = {}
        self._before: dict[tuple[str, int], list[int]] = {}
        self._newest: dict[tuple[str, int], list[int]] = {}

    def newest(self, name: str, count: int) -> list[int]:
        """The newest `count` stories of list `name`, newest first."""
        self.noting.key(keys.listing(name))
        return self.peek(name, count)

    def peek(self, name: str, count: int) -> list[int]:
        """The same, noted by nobody: to read beforehand what a page will ask for."""
        if (name, count) not in self._newest:
            self._newest[name, count] = list(_newest_first(name).values_list("story_id", flat=True)[:count])
        return self._newest[name, count]

    def since(self, name: str, earliest: datetime, count: int) -> list[int]:
        """The newest `count` stories published at or after `earliest`."""
        self.noting.key(keys.listing(name))
        query = _newest_first(name).filter(published_at__gte=earliest)
        return list(query.values_list("story_id", flat=True)[:count])

    def months(self, name: str) -> list[str]:
        """Months ("2026-11") in which the list has stories, newest first."""
        self.noting.key(keys.months(name))
        if name not in self._months:
            self._months[name] = _months(name)
        return self._months[name]

    def days_of(self, name: str, year: str) -> list[str]:
        """Days ("2026-11-23") of `year` on which the list has stories, in their order."""
        self.noting.key(keys.days(name, year))
        query = Listing.objects.filter(list=name, day__gte=f"{year}-00", day__lte=f"{year}-99")
        return list(query.order_by("day").values_list("day", flat=True).distinct())

    def of_day(self, name: str, day: str) -> list[int]:
        """The stories of a day, newest first."""
        self.noting.key(keys.day(name, day))
        # Sorted here: asked for the order, SQLite walks the whole list in it to find the day's few.
        found = Listing.objects.filter(list=name, day=day).order_by().values_list("published_at", "story_id")
        return [story_id for _, story_id in sorted(found, reverse=True)]

    def in_other_years(self, name: str, day: str) -> list[str]:
        """The days of other years with the month and day of `day` on which the list has stories, newest first."""
        self.noting.key(keys.day_of_years(name, day))
        if name not in self._months:
            self._months[name] = _months(name)
        same = {f"{month[:4]}{day[4:]}" for month in self._months[name] if month[4:] == day[4:7]} - {day}
        found = Listing.objects.filter(list=name, day__in=same).values_list("day", flat=True).distinct()
        return sorted(found, reverse=True)

    def beside(self, name: str, month: str) -> tuple[str, str]:
        """The months with stories that follow and precede `month` in the list; "" where there is none."""
        self.noting.key(keys.beside(name, month))
        if name not in self._months:
            self._months[name] = _months(name)
        later = [other for other in self._months[name] if other > month]
        earlier = [other for other in self._months[name] if other < month]
        return later[-1] if later else "", earlier[0] if earlier else ""

    def blocks(self, languages: Sequence[str]) -> list[int]:
        """Blocks in which any story is public, the oldest first."""
        self.noting.key("blocks")
        return sorted({block for language in languages for block in _blocks(f"language/{language}")})

    def block(self, number: int) -> list[tuple[str, datetime]]:
        """Address and last change of those of the stories of a block that are published, by number."""
        self.noting.key(keys.of("block", number))
        return rows.block(number)

    def days(self, name: str) -> Iterator[tuple[int, date]]:
        """Every story of the list with its day; noted by nobody, to find what there is."""
        for story_id, day in rows.in_pieces(Listing.objects.filter(list=name), "story_id", "day"):
            yield story_id, date.fromisoformat(day)

    def month_page(self, name: str, month: str, number: int) -> tuple[list[int], bool]:
        """The stories on page `number` of a month, oldest first, and whether another page follows."""
        self.noting.key(keys.month_page(name, month, number))
        ids = self._month(name, month)
        start = (number - 1) * A_PAGE
        return ids[start : start + A_PAGE], len(ids) > start + A_PAGE

    def month_pages(self, name: str, month: str) -> int:
        """How many pages a month has; noted by nobody, to find their addresses."""
        return -(-len(self._month(name, month)) // A_PAGE)

    def all_months(self) -> dict[str, dict[str, int]]:
        """Of every list that has a story: month → how many pages it has; noted by nobody, to find what there is."""
        found: dict[str, dict[str, int]] = {}
        rows = Listing.objects.values_list("list", Substr("day", 1, 7)).annotate(together=Count("pk")).order_by()
        for name, month, together in rows:
            found.setdefault(name, {})[month] = -(-together // A_PAGE)
        return found

    def prime_months(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Read the stories of these (list, month) at once."""
        names: dict[str, set[str]] = {}
        for name, month in wanted:
            if (name, month) not in self._of_month:
                names.setdefault(month, set()).add(name)
        if names and len(self._of_month) >= REMEMBERED_MONTHS:
            self._of_month.clear()
        for month, some in names.items():
            self._of_month.update({(name, month): [] for name in some})
            query = Listing.objects.filter(list__in=some, day__gte=f"{month}-00", day__lte=f"{month}-99")
            for name, story_id in query.order_by("published_at", "story_id").values_list("list", "story_id"):
                self._of_month[name, month].append(story_id)

    def _month(self, name: str, month: str) -> list[int]:
        self.prime_months([(name, month)])
        return self._of_month[name, month]

    def before(self, name: str, entry: Entry, count: int) -> list[int]:
        """The `count` stories that stand next below `entry` in the list: they do not change when newer ones come.

        Whoever asks notes the story of `entry` and those found: the key of each also tells what stands below it.
        """
        found = self._before.get((name, entry.story_id))
        if found is not None:
            found = found[:count]
        else:
            query = _newest_first(name).filter(published_at__lte=entry.published_at)
            older = Q(published_at__lt=entry.published_at) | Q(story_id__lt=entry.story_id)
            found = list(query.filter(older).values_list("story_id", flat=True)[:count])
        self.noting.all_keys([keys.of("story", story_id) for story_id in (entry.story_id, *found)])
        return found

    def prime_before(self, places: Mapping[str, Sequence[Entry]], count: int) -> list[int]:
        """Ask `before` for all entries of these lists (name → neighbouring entries) at once; returns the stories found.

        What lies too far from its list's newest entry is asked for by itself.
        """
        found: set[int] = set()
        for name, stretch in _stretches(places, count).items():
            at = {story_id: place for place, story_id in enumerate(stretch)}
            whole = len(stretch) < _length(places[name], count)
            for entry in places[name]:
                place = at.get(entry.story_id)
                if place is not None and (whole or place + count < len(stretch)):
                    below = stretch[place + 1 : place + 1 + count]
                    self._before[name, entry.story_id] = below
                    found.update(below)
        return sorted(found)

    def let_go(self) -> None:
        """Forget what was primed."""
        self._before.clear()
        self._newest.clear()

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


def _stretches(places: Mapping[str, Sequence[Entry]], count: int) -> dict[str, list[int]]:
    """List → its stories from the newest of its entries down, newest first: some more than there are entries."""
    found: dict[str, list[tuple[object, int]]] = {name: [] for name in places}
    names = sorted(places)
    for start in range(0, len(names), LISTS_AT_ONCE):
        some, values = names[start : start + LISTS_AT_ONCE], list[Any]()
        for name in some:
            newest = max(entry.published_at for entry in places[name])
            values += [name, connection.ops.adapt_datetimefield_value(newest), _length(places[name], count)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([_STRETCH.format(table=Listing._meta.db_table)] * len(some)), values)
            for name, at, story_id in cursor.fetchall():
                found[name].append((at, story_id))
    # Each part was in order; nobody promises that of the whole.
    return {name: [pk for _, pk in sorted(rows, reverse=True)] for name, rows in found.items()}


_STRETCH = """
SELECT * FROM (
    SELECT list, CAST(published_at AS text), story_id FROM {table} WHERE list = %s AND published_at <= %s
    ORDER BY published_at DESC, story_id DESC LIMIT %s
) AS part
"""
"""Written out: building a hundred of these by the mapper takes twenty times as long as answering them. The time is
only compared, and reading it as one would take as long as all the rest."""


def _length(entries: Sequence[Entry], count: int) -> int:
    return len(entries) * 2 + count


_MONTHS = """
WITH RECURSIVE leap(day) AS (
    SELECT max(day) FROM {table} WHERE list = %s
    UNION ALL
    SELECT (SELECT max(day) FROM {table} WHERE list = %s AND day < substr(leap.day, 1, 7)) FROM leap
    WHERE leap.day IS NOT NULL
)
SELECT substr(day, 1, 7) FROM leap WHERE day IS NOT NULL
"""
"""One leap in the index a month: the list's length does not matter."""

_BLOCKS = """
WITH RECURSIVE leap(id) AS (
    SELECT min(story_id) FROM {table} WHERE list = %s
    UNION ALL
    SELECT (SELECT min(story_id) FROM {table} WHERE list = %s AND story_id >= (leap.id / {block} + 1) * {block})
    FROM leap WHERE leap.id IS NOT NULL
)
SELECT id / {block} FROM leap WHERE id IS NOT NULL
"""


def _months(name: str) -> list[str]:
    return [str(month) for month in _leap(_MONTHS, name)]


def _blocks(name: str) -> list[int]:
    return [int(block) for block in _leap(_BLOCKS, name)]


def _leap(sql: str, name: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(table=Listing._meta.db_table, block=BLOCK), [name, name])
        return [found for (found,) in cursor.fetchall()]
