"""A story's page leads to the older stories on its topics that are most like it, and what comes later changes none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from cast import NOW, Cast, prose
from lxml import html
from what_readers_get import everything, read

from broadsheet.edition.store import Edition
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Story

FLOOD = "/2026/11/23/flood"
FromNothing = Callable[[datetime], dict[str, object]]


def related(edition: Edition, address: str) -> list[str]:
    return [
        str(found)
        for found in html.document_fromstring(read(edition, address)).xpath("//*[@class='related']//h3/a/text()")
    ]


def publish(cast: Cast, headline: str, *, minutes: int, words: str = "Words.", topical: bool = True) -> Story:
    """A story that many minutes before the flood."""
    at = NOW - timedelta(minutes=minutes)
    topics = (cast.river.pk,) if topical else ()
    text = StoryText(headline, prose(words), topic_ids=topics)
    return acts.publish(acts.create(cast.national, text, by=None, now=at), by=None, now=at)


def test_the_likest_of_the_older_stories_on_the_topic_comes_first(cast: Cast, press: Press) -> None:
    for number in range(3):
        publish(cast, f"Fish soup number {number}", minutes=10 + number)
    publish(cast, "Bridge closed", minutes=20, words="The water rose at the bridge at night, and nobody was hurt.")
    publish(cast, "Flood water at the old bridge again", minutes=30, topical=False)
    press.run_once(NOW)
    assert related(press.writer.reading, FLOOD)[0] == "Bridge closed"
    assert "again" not in " ".join(related(press.writer.reading, FLOOD))
    assert related(press.writer.reading, "/2026/11/23/lantern") == []


def test_what_comes_between_or_goes_is_noticed(cast: Cast, pressed: Press, from_nothing: FromNothing) -> None:
    edition = pressed.writer.reading
    assert related(edition, FLOOD) == ["Ferry carries its last lorry"]
    between = publish(cast, "Fish soup", minutes=30)
    pressed.run_once(NOW)
    assert related(edition, FLOOD) == ["Fish soup", "Ferry carries its last lorry"]
    assert everything(edition) == from_nothing(NOW)
    acts.withdraw(cast.ferry, by=None, now=NOW)
    pressed.run_once(NOW)
    assert related(edition, FLOOD) == ["Fish soup"]
    acts.publish(acts.revise(between, StoryText("Fish soup", prose("Rice.")), by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    assert related(edition, FLOOD) == []
    assert everything(edition) == from_nothing(NOW)


def test_a_newer_story_on_the_topic_changes_no_older_page(cast: Cast, pressed: Press) -> None:
    acts.publish(
        acts.create(cast.national, StoryText("New", prose("W."), topic_ids=(cast.river.pk,)), by=None, now=NOW),
        by=None,
        now=NOW + timedelta(minutes=1),
    )
    done = pressed.run_once(NOW + timedelta(minutes=1))
    assert not {FLOOD, "/2026/11/23/ferry"} & set(done.rendered)
    assert related(pressed.writer.reading, "/2026/11/23/new")[0] == "Flood water reaches the old bridge"
