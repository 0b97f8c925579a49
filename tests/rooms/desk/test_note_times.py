"""A note to readers has the moment at which readers got it, whatever is written and published around it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from cast import NOW, Cast
from clock import Clock
from django.test import Client
from django.utils import timezone
from editing import edit_story
from wagtail.test.utils.form_data import inline_formset

from broadsheet.stories import acts
from broadsheet.stories.models import Story, StoryCorrection

NOTE = {"kind": "correction", "text": "It was five gates."}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(NOW)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def edited(client: Client, story: Story, text: str, *notes: dict[str, Any], act: str = "") -> None:
    """What the editor's form posts: a note that it shows has the number that the latest draft knows it by."""
    known = list(Story.objects.get(pk=story.pk).get_latest_revision_as_object().corrections.all())
    rows = [{"id": (known[n].pk or "") if n < len(known) else "", **note} for n, note in enumerate(notes)]
    fields = {"slug": story.slug, "corrections": inline_formset(rows, initial=len(known))}
    assert edit_story(client, story.pk, story.title, text, act=act, **fields).status_code in (200, 302)


def told_at(story: Story) -> list[Any]:
    return list(StoryCorrection.objects.filter(story=story.pk).values_list("text", "at"))


@pytest.mark.usefixtures("clock")
class TestNoteTimes:
    def test_a_note_that_waited_in_a_draft_goes_out_now(self, clock: Clock, cast: Cast, editor: Client) -> None:
        clock.now += timedelta(hours=1)
        edited(editor, cast.flood, "Put right.", NOTE)
        assert told_at(cast.flood) == [], "it is a draft's"
        clock.now += timedelta(hours=3)
        acts.publish(Story.objects.get(pk=cast.flood.pk), by=cast.editor, now=clock.now)
        assert told_at(cast.flood) == [("It was five gates.", NOW + timedelta(hours=4))]

    def test_it_keeps_its_time_in_every_later_publication(self, clock: Clock, cast: Cast, editor: Client) -> None:
        edited(editor, cast.flood, "Put right.", NOTE, act="action-publish")
        clock.now += timedelta(days=2)
        edited(editor, cast.flood, "Put right, and a comma.", NOTE, act="action-publish")
        clock.now += timedelta(days=2)
        more = {"kind": "update", "text": "The gates are shut."}
        edited(editor, cast.flood, "Put right, and more.", NOTE, more, act="action-publish")
        assert told_at(cast.flood) == [
            ("It was five gates.", NOW),
            ("The gates are shut.", NOW + timedelta(days=4)),
        ]

    def test_one_that_was_written_while_readers_had_no_story_goes_out_with_it(
        self, clock: Clock, cast: Cast, editor: Client
    ) -> None:
        edited(editor, cast.flood, "Put right.", NOTE, act="action-publish")
        acts.withdraw(cast.flood, by=cast.editor, now=clock.now)
        clock.now += timedelta(hours=1)
        edited(editor, cast.flood, "Put right.", NOTE, {"kind": "update", "text": "Shut."})
        clock.now += timedelta(hours=1)
        acts.publish(Story.objects.get(pk=cast.flood.pk), by=cast.editor, now=clock.now)
        assert told_at(cast.flood) == [("It was five gates.", NOW), ("Shut.", NOW + timedelta(hours=2))]
