"""The questions that the desk asks of many stories are answered from an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from cast import NOW
from django.db import connection
from django.db.models import QuerySet
from sqlite_steps import steps
from wagtail.models import Page, Revision

from broadsheet.desk.inbox_rows import one_a_group, searched
from broadsheet.desk.story_lists import NEWEST
from broadsheet.stories.models import Listing
from broadsheet.wire import search_index
from broadsheet.wire.models import Item, Source

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Plans are worded otherwise there.")
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (lambda: Page.objects.order_by(NEWEST)[:50], "desk_page_edited"),
        (lambda: Page.objects.filter(live=True, expire_at__lte=NOW).order_by("expire_at", "pk"), "desk_page_expiry"),
        (lambda: Page.objects.filter(depth=4, path__gte="0001", path__lt="0002"), "desk_page_level"),
        (lambda: Revision.page_revisions.filter(approved_go_live_at__lte=NOW), "desk_draft_due"),
        (lambda: Revision.page_revisions.filter(approved_go_live_at__isnull=False), "desk_draft_due"),
        (lambda: Item.objects.order_by("-received_at", "-id")[:50], "wire_item_newest"),
        (
            lambda: Listing.objects.filter(list="section/4").order_by("-published_at", "-story_id")[:50],
            "listing_newest",
        ),
    ],
)
def test_a_question_walks_its_index(asked, index) -> None:  # type: ignore[no-untyped-def]
    assert index in asked().explain()


def groups_of_three(source: Source, first: int, count: int) -> None:
    """Items that are new and say "bridge", each three of them the same."""
    made = [
        Item(source=source, guid=f"{number}", state="new", status="usable", received_at=NOW + timedelta(minutes=number))
        for number in range(first, first + count)
    ]
    Item.objects.bulk_create(made)
    for number, item in enumerate(made):
        item.group = made[number - number % 3]
        search_index.put(item.pk, ["bridge"])
    Item.objects.bulk_update(made, ["group"])


def steps_of(rows: QuerySet[Item]) -> int:
    """About how many steps SQLite takes to answer, in hundreds."""
    with steps() as taken:
        assert len(rows) > 0
    return taken()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite tells its steps.")
@pytest.mark.parametrize(
    "asked",
    [
        lambda items: items,
        lambda items: items.filter(state="new", source__slug="delta"),
        lambda items: items.filter(state="new", source=items[0].source_id),
        lambda items: searched(items.filter(source=items[0].source_id), "bridge"),
    ],
)
def test_a_list_of_groups_costs_as_much_as_it_is_long(asked: Callable[[QuerySet[Item]], QuerySet[Item]]) -> None:
    # No database was told how its tables are filled: a paper's wire is empty when it starts.
    source = Source.objects.create(slug="delta", name="Delta")
    items = Item.objects.order_by("-received_at", "-pk")
    groups_of_three(source, 0, 120)
    few = steps_of(one_a_group(asked(items)))
    groups_of_three(source, 120, 360)
    assert steps_of(one_a_group(asked(items))) <= 6 * few
