"""Readers see how a story has changed where the paper wants it: what was published, nothing that is withheld."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cast import NOW, Cast, prose
from signed_in import signed_in
from what_readers_get import read

from broadsheet import paperfile
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.press.run import Press
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, versions
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import NotYours, ReasonMissing
from broadsheet.stories.models import PublishedVersion, Story

LATER = NOW + timedelta(hours=1)
HISTORY = "/2026/11/23/dam/versions"


@pytest.fixture
def showing(press: Press) -> Iterator[Press]:
    """A press of a paper that shows its readers how stories have changed."""
    usual = paperfile.current()
    paperfile._current = replace(usual, versions=True)
    yield Press(PaperNewsroom(paperfile.current()), press.writer)
    paperfile._current = usual


def told(cast: Cast, *texts: tuple[str, ...]) -> Story:
    """A story that was published once for each of `texts`, its paragraphs."""
    story = acts.create(cast.world, StoryText("Dam", prose(*texts[0])), by=cast.editor, now=NOW)
    acts.publish(story, by=None, now=NOW)
    for text in texts[1:]:
        acts.revise(story, StoryText("Dam", prose(*text)), by=cast.editor, now=NOW)
        acts.publish(story, by=None, now=NOW)
    return Story.objects.get(pk=story.pk)


def test_what_was_published_is_shown_and_no_draft(cast: Cast, showing: Press) -> None:
    story = told(cast, ("Five gates opened.", "Nobody was hurt."), ("Four gates opened.",), ("Four gates opened.",))
    acts.revise(story, StoryText("Dam", prose("A draft says more.")), by=cast.editor, now=NOW)
    showing.run_once(LATER)
    page = read(showing.writer.reading, HISTORY)
    assert "<del>Five</del><ins>Four</ins> gates opened." in page and "<del>Nobody was hurt.</del>" in page
    assert page.count("<h2>") == 2 and page.count("As first published") == 1
    assert "A draft" not in page
    story_page = read(showing.writer.reading, "/2026/11/23/dam")
    assert f'rel="version-history" href="{HISTORY}"' in story_page


def test_what_stood_below_its_photos_is_shown_as_readers_had_it(cast: Cast, showing: Press) -> None:
    def publish(caption: str, below: str) -> None:
        body = [*prose("It rained."), {"type": "photo", "value": {"photo": cast.photo.pk, "caption": below}}]
        words = StoryText("Dam", body, lead_photo=cast.photo, lead_caption=caption)
        acts.revise(story, words, by=cast.editor, now=NOW)
        acts.publish(story, by=None, now=NOW)

    story = told(cast, ("It rained.",))
    publish("", "Three boats.")
    publish("", "Three boats.")
    assert PublishedVersion.objects.count() == 2, "the same words again are no version"
    publish("Boats at Kratie, 21 November.", "Three boats.")
    showing.run_once(LATER)
    page = read(showing.writer.reading, HISTORY)
    assert "Boats at Kratie, <del>20</del><ins>21</ins> November." in page and page.count("Photo caption:") == 3
    assert "<ins>Three boats.</ins>" in page


def test_a_version_of_before_captions_were_kept_is_none_anew(cast: Cast, showing: Press) -> None:
    story = told(cast, ("It rained.",))
    row = PublishedVersion.objects.get()
    del row.words["captions"]
    row.save()
    acts.publish(story, by=None, now=NOW)
    assert PublishedVersion.objects.count() == 1
    acts.revise(story, StoryText("Dam", prose("It hailed."), lead_photo=cast.photo), by=cast.editor, now=NOW)
    acts.publish(story, by=None, now=NOW)
    showing.run_once(LATER)
    page = read(showing.writer.reading, HISTORY)
    assert "<ins>hailed.</ins>" in page and "Photo caption:" not in page, "nobody knows what it said below its photos"


def test_a_story_that_never_changed_or_a_paper_that_does_not_want_it_has_none(cast: Cast, showing: Press) -> None:
    told(cast, ("Five gates opened.",))
    showing.run_once(LATER)
    assert not showing.writer.reading.has_page(HISTORY)
    assert "version-history" not in read(showing.writer.reading, "/2026/11/23/dam")
    paperfile._current = replace(paperfile.current(), versions=False)
    story = Story.objects.get(slug="dam")
    acts.revise(story, StoryText("Dam", prose("Four.")), by=cast.editor, now=NOW)
    acts.publish(story, by=None, now=NOW)
    assert PublishedVersion.objects.count() == 1


def test_what_is_withheld_is_told_and_not_shown(cast: Cast, showing: Press) -> None:
    story = told(cast, ("Five opened.",), ("The mayor stole.",), ("Four opened.",))
    first, second, last = story.published_versions.all()
    signed_in("chief@courier.example", is_superuser=True)
    chief = Staff.objects.get(email="chief@courier.example")
    with pytest.raises(ReasonMissing):
        versions.withhold(second, by=chief, reason=" ", now=NOW)
    with pytest.raises(NotYours):
        versions.withhold(last, by=chief, reason="Libel.", now=NOW)
    with pytest.raises(NotYours):
        signed_in("guest@courier.example")
        versions.withhold(second, by=Staff.objects.get(email="guest@courier.example"), reason="Libel.", now=NOW)
    showing.run_once(LATER)
    versions.withhold(second, by=chief, reason="Libel.", now=LATER)
    showing.run_once(LATER + timedelta(hours=1))
    page = read(showing.writer.reading, HISTORY)
    assert "The editors do not show this version." in page
    assert "mayor" not in page and "Libel" not in page and "<del>Five</del><ins>Four</ins>" in page
    versions.withhold(first, by=chief, reason="It too.", now=LATER)
    showing.run_once(LATER + timedelta(hours=2))
    assert not showing.writer.reading.has_page(HISTORY)


def test_the_history_goes_with_its_story(cast: Cast, showing: Press) -> None:
    story = told(cast, ("Five opened.",), ("Four opened.",))
    showing.run_once(LATER)
    acts.withdraw(story, by=None, now=LATER)
    showing.run_once(LATER + timedelta(hours=1))
    assert not showing.writer.reading.has_page(HISTORY)
