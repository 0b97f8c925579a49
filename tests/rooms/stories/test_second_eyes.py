"""What the paper says needs a second pair of eyes goes out only when two people have seen those very words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.test import Client
from editing import edit_story
from signed_in import signed_in
from wagtail.models import Revision

from broadsheet import paperfile
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, second_eyes, stages
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import SecondEyesMissing
from broadsheet.stories.models import Story
from broadsheet.stories.models.story import Prominence

BODY = [{"type": "prose", "value": "<p>It opens.</p>"}]


@pytest.fixture(autouse=True)
def demanding(paper: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    asking = replace(paperfile.current(), second_eyes=("lead", "legal"))
    monkeypatch.setattr(paperfile, "_current", asking)
    yield


@pytest.fixture
def second(cast: Cast) -> Staff:
    signed_in("maly@courier.example", "Front editors")
    return Staff.objects.get(email="maly@courier.example")


def lead(cast: Cast, by: Staff, headline: str = "Dam opens") -> Story:
    return acts.create(cast.national, StoryText(headline, BODY, prominence=Prominence.LEAD), by=by, now=NOW)


def test_one_person_alone_publishes_no_lead(cast: Cast, second: Staff) -> None:
    story = lead(cast, second)
    with pytest.raises(SecondEyesMissing, match="leads the front"):
        acts.publish(story, by=second, now=NOW)
    with pytest.raises(SecondEyesMissing):
        acts.schedule(story, NOW + timedelta(days=30_000), by=second, now=NOW)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert acts.publish(story, by=cast.editor, now=NOW).live, "somebody else does"


def test_what_was_changed_since_is_not_what_was_seen(cast: Cast, second: Staff) -> None:
    story = lead(cast, cast.editor)
    changed = acts.revise(story, StoryText("Dam bursts", BODY, prominence=Prominence.LEAD), by=second, now=NOW)
    with pytest.raises(SecondEyesMissing):
        acts.publish(changed, by=second, now=NOW)


def test_an_approval_of_these_words_counts(cast: Cast, second: Staff) -> None:
    story = lead(cast, second)
    stages.submit(story, by=second)
    stages.pass_on(Story.objects.get(pk=story.pk), by=cast.editor)
    assert acts.publish(story, by=second, now=NOW).live


def test_other_stories_and_machines_are_not_asked(cast: Cast, second: Staff) -> None:
    plain = acts.create(cast.national, StoryText("Rice", BODY), by=second, now=NOW)
    assert acts.publish(plain, by=second, now=NOW).live
    assert acts.publish(lead(cast, second), by=None, now=NOW).live


def test_a_new_version_of_a_live_lead_is_not_scheduled_alone(cast: Cast, second: Staff) -> None:
    story = acts.publish(lead(cast, second), by=cast.editor, now=NOW)
    changed = acts.revise(story, StoryText("Bursts", BODY, prominence=Prominence.LEAD), by=second, now=NOW)
    with pytest.raises(SecondEyesMissing):
        acts.schedule(changed, NOW + timedelta(days=30_000), by=second, now=NOW)


def test_in_the_editor_it_is_said_and_what_was_written_is_kept(cast: Cast, second: Staff) -> None:
    client = Client()
    client.force_login(second)
    words = {"slug": "wedding", "legal_risk": "on", "act": "action-publish"}
    response = edit_story(client, cast.wedding.pk, "The groom was drunk", "He was.", **words)
    assert response.status_code == 302
    story = Story.objects.get(pk=cast.wedding.pk)
    assert not story.live and story.get_latest_revision_as_object().title == "The groom was drunk"
    text = client.get("/desk/stories/").content.decode()
    assert "needs a second pair of eyes, because it is flagged as a legal risk" in text
    other = Client()
    other.force_login(cast.editor)
    edit_story(other, cast.wedding.pk, "The groom was drunk", "He was.", **words)
    assert Story.objects.get(pk=cast.wedding.pk).live


def test_words_are_the_same_whatever_their_blocks_are_numbered(cast: Cast, second: Staff) -> None:
    story = lead(cast, second)
    again = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    again.body = BODY
    again.save_revision(user=cast.editor)
    assert second_eyes.seen_by(again) == {second.pk, cast.editor.pk}
