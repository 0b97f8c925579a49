"""A run of the press: exactly what changed, in one transaction, orders crossed out last, one bad page alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from cast import NOW, Cast, prose
from clock import Clock
from django.db import connection
from django.test.utils import CaptureQueriesContext
from one_page import Asking, Quiet
from what_readers_get import everything, read

from broadsheet.demo.bulk import make_stories
from broadsheet.edition.errors import EditionFailed
from broadsheet.edition.writing import UNFINISHED, EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press import campaign, orders
from broadsheet.press.models import Order
from broadsheet.press.round import press as press_addresses
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Story, StoryAddress
from broadsheet.stories.places import BLOCK
from editions import place_in

FEEDS = ("rss.xml", "atom.xml", "feed.json")


def feeds(*homes: str, names: tuple[str, ...] = FEEDS) -> set[str]:
    """The feeds of these pages, the front's being ""."""
    return {f"{home}/{name}" for home in homes for name in names}


OF_ALL_NEWS = feeds("") | {"/", "/2026/11/23", "/sitemap-news.xml", "!404/en", "!410/en"}
"""English pages that show, or tell of, every new story of that day."""


def map_of(story: Story) -> str:
    return f"/sitemap/stories-{story.pk // BLOCK}.xml"


def test_a_publication_presses_the_story_and_the_pages_that_list_it(cast: Cast, pressed: Press) -> None:
    acts.publish(cast.wedding, by=cast.editor, now=NOW)
    run = pressed.run_once(NOW)
    assert run is not None
    expected = OF_ALL_NEWS | feeds("/national") | {
        "/2026/11/23/wedding", f"story/{cast.wedding.pk}", map_of(cast.wedding), "/national", "/national/2026/11",
    }  # fmt: skip
    assert set(run.rendered) == expected
    assert set(run.changed) == expected
    assert len(run.rendered) == len(expected)


def test_a_new_headline_presses_every_page_that_prints_it_and_no_other(cast: Cast, pressed: Press) -> None:
    rising = prose("The water rose at night.", "Nobody was hurt.")
    words = StoryText(
        "The old bridge stands under water", rising, lead_photo=cast.photo,
        byline_ids=[cast.reporter.pk], topic_ids=[cast.river.pk],
    )  # fmt: skip
    acts.publish(acts.revise(cast.flood, words, by=None, now=NOW), by=None, now=NOW)
    run = pressed.run_once(NOW)
    assert run is not None
    lists = ("/world", "/by/sok-dara", "/topic/mekong")
    months = {f"{home}/2026/11" for home in lists}
    own = {"/2026/11/23/flood", f"story/{cast.flood.pk}"}
    assert set(run.rendered) == OF_ALL_NEWS | own | {*lists} | months | feeds(*lists)


