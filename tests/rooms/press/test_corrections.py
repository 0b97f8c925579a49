"""What the paper has put right stands on a page and in a feed of its own, as long as its story is public."""

from __future__ import annotations

from datetime import timedelta

from cast import NOW, Cast, prose
from lxml import etree
from what_readers_get import read

from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText

LATER = NOW + timedelta(hours=1)


def corrected(story: object, note: str, hours: int, kind: str = "correction") -> None:
    now = NOW + timedelta(hours=hours)
    words = StoryText(story.title, prose("Put right."))  # type: ignore[attr-defined]
    acts.correct(story, words, note, by=None, now=now, kind=kind)  # type: ignore[arg-type]


def test_a_page_and_a_feed_list_the_notes_the_last_first(cast: Cast, press: Press) -> None:
    press.run_once(NOW)
    assert not press.writer.reading.has_page("/corrections")
    corrected(cast.lantern, "It was four.", 1)
    corrected(cast.market, "It could be misread.", 2, "clarification")
    corrected(cast.lantern, "It was five.", 3)
    press.run_once(NOW + timedelta(hours=4))
    page = read(press.writer.reading, "/corrections")
    places = [page.index(note) for note in ("It was five.", "It could be misread.", "It was four.")]
    assert places == sorted(places) and "Clarification, 23 November 2026" in page
    assert page.count('href="/2026/11/23/lantern"') == 2
    feed = etree.fromstring(read(press.writer.reading, "/corrections/rss.xml").encode())
    assert feed.xpath("//item/description/text()") == ["It was five.", "It could be misread.", "It was four."]
    assert len(set(feed.xpath("//item/guid/text()"))) == 3
    assert 'href="/corrections"' in read(press.writer.reading, "/2026/11/23/market"), "the note leads there"
    assert not press.writer.reading.has_page("/km/corrections")


def test_a_note_leaves_with_its_story(cast: Cast, press: Press) -> None:
    corrected(cast.lantern, "It was four.", 1)
    corrected(cast.market, "It was five.", 1)
    press.run_once(NOW + timedelta(hours=2))
    acts.withdraw(cast.market, by=None, now=NOW + timedelta(hours=2))
    press.run_once(NOW + timedelta(hours=3))
    page = read(press.writer.reading, "/corrections")
    assert "It was four." in page and "It was five." not in page
    acts.withdraw(cast.lantern, by=None, now=NOW + timedelta(hours=3))
    press.run_once(NOW + timedelta(hours=4))
    assert not press.writer.reading.has_page("/corrections")
