"""Copy without a lasting identity: leads, corrections and kills reach the item that they go on with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadsheet.wire.intake import Taken, take
from broadsheet.wire.models import Item, Source

NOW = datetime(2024, 5, 6, 12, tzinfo=UTC)
TEXT = "Koh Tamuon (dln) - The ferry to the island sailed again on Monday, after a week of storms."
PER_DELIVERY = 6
"""Statements for a delivery itself: its raw row, its outcome, and two savepoints within the test's transaction."""
KILL = "MANDATORY KILL\nFerry sails again ="

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="delta", name="Delta")


def message(
    number: int, *, head: str = "Ferry sails again =", slug: str = "Cambodia-shipping/", hour: int = 8
) -> bytes:
    end = f"06{hour:02}37 GMT May 24"
    text = f"\x01kpa{number:04} 4 i 48 cc  dln 061\r\n\n{slug}\r\n\x02{head}\r\n\n{TEXT}\r\n\x03{end}\r\n\x7f\n\x7f\x04"
    return text.encode("latin-1")


def taken(raw: bytes, source: Source, *, now: datetime = NOW) -> Taken:
    done = take(raw, source=source, name="copy", now=now)
    assert done.outcome == "taken", done.reason
    return done


def test_a_kill_reaches_the_story_that_it_kills(source: Source) -> None:
    first = taken(message(61), source).items[0]
    killed = taken(message(75, head=KILL, hour=9), source).items[0]
    assert (killed.item_id, killed.what) == (first.item_id, "cancellation")
    item = Item.objects.get()
    assert item.status == "cancelled"
    assert item.current is not None
    assert item.current.headline == "Ferry sails again"


def test_a_lead_is_a_new_version_and_its_replay_is_none(source: Source) -> None:
    first = taken(message(61), source).items[0]
    lead = message(70, head="1ST LEAD\nFerry sails again, full =", hour=9)
    assert (taken(lead, source).items[0].item_id, taken(lead, source).items[0].what) == (first.item_id, "replay")
    assert Item.objects.get().versions.count() == 2


def test_a_story_that_its_kill_overtook_stays_down(source: Source) -> None:
    taken(message(75, head=KILL, hour=9), source)
    taken(message(61), source)
    item = Item.objects.get()
    assert (item.status, item.versions.count()) == ("cancelled", 2)


def test_a_slug_of_last_week_is_another_story(source: Source) -> None:
    taken(message(61), source)
    taken(message(70, head="1ST LEAD\nFerry sails again =", hour=9), source, now=NOW + timedelta(days=7))
    assert Item.objects.count() == 2


def test_no_source_touches_the_thread_of_another(source: Source) -> None:
    taken(message(61), source)
    taken(message(75, head=KILL, hour=9), Source.objects.create(slug="other", name="Other"))
    assert sorted(Item.objects.values_list("status", flat=True)) == ["cancelled", "usable"]


@pytest.mark.parametrize("order", list(permutations(["story", "lead", "kill", "story"])))
def test_in_whatever_order_they_come_and_again_story_lead_and_kill_are_one_dead_item(
    source: Source, order: tuple[str, ...]
) -> None:
    lead = message(70, head="1ST LEAD\nFerry sails again, full =", hour=9)
    copy = {"story": message(61), "lead": lead, "kill": message(75, head=KILL, hour=10)}
    for name in order:
        taken(copy[name], source)
    item = Item.objects.get()
    assert (item.status, item.versions.count()) == ("cancelled", 3)
    assert item.current is not None
    assert item.current.headline == "Ferry sails again, full"


def test_a_message_among_many_of_its_slug_asks_as_much_as_among_few(source: Source) -> None:
    taken(message(1), source)
    asked = []
    for first, count in ((10, 8), (100, 32)):
        messages = b"".join(message(number, hour=8) for number in range(first, first + count))
        with CaptureQueriesContext(connection) as queries:
            assert len({one.item_id for one in taken(messages, source).items}) == count
        asked.append((len(queries) - PER_DELIVERY) / count)
    assert asked[0] == asked[1]
