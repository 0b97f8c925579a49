"""Acts upon a story: one transaction each, orders included; address and first date are fixed once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from cast import NOW, Cast, prose
from clock import Clock
from django.db import OperationalError, transaction
from what_readers_get import read

from broadsheet.press.models import Order
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import ReasonMissing
from broadsheet.stories.models import Listing, Story, StoryAddress

pytestmark = pytest.mark.usefixtures("clock")


def state() -> tuple[object, ...]:
    """Everything that an act may leave behind."""
    return (
        list(Order.objects.order_by("pk").values_list("pk", "key")),
        list(StoryAddress.objects.order_by("pk").values()),
        list(Listing.objects.order_by("pk").values()),
        list(Story.objects.order_by("pk").values()),
    )


def keys_since(number: int) -> set[str]:
    return set(Order.objects.order_by("pk").values_list("key", flat=True)[number:])


def test_a_first_publication_fixes_the_date_and_the_address(cast: Cast) -> None:
    story = acts.publish(cast.wedding, by=cast.editor, now=NOW)
    assert story.live
    assert story.first_published_at == story.last_published_at == NOW
    assert story.current_address() == "/2026/11/23/wedding"


def test_later_publications_change_neither(cast: Cast, clock: Clock) -> None:
    acts.publish(cast.wedding, by=None, now=NOW)
    later = clock.go_on(days=9)
    text = StoryText("Three boats", prose("Words."), slug="three-boats")
    story = acts.publish(acts.revise(cast.wedding, text, by=None, now=later), by=None, now=later)
    assert (story.title, story.first_published_at, story.last_published_at) == ("Three boats", NOW, later)
    assert list(story.addresses.values_list("address", "current")) == [("/2026/11/23/wedding", True)]
    acts.withdraw(story, by=None, now=later)
    story = acts.publish(story, by=None, now=later + timedelta(days=1))
    assert story.first_published_at == NOW
    assert story.current_address() == "/2026/11/23/wedding"


def test_a_story_published_near_midnight_has_the_day_of_the_papers_clock(cast: Cast) -> None:
    late = NOW.replace(hour=17, minute=30)
    assert acts.publish(cast.wedding, by=None, now=late).current_address() == "/2026/11/24/wedding"


def test_publishing_orders_the_story_its_lists_and_its_links(cast: Cast) -> None:
    before = Order.objects.count()
    story = acts.publish(cast.wedding, by=None, now=NOW)
    section = f"list:section/{cast.national.pk}"
    assert keys_since(before) >= {
        f"story:{story.pk}", f"address:{story.pk}", f"block:{story.pk // 500}", "news",
        "list:language/en", section, f"{section}:2026-11/1",
    }  # fmt: skip


def test_withdrawing_orders_what_publishing_did(cast: Cast) -> None:
    before = Order.objects.count()
    acts.publish(cast.wedding, by=None, now=NOW)
    published = keys_since(before)
    before = Order.objects.count()
    assert not acts.withdraw(cast.wedding, by=None, now=NOW).live
    assert keys_since(before) == published
    assert not Listing.objects.filter(story=cast.wedding).exists()


def publish_wedding(cast: Cast) -> None:
    acts.publish(cast.wedding, by=cast.editor, now=NOW)


def withdraw_flood(cast: Cast) -> None:
    acts.withdraw(cast.flood, by=cast.editor, now=NOW)


def move_flood(cast: Cast) -> None:
    acts.move(cast.flood, cast.national, by=cast.editor, now=NOW)


def delete_flood(cast: Cast) -> None:
    with transaction.atomic():
        Story.objects.get(pk=cast.flood.pk).delete()


ACTS = [publish_wedding, withdraw_flood, move_flood, delete_flood]


class ThePowerFails(Exception):
    pass


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_is_rolled_back_leaves_no_order_and_no_address(cast: Cast, act: Callable[[Cast], None]) -> None:
    before = state()
    with pytest.raises(ThePowerFails), transaction.atomic():
        act(cast)
        assert state() != before
        raise ThePowerFails
    assert state() == before


@pytest.mark.parametrize("act", ACTS)
def test_an_act_whose_orders_cannot_be_written_does_not_happen(
    cast: Cast, act: Callable[[Cast], None], no_orders: Callable[[], AbstractContextManager[None]]
) -> None:
    before = state()
    with no_orders(), pytest.raises(OperationalError):
        act(cast)
    assert state() == before


def test_a_draft_orders_nothing_and_has_no_address(cast: Cast) -> None:
    before = Order.objects.count()
    story = acts.create(cast.world, StoryText("A draft", prose("Words.")), by=cast.editor, now=NOW)
    acts.revise(story, StoryText("A draft again", prose("Words.")), by=cast.editor, now=NOW)
    assert Order.objects.count() == before
    assert not StoryAddress.objects.filter(story=story).exists()


def test_publishing_a_draft_that_has_an_hour_of_its_own_lets_it_wait_for_that_hour(cast: Cast, clock: Clock) -> None:
    acts.schedule(cast.wedding, NOW + timedelta(days=2), by=None, now=NOW)
    story = acts.publish(cast.wedding, by=None, now=NOW)
    assert not story.live
    assert story.first_published_at is None
    later = clock.go_on(days=2)
    story = acts.publish(cast.wedding, by=None, now=later)
    assert (story.live, story.first_published_at) == (True, later)
    assert story.current_address() == "/2026/11/25/wedding"


def test_a_correction_stands_below_the_story_and_in_its_data_and_stays(cast: Cast, press: Press, clock: Clock) -> None:
    later = clock.go_on(hours=1)
    text = StoryText(cast.market.title, prose("Stalls moved after the rain."))
    acts.correct(cast.market, text, "An earlier version said <before>; it was after.", by=cast.editor, now=later)
    press.run_once(later)
    page = read(press.writer.reading, "/2026/11/23/market")
    assert "Stalls moved after the rain." in page
    note = (
        "<strong>Correction, 23 November 2026, 12:30</strong> An earlier version said &lt;before&gt;; it was after.</p>"
    )
    assert note in page
    assert '"correction":[{"@type":"CorrectionComment","text":"An earlier version said \\u003cbefore>' in page
    acts.publish(acts.revise(cast.market, text, by=None, now=later), by=None, now=later)
    acts.correct(cast.market, text, "And again.", by=None, now=clock.go_on(hours=1))
    press.run_once(clock.now)
    page = read(press.writer.reading, "/2026/11/23/market")
    assert page.index(note) < page.index("And again.</p>")


@pytest.mark.parametrize("kind", ["clarification", "update", "retraction"])
def test_what_is_no_correction_is_called_what_it_is(kind: str, cast: Cast, press: Press, clock: Clock) -> None:
    text = StoryText("Market", prose("Words."))
    acts.correct(cast.market, text, "A note.", by=None, now=clock.go_on(hours=1), kind=kind)
    press.run_once(clock.now)
    page = read(press.writer.reading, "/2026/11/23/market")
    place = page.index(f"<strong>{kind.title()}, ")
    assert (place < page.index("<p>Words.")) is (kind == "retraction"), "a retraction stands above, the others below"


def test_a_correction_needs_a_note(cast: Cast) -> None:
    before = state()
    with pytest.raises(ReasonMissing):
        acts.correct(cast.market, StoryText("Market", prose("Words.")), "  ", by=None, now=NOW)
    assert state() == before
