"""Rounds and the backlog, as rows of an edition on either engine."""

from __future__ import annotations

import pytest

from broadsheet.edition.writing import EditionWriter
from broadsheet.press.backlog import LAST, Backlog
from broadsheet.press.ledger import Ledger, Note


@pytest.fixture
def writer(place):
    made = EditionWriter(place)
    yield made
    made.close()


def test_the_ledger_tells_what_was_ordered_in_later_rounds(writer):
    ledger = Ledger(writer.database)
    for keys in (["story:1"], [], ["story:2", "news", "news"]):
        with writer.run():
            ledger.begin_round()
            ledger.tell_ordered(keys)
    assert ledger.last_round() == 3
    assert [ledger.ordered_since(n) for n in (0, 1, 3)] == [{"story:1", "story:2", "news"}, {"story:2", "news"}, set()]
    with writer.transaction():
        writer.set_fact("round", "9000")
    # Nobody knows any more.
    assert ledger.ordered_since(3) is None


def test_what_waits_to_the_last_comes_when_nothing_else_is_left(writer):
    backlog = Backlog(writer.database)
    with writer.transaction():
        backlog.add([(7, "/b", "list"), (5, "/a", "list"), (LAST, "/old", "list"), (5, "/a", "list")])
    assert [w.address for w in backlog.first(9)] == ["/a", "/b"]
    # Behind what is in hand there is nothing, and the last must wait for it.
    last = backlog.first(9)[-1]
    assert backlog.first(9, after=(last.rank, last.number)) == []
    with writer.transaction():
        backlog.done([w.number for w in backlog.first(9)])
    assert [w.address for w in backlog.first(9)] == ["/old"]
    assert backlog.count() == 1


def test_the_rest_of_an_edition_waits_to_the_last(writer):
    ledger, backlog = Ledger(writer.database), Backlog(writer.database)
    with writer.run():
        for address in ("/a", "/b"):
            ledger.note([Note(address, "article", b"1", frozenset(), None)])
        backlog.add([(5, "/a", "article")], afresh=True)
        backlog.add_rest(after=0, count=ledger.last_number())
        backlog.add([(6, "/a", "article")])
    assert [(w.rank, w.address, w.afresh) for w in backlog.first(9)] == [(6, "/a", True)]
    with writer.transaction():
        backlog.put_off([backlog.first(9)[0].number])
    assert {w.address for w in backlog.first(9)} == {"/a", "/b"}