def test_a_change_below_the_teaser_presses_the_story_by_what_it_is_found_and_what_tells_when_it_changed(
    cast: Cast, pressed: Press, clock: Clock
) -> None:
    opening = " ".join(f"word{n}" for n in range(90))
    words = StoryText("Night market moves indoors", prose(opening, "The end."))
    acts.publish(acts.revise(cast.market, words, by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    later = clock.go_on(minutes=30)
    words = replace(words, body=prose(opening, "Another end."))
    acts.publish(acts.revise(cast.market, words, by=None, now=later), by=None, now=later)
    run = pressed.run_once(later)
    assert run is not None
    told = {map_of(cast.market)} | feeds("", "/world", names=("atom.xml", "feed.json"))
    assert set(run.changed) == {"/2026/11/23/market", f"story/{cast.market.pk}"} | told


def test_editing_a_draft_presses_nothing(cast: Cast, pressed: Press) -> None:
    before = everything(pressed.writer.reading)
    acts.revise(cast.wedding, StoryText("Another wedding", prose("Words.")), by=cast.editor, now=NOW)
    acts.revise(cast.flood, StoryText("Another flood", prose("Words.")), by=cast.editor, now=NOW)
    assert not Order.objects.filter(due_at__lte=NOW).exists()
    assert pressed.run_once(NOW) is None
    assert everything(pressed.writer.reading) == before


def test_an_edition_that_was_lost_comes_back_byte_for_byte(
    cast: Cast, pressed: Press, paper: PaperFile, tmp_path: Path
) -> None:
    acts.withdraw(cast.market, by=None, now=NOW)
    acts.publish(cast.wedding, by=None, now=NOW)
    pressed.run_once(NOW)
    writer = EditionWriter(place_in(tmp_path / "anew"))
    Press(PaperNewsroom(paper), writer).run_all(NOW)
    assert everything(writer.reading) == everything(pressed.writer.reading)
    writer.close()


# Orders.


@contextmanager
def no_commit(writer: EditionWriter) -> Iterator[None]:
    """The database itself refuses to commit, as with a full disk."""
    connection = writer.connection
    if not isinstance(connection, sqlite3.Connection):
        body = "BEGIN RAISE EXCEPTION 'no room'; END"
        connection.execute(f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
        late = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_room()"
        written = ("pages", "changes")  # a first edition's slices tell of no changes before it is whole
        for table in written:
            connection.execute(f"CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON {table} {late}")
        try:
            yield
        finally:
            for table in written:
                connection.execute(f"DROP TRIGGER at_commit ON {table}")
            connection.execute("DROP FUNCTION no_room")
        return

    def judge(action: int, operation: str | None, *_: object) -> int:
        committing = action == sqlite3.SQLITE_TRANSACTION and operation == "COMMIT"
        return sqlite3.SQLITE_DENY if committing else sqlite3.SQLITE_OK

    connection.set_authorizer(judge)
    try:
        yield
    finally:
        connection.set_authorizer(None)


def power_cut(*_: object, **__: object) -> None:
    raise EditionFailed("the edition", OSError("The power went."))


def test_orders_stay_until_the_edition_holds_what_they_asked_for(cast: Cast, pressed: Press) -> None:
    before = everything(pressed.writer.reading)
    acts.publish(cast.wedding, by=None, now=NOW)
    waiting = set(Order.objects.values_list("pk", "key"))
    assert waiting
    with no_commit(pressed.writer), pytest.raises(EditionFailed):
        pressed.run_once(NOW)
    # Files are laid down before the transaction that names them, and noted: they go before the next one.
    assert pressed.writer.settle_media() != []
    assert everything(pressed.writer.reading) == before
    assert set(Order.objects.values_list("pk", "key")) == waiting
    pressed.run_once(NOW)
    assert "A wedding on two boats" in read(pressed.writer.reading, "/2026/11/23/wedding")
    assert not Order.objects.filter(due_at__lte=NOW).exists()


def test_a_first_run_that_broke_off_is_made_up_for_by_the_next(cast: Cast, press: Press) -> None:
    with no_commit(press.writer), pytest.raises(EditionFailed):
        press.run_once(NOW)
    assert press.writer.reading.addresses() == []
    press.run_once(NOW)
    assert {"/", "/world", "/2026/11/23/flood", "/robots.txt"} <= set(press.writer.reading.addresses())


def test_a_first_edition_broken_off_in_the_middle_is_finished_and_shown_by_the_next_run(
    cast: Cast, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Press, "work_off", power_cut)
        with pytest.raises(EditionFailed):
            press.run_once(NOW)
    assert not press.backlog.is_empty()
    # As after a restart: nothing is remembered but what the edition holds.
    again = Press(press.newsroom, press.writer)
    again.run_once(NOW)
    assert {"/", "/world", "/2026/11/23/flood", "/robots.txt"} <= set(press.writer.reading.addresses())
    assert press.writer.fact(UNFINISHED) == ""


def test_a_full_press_that_the_press_itself_ends_is_no_longer_under_way(cast: Cast, pressed: Press) -> None:
    assert list(campaign.fill(pressed, NOW, parts=None, afresh=True)) == []
    assert campaign.goes_on(pressed)
    while pressed.run_once(NOW):
        pass
    assert pressed.backlog.is_empty()
    assert pressed.writer.fact(campaign.CAMPAIGN) == ""


def test_a_link_and_its_page_come_together_also_where_the_desks_clock_is_ahead(cast: Cast, pressed: Press) -> None:
    acts.publish(cast.wedding, by=None, now=NOW + timedelta(seconds=30))
    acts.withdraw(cast.market, by=None, now=NOW)
    pressed.run_once(NOW)
    assert "A wedding on two boats" in read(pressed.writer.reading, "/")
    assert pressed.writer.reading.has_page("/2026/11/23/wedding")


def test_an_order_that_comes_while_the_press_runs_waits_for_the_next_run(cast: Cast, pressed: Press) -> None:
    @dataclass(frozen=True)
    class ActsWhileGathering(Quiet):
        def gather(self, address: str, reading: object) -> Asking:
            orders.write(["news"], now=NOW)
            return super().gather(address, reading)

    pressed.newsroom.recipes = (*pressed.newsroom.recipes, ActsWhileGathering())
    orders.write(["front:en"], now=NOW)
    pressed.run_once(NOW)
    assert list(Order.objects.filter(due_at__lte=NOW).values_list("key", flat=True)) == ["news"]


def test_an_order_with_a_due_time_waits_for_it(cast: Cast, pressed: Press) -> None:
    Order.objects.all().delete()
    later = NOW + timedelta(hours=3)
    orders.write(["section:1"], now=NOW, due_at=later)
    assert pressed.run_once(later - timedelta(seconds=1)) is None
    assert Order.objects.count() == 1
    assert pressed.run_once(later) is not None
    assert Order.objects.count() == 0


def test_a_story_leaves_the_news_map_after_two_days_without_anybody_acting(cast: Cast, pressed: Press) -> None:
    assert "/2026/11/23/ferry" in read(pressed.writer.reading, "/sitemap-news.xml")
    run = pressed.run_once(NOW - timedelta(hours=2) + timedelta(days=2, seconds=1))
    assert run is not None
    assert set(run.changed) == {"/sitemap-news.xml", "/km/sitemap-news.xml"}
    news = read(pressed.writer.reading, "/sitemap-news.xml")
    assert "/2026/11/23/ferry" not in news
    assert "/2026/11/23/flood" in news


# Queries.


def queries_for(press: Press, addresses: dict[str, str]) -> int:
    """How often the desk's database is asked when these addresses are pressed by a press that remembers nothing."""
    with CaptureQueriesContext(connection) as queries:
        result = press_addresses(
            press.newsroom, press.writer, addresses=addresses, reading=press.newsroom.open(NOW), afresh=True
        )
    assert len(result.rendered) == len(addresses)
    return len(queries)


def test_a_front_and_a_section_ask_as_often_for_thirty_stories_as_for_three(press: Press) -> None:
    asked = []
    for count in (6, 60):
        make_stories(count, now=NOW)
        press.run_all(NOW)
        asked.append(queries_for(press, {"/": "front"}))
        asked.append(queries_for(press, {"/world": "list"}))
        asked.append(queries_for(press, {"/world/rss.xml": "feed"}))
    assert asked[:3] == asked[3:]


def test_stories_are_asked_for_in_batches(press: Press) -> None:
    asked = []
    for count in (40, 120):
        make_stories(count, now=NOW)
        press.run_all(NOW)
        articles = dict.fromkeys(StoryAddress.objects.values_list("address", flat=True), "article")
        assert len(articles) == count
        asked.append(queries_for(press, articles))
    assert asked[0] == asked[1]
    assert asked[1] < 40
