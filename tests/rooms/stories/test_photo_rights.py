"""A photo whose owner's words hold it back goes out only after somebody has decided so, whatever the way to readers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from cast import NOW, Cast, make_photo, prose
from clock import Clock
from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from broadsheet.press.models import Order
from broadsheet.stories import acts, photo_rights, scheduler
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import PhotosHeld, ReasonMissing
from broadsheet.stories.models import DueFailure, Photo, RightsDecision, Story

pytestmark = pytest.mark.usefixtures("clock")

HELD: dict[str, dict[str, Any]] = {
    "it has no credit line": {"credit": " "},
    "the right to use it ended on 22 November 2026": {"rights_expire_on": date(2026, 11, 22)},
    "it is for one time use": {"instructions": "ONE TIME USE ONLY"},
    "it may not be kept in an archive": {"usage_terms": "Editorial use. No archives."},
    "it may not be used online": {"instructions": "Print only"},
}


def photo(**words: Any) -> Photo:
    return make_photo("Harbour", **{"credit": "Delta Photo", **words})


def story_with(cast: Cast, lead: Photo | None = None, inside: Photo | None = None) -> Story:
    body = prose("Ships come in.")
    if inside is not None:
        body.append({"type": "photo", "value": {"photo": inside.pk, "caption": ""}})
    return acts.create(cast.world, StoryText("Harbour opens", body, lead_photo=lead), by=cast.editor, now=NOW)


def decide(cast: Cast, of: Photo, story: Story | None = None, **more: Any) -> RightsDecision:
    return photo_rights.decide(of, story=story, by=cast.editor, reason="The agency agreed.", now=NOW, **more)


@pytest.mark.parametrize("place", ["lead", "inside"])
def test_a_held_photo_keeps_its_story_from_readers(cast: Cast, place: str) -> None:
    for why, words in HELD.items():
        story = story_with(cast, **{place: photo(**words)})
        orders = Order.objects.count()
        with pytest.raises(PhotosHeld, match=why), transaction.atomic():
            acts.publish(story, by=cast.editor, now=NOW)
        assert not Story.objects.get(pk=story.pk).live
        assert Order.objects.count() == orders


def test_a_decision_lets_it_go_out(cast: Cast) -> None:
    for why, words in HELD.items():
        held = photo(**words)
        story = story_with(cast, held)
        decide(cast, held, story)
        assert acts.publish(story, by=cast.editor, now=NOW).live, why


def test_a_photo_that_nothing_holds_goes_out_on_its_last_day_too(cast: Cast) -> None:
    free: list[dict[str, Any]] = [
        {},
        {"rights_expire_on": NOW.date()},
        {"instructions": "MANDATORY CREDIT. No resale."},
    ]
    for words in free:
        assert acts.publish(story_with(cast, photo(**words)), by=cast.editor, now=NOW).live


def test_a_decision_says_who_when_and_why(cast: Cast) -> None:
    held = photo(instructions="One time use. No archives.")
    story = story_with(cast, held)
    made = decide(cast, held, story)
    assert (made.by, made.by_name, made.at, made.reason) == (cast.editor, cast.editor.email, NOW, "The agency agreed.")
    assert made.grounds == ["one-time", "no-archive"]


def test_a_decision_without_a_reason_is_none(cast: Cast) -> None:
    with pytest.raises(ReasonMissing):
        photo_rights.decide(photo(credit=""), story=None, by=cast.editor, reason=" ", now=NOW)
    assert not RightsDecision.objects.exists()


def test_a_decision_for_one_story_holds_for_its_translations_and_no_other(cast: Cast) -> None:
    held = photo(instructions="One time use")
    first, other = story_with(cast, held), story_with(cast, held)
    decide(cast, held, first)
    with pytest.raises(PhotosHeld), transaction.atomic():
        acts.publish(other, by=cast.editor, now=NOW)
    Story.objects.filter(pk=cast.khmer.pk).update(translation_key=first.translation_key)
    translation = Story.objects.get(pk=cast.khmer.pk)
    translation.lead_photo = held
    assert photo_rights.held(translation, on=NOW.date()) == []


def test_a_decision_for_every_story_holds_for_every_story(cast: Cast) -> None:
    held = photo(credit="")
    decide(cast, held)
    assert acts.publish(story_with(cast, held), by=cast.editor, now=NOW).live


def test_a_ground_that_comes_later_needs_another_decision(cast: Cast) -> None:
    held = photo(credit="")
    decide(cast, held)
    Photo.objects.filter(pk=held.pk).update(instructions="No archives", rights_expire_on=date(2026, 11, 1))
    with pytest.raises(PhotosHeld) as refusal, transaction.atomic():
        acts.publish(story_with(cast, held), by=cast.editor, now=NOW)
    assert "credit" not in str(refusal.value)
    assert "archive" in str(refusal.value) and "1 November" in str(refusal.value).replace("01", "1")


def test_scheduling_asks_for_the_day_on_which_it_goes_out(cast: Cast) -> None:
    ends_tomorrow = photo(rights_expire_on=date(2026, 11, 24))
    story = story_with(cast, ends_tomorrow)
    with pytest.raises(PhotosHeld), transaction.atomic():
        acts.schedule(story, NOW + timedelta(days=3), by=cast.editor, now=NOW)
    acts.schedule(story, NOW + timedelta(days=1), by=cast.editor, now=NOW)
    assert Revision.page_revisions.filter(object_id=str(story.pk), approved_go_live_at__isnull=False).exists()


def test_an_update_of_a_live_story_is_not_scheduled_with_a_held_photo(cast: Cast) -> None:
    acts.revise(cast.flood, StoryText("Flood", prose("More."), lead_photo=photo(credit="")), by=cast.editor, now=NOW)
    with pytest.raises(PhotosHeld), transaction.atomic():
        acts.schedule(cast.flood, NOW + timedelta(hours=1), by=cast.editor, now=NOW)


def test_what_was_forbidden_while_it_waited_does_not_go_out(cast: Cast, clock: Clock) -> None:
    waits = photo()
    story = story_with(cast, waits)
    acts.schedule(story, NOW + timedelta(hours=1), by=cast.editor, now=NOW)
    Photo.objects.filter(pk=waits.pk).update(instructions="NO ARCHIVES")
    clock.now = NOW + timedelta(hours=2)
    (outcome,) = scheduler.run_due(clock.now)
    assert outcome.what == "refused"
    assert "archive" in DueFailure.objects.get(page_id=story.pk).reason
    decide(cast, Photo.objects.get(pk=waits.pk), story)
    clock.now += timedelta(minutes=2)
    assert [one.what for one in scheduler.run_due(clock.now)] == ["published"]


ROADS: dict[str, Callable[[Story], object]] = {
    "Wagtail's act on a revision": lambda story: PublishPageRevisionAction(story.get_latest_revision()).execute(True),
    "a revision's own publication": lambda story: story.get_latest_revision().publish(),
    "a copy that is live at once": lambda story: story.copy(update_attrs={"slug": "copy"}, keep_live=True),
}


def test_no_way_goes_round_the_gate(cast: Cast) -> None:
    for road, publish in ROADS.items():
        held = photo()
        story = story_with(cast, held)
        if "copy" in road:
            story = acts.publish(story, by=cast.editor, now=NOW)
        Photo.objects.filter(pk=held.pk).update(credit="")
        live = set(Story.objects.filter(live=True).values_list("pk", flat=True))
        with pytest.raises(PhotosHeld), transaction.atomic():
            publish(story)
        assert set(Story.objects.filter(live=True).values_list("pk", flat=True)) == live, road


def test_a_story_without_photos_asks_nothing(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        photo_rights.refuse_held(cast.market, now=NOW)


def test_thirty_photos_cost_as_many_questions_as_one(cast: Cast, django_assert_num_queries: Any) -> None:
    held = photo(credit="")
    for count in (1, 30):
        story = story_with(cast, held)
        story.body = [{"type": "photo", "value": {"photo": held.pk, "caption": ""}}] * count
        with django_assert_num_queries(2):
            assert len(photo_rights.held(story, on=NOW.date())) == 1
