"""Which stories stand in a live list."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.edition.listing import MUTED
from broadsheet.edition.records import CatalogueRow


@pytest.fixture
def order(kiosk):
    """Sets the ranking and has the lists made of it."""

    def set_order(*story_ids: int) -> None:
        kiosk.standing.order = list(story_ids)
        kiosk.refresh_lists()

    return set_order


@pytest.fixture
def sport(paper, page_of, kiosk):
    """A section with a page of its own and two stories."""
    with paper.writer.run() as run:
        run.put_page(page_of("/sport", "<h1>Sport</h1>|<p>End."))
        for story_id in (31, 32):
            address = f"/sport/story-{story_id}"
            card = f'<li><a href="{address}">Headline {story_id}</a></li>'
            run.put_row(CatalogueRow(story_id, "en", "/sport", address, "", "", story_id, card))
    kiosk.look()


def stories_in(text: str) -> list[int]:
    return [int(part.partition('"')[0]) for part in text.partition("<ol>")[2].split("story-")[1:]]


def mute(paper, page_of, *story_ids: int) -> None:
    with paper.writer.run() as run:
        run.put_page(page_of(MUTED, json.dumps(list(story_ids)), content_type="application/json"))


def test_a_section_page_shows_its_own_stories_first(ask, order, sport):
    order(2, 31, 3, 32)
    assert stories_in(ask("/sport").text) == [31, 32, 2, 3, 8, 7] or stories_in(ask("/sport").text)[:4] == [
        31,
        32,
        2,
        3,
    ]
    assert stories_in(ask("/world/story-1").text)[:4] == [2, 31, 3, 32]


def test_a_section_page_follows_when_its_stories_are_read_for_the_first_time(ask, order, sport):
    order(2)
    assert stories_in(ask("/sport").text)[0] == 2
    order(2, 32)
    assert stories_in(ask("/sport").text)[0] == 32


def test_a_change_in_one_section_leaves_other_sections_pages_ready(ask, order, sport, kiosk, paper, page_of):
    with paper.writer.run() as run:
        run.put_page(page_of("/world", "<h1>World</h1>|<p>End."))
        for story_id in (1, 2):
            run.put_row(CatalogueRow(story_id, "en", "/world", "", "", "", story_id, f"<li>{story_id}"))
    kiosk.look()
    kiosk.lists.count = 2
    order(1, 2, 31, 32)
    ask("/sport"), ask("/world")
    order(1, 2, 32, 31)
    assert "/world" in kiosk.cache.ready
    assert "/sport" not in kiosk.cache.ready


def test_a_story_that_is_too_old_stands_in_no_list_for_being_read(ask, kiosk, order, paper):
    now = datetime.now(UTC)
    with paper.writer.run() as run:
        for story_id, age in ((41, timedelta(days=29)), (42, timedelta(days=31))):
            card = f'<li><a href="/world/story-{story_id}"></a></li>'
            at = int((now - age).timestamp())
            run.put_row(CatalogueRow(story_id, "en", "world", f"/world/story-{story_id}", "", "", at, card))
    kiosk.look()
    kiosk.lists.age_limit = timedelta(days=30)
    order(42, 41)
    listed = stories_in(ask("/world/story-1").text)
    assert listed[0] == 41
    # It may fill a place as one of the newest, where the paper has no newer ones; never for being read.
    assert listed.index(42) > 0


def test_a_muted_story_stands_in_no_list_and_its_page_stays(ask, kiosk, order, paper, page_of):
    order(2, 8)
    assert stories_in(ask("/world/story-1").text)[:2] == [2, 8]
    mute(paper, page_of, 2, 8)
    kiosk.look()
    assert stories_in(ask("/world/story-1").text) == [7, 6, 5, 4, 3, 1]
    assert ask("/world/story-2").status == 200
    mute(paper, page_of)
    kiosk.look()
    assert stories_in(ask("/world/story-1").text)[:2] == [2, 8]


def test_readers_cannot_ask_who_is_muted(ask, paper, page_of, kiosk):
    mute(paper, page_of, 2)
    kiosk.look()
    assert ask("/!muted").status == 404
    assert ask("!muted").status == 400


def test_a_withdrawn_story_leaves_sections_lists_at_once(ask, order, sport, paper, kiosk):
    order(31, 32)
    assert stories_in(ask("/sport").text)[:2] == [31, 32]
    with paper.writer.run() as run:
        run.drop_row(31)
    kiosk.look()
    assert 31 not in stories_in(ask("/sport").text)
