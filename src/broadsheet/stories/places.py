"""Says which keys change when a story enters or leaves a list: the newest, its neighbour, its month's pages, its block.

newest ◀── … above │ story │ below …    above's page leads to what stands below it: its own key tells of that
2026-11: page 1 of fifty │ page 2 │ …    oldest first: what comes later shifts no earlier page
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Count, Q

from broadsheet.press import keys
from broadsheet.stories.models import Listing

A_PAGE = 50
"""Stories on a page of a month."""

BLOCK = 500
"""Stories whose numbers lie side by side share a sitemap: a story never moves from one to another."""

_PUBLICATIONS = 0x62726F61
"""The advisory lock under which places are counted."""


def one_at_a_time() -> None:
    """Let no other transaction change lists until this one ends: two that can't see each other would miscount places.

    On SQLite a writing transaction is alone from its beginning.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PUBLICATIONS])


def block_of(story_id: int) -> int:
    """The number of the block in whose sitemap the story stands."""
    return story_id // BLOCK


def around(row: Listing) -> set[str]:
    """The keys to order for `row`, which stands in its list now: call it once it is written, and before it goes."""
    changed = {keys.listing(row.list)}
    if row.list.startswith("corrections/"):
        # Nobody asks these by month.
        return changed
    if row.list.startswith("language/"):
        return changed | _in_its_day(row)
    if row.list.startswith(("section/", "topic/")):
        above = _above(row)
        changed |= {keys.of("story", above)} if above is not None else set()
    return changed | _in_its_month(row)


def alone_in_block(story_id: int) -> bool:
    """Whether no other story of its block is public: the index of sitemaps then gains or loses one."""
    first = block_of(story_id) * BLOCK
    others = Listing.objects.filter(story_id__gte=first, story_id__lt=first + BLOCK, list__startswith="language/")
    return not others.exclude(story_id=story_id).exists()


def _above(row: Listing) -> int | None:
    later = Q(published_at__gt=row.published_at) | Q(story_id__gt=row.story_id)
    there = Listing.objects.filter(later, list=row.list, published_at__gte=row.published_at)
    return there.order_by("published_at", "story_id").values_list("story_id", flat=True).first()


def _in_its_day(row: Listing) -> set[str]:
    """The day; where it is alone in it its year's days and other years' day; the months where alone in its month."""
    name, day = row.list, row.day
    changed = {keys.day(name, day)}
    if Listing.objects.filter(list=name, day=day)[:2].count() == 1:
        changed |= {keys.days(name, day[:4]), keys.day_of_years(name, day)}
        month = Listing.objects.filter(list=name, day__gte=f"{day[:7]}-00", day__lte=f"{day[:7]}-99")
        changed |= {keys.months(name)} if month[:2].count() == 1 else set()
    return changed


def _in_its_month(row: Listing) -> set[str]:
    name, month = row.list, row.day[:7]
    older = Q(published_at__lt=row.published_at) | Q(published_at=row.published_at, story_id__lt=row.story_id)
    here = Listing.objects.filter(list=name, day__gte=f"{month}-00", day__lte=f"{month}-99")
    counted = here.aggregate(together=Count("pk"), older=Count("pk", filter=older))
    changed = _pages(name, month, place=counted["older"], together=counted["together"])
    if counted["together"] == 1:
        changed.add(keys.months(name))
        changed |= {keys.beside(name, other) for other in _months_beside(name, month)}
    return changed


def _pages(name: str, month: str, *, place: int, together: int) -> set[str]:
    """The pages that differ between a month of `together` stories and the same without the one at `place`."""
    first, last = place // A_PAGE, (together - 1) // A_PAGE
    if last and (together - 1) % A_PAGE == 0:
        # The last page exists for one story only: the page before it leads there, or doesn't.
        first = min(first, last - 1)
    return {keys.month_page(name, month, number + 1) for number in range(first, last + 1)}


def _months_beside(name: str, month: str) -> list[str]:
    days = Listing.objects.filter(list=name)
    later = days.filter(day__gt=f"{month}-99").order_by("day").values_list("day", flat=True).first()
    earlier = days.filter(day__lt=f"{month}-00").order_by("-day").values_list("day", flat=True).first()
    return [day[:7] for day in (later, earlier) if day is not None]
