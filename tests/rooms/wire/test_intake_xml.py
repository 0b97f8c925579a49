"""What deliveries in XML leave in the desk's database: revisions find their story, cancellations keep its words."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations

import pytest
from tests.plain.wire import xml_files

from broadsheet.wire.dispatch import Status
from broadsheet.wire.intake import take
from broadsheet.wire.models import Item, RawItem, Source
from broadsheet.wire.succession import Succession

NOW = datetime(2024, 5, 6, 8, tzinfo=UTC)
AGENCY = "newsml_1_agency.xml"
BOMB = b'<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><nitf>&b;</nitf>'

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return Source.objects.create(slug="delta", name="Delta News")


def revision(number: int, *changes: tuple[str, str]) -> bytes:
    return xml_files.changed(
        AGENCY,
        ("FER17:2<", f"FER17:{number}<"),
        (">2</RevisionId>", f">{number}</RevisionId>"),
        ("T000809+0000", f"T000{number}09+0000"),
        *changes,
    )


def cancelled(number: int) -> bytes:
    text = revision(number, ('Status FormalName="Usable"', 'Status FormalName="CANCELED"')).decode()
    return (text[: text.index("<NewsComponent>")] + "</NewsItem></NewsML>").encode()


def test_revisions_of_newsml_1_are_versions_of_one_item(source: Source) -> None:
    second = revision(3, ("sails again</HeadLine>", "sails twice a day</HeadLine>"))
    found = [
        take(raw, source=source, name="a.xml", now=NOW).items[0].what for raw in (revision(2), second, revision(2))
    ]
    assert found == [Succession.NEW, Succession.UPDATE, Succession.REPLAY]
    item = Item.objects.get()
    assert item.current is not None
    assert item.current.headline == "Ferry to the island sails twice a day"


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_cancellation_without_words_wins_in_any_order_and_keeps_them(source: Source, order: tuple[int, ...]) -> None:
    deliveries = [revision(2), revision(3, ("UPDATES with quotes", "")), cancelled(4)]
    for place in order:
        assert take(deliveries[place], source=source, name="a.xml", now=NOW).outcome == RawItem.Outcome.TAKEN
    item = Item.objects.get()
    assert item.current is not None
    assert item.status == Status.CANCELLED.value
    assert "The ferry to Koh Tamuon" in item.current.dispatch.body_html


def test_a_message_of_many_items_is_filed_whole_and_its_refused_item_told(source: Source) -> None:
    taken = take(xml_files.raw("newsml_g2_message.xml"), source=source, name="m.xml", now=NOW)
    assert [found.what for found in taken.items] == [Succession.NEW] * 3
    assert "vocabulary" in taken.reason
    assert {row.dispatch.kind for item in Item.objects.all() for row in item.versions.all()} == {
        "text",
        "picture",
        "composite",
    }


def test_harmful_xml_is_kept_and_refused_and_the_next_delivery_is_taken(source: Source) -> None:
    assert take(BOMB, source=source, name="bomb.xml", now=NOW).outcome == RawItem.Outcome.REFUSED
    assert bytes(RawItem.objects.get().content) == BOMB
    assert take(xml_files.raw("nitf_evening.xml"), source=source, name="n.xml", now=NOW).items
