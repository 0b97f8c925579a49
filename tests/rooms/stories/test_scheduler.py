"""Law 5: a due story goes out once, at its second, also after downtime; one bad story never stops the others."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from cast import NOW, Cast, prose
from clock import Clock
from django.db import OperationalError
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import page_published

from broadsheet.press.models import Order
from broadsheet.press.run import Press
from broadsheet.stories import acts, scheduler
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import DueFailure, Listing, Story, StoryAddress

pytestmark = pytest.mark.usefixtures("clock")

HOUR = timedelta(hours=1)


def due_at(cast: Cast, at: datetime, name: str = "later", *, expire_at: datetime | None = None) -> Story:
    """A new story scheduled for `at`."""
    text = StoryText(f"Headline {name}", prose("Words."), slug=name)
    story = acts.create(cast.world, text, by=None, now=NOW)
    if expire_at is not None:
        draft = story.get_latest_revision_as_object()
        draft.expire_at = expire_at
        draft.save_revision()
    return acts.schedule(story, at, by=None, now=NOW)


def is_live(story: Story) -> bool:
    return Story.objects.values_list("live", flat=True).get(pk=story.pk)


def is_scheduled(story: Story) -> bool:
    drafts = Revision.page_revisions.filter(object_id=str(story.pk))
    return drafts.filter(approved_go_live_at__isnull=False).exists()


def times_published(story: Story) -> int:
    return PageLogEntry.objects.filter(page_id=story.pk, action="wagtail.publish.scheduled").count()


def outcomes(now: datetime) -> list[tuple[int, str]]:
    return [(outcome.page_id, outcome.what) for outcome in scheduler.run_due(now)]


def test_a_story_goes_out_at_its_second_and_not_before(cast: Cast, clock: Clock) -> None:
    story = due_at(cast, NOW + HOUR)
    assert outcomes(clock.go_on(minutes=59, seconds=59)) == []
    assert not is_live(story)
    assert outcomes(clock.go_on(seconds=1)) == [(story.pk, "published")]
    assert is_live(story)
    assert Story.objects.get(pk=story.pk).current_address() == "/2026/11/23/later"


def test_a_story_goes_out_once_however_often_the_scheduler_looks(cast: Cast, clock: Clock) -> None:
    story = due_at(cast, NOW + HOUR)
    clock.go_on(hours=1)
    assert [outcomes(clock.now) for _ in range(3)] == [[(story.pk, "published")], [], []]
    assert outcomes(clock.go_on(hours=1)) == []
    assert times_published(story) == 1


def test_two_schedulers_at_work_at_once_publish_each_story_once(cast: Cast, clock: Clock) -> None:
    stories = [due_at(cast, NOW + HOUR, f"later-{n}") for n in range(4)]
    clock.go_on(hours=1)
    others: list[tuple[int, str]] = []

    def the_other_comes_in(**_: object) -> None:
        # The first has read which stories are due and has published one of them.
        page_published.disconnect(the_other_comes_in, sender=Story)
        others.extend(outcomes(clock.now))

    page_published.connect(the_other_comes_in, sender=Story)
    first = outcomes(clock.now)
    assert first == [(stories[0].pk, "published")]
    assert others == [(story.pk, "published") for story in stories[1:]]
    assert [times_published(story) for story in stories] == [1, 1, 1, 1]


def test_what_fell_due_while_the_machine_was_down_goes_out_at_once_oldest_first(cast: Cast, clock: Clock) -> None:
    second = due_at(cast, NOW + 2 * HOUR, "second")
    first = due_at(cast, NOW + HOUR, "first")
    assert outcomes(clock.go_on(days=3)) == [(first.pk, "published"), (second.pk, "published")]


def test_a_live_story_comes_down_at_the_second_of_its_expiry(cast: Cast, clock: Clock, press: Press) -> None:
    story = due_at(cast, NOW + HOUR, expire_at=NOW + 2 * HOUR)
    clock.go_on(hours=1)
    scheduler.run_due(clock.now)
    press.run_once(clock.now)
    assert press.writer.reading.has_page("/2026/11/23/later")
    assert outcomes(clock.go_on(minutes=59, seconds=59)) == []
    assert outcomes(clock.go_on(seconds=1)) == [(story.pk, "expired")]
    press.run_once(clock.now)
    assert not press.writer.reading.has_page("/2026/11/23/later")
    assert press.writer.reading.is_gone("/2026/11/23/later")
    assert Story.objects.get(pk=story.pk).expired


def test_a_story_whose_time_came_and_went_while_the_machine_was_down_is_never_public(cast: Cast, clock: Clock) -> None:
    story = due_at(cast, NOW + HOUR, expire_at=NOW + 2 * HOUR)
    published: list[object] = []

    def heard(instance: object, **_: object) -> None:
        published.append(instance)

    page_published.connect(heard, sender=Story)
    assert outcomes(clock.go_on(hours=3)) == [(story.pk, "expired")]
    assert outcomes(clock.go_on(hours=3)) == []
    page_published.disconnect(heard, sender=Story)
    assert published == []
    assert not is_live(story)
    assert not is_scheduled(story)
    assert not StoryAddress.objects.filter(story=story).exists()
    assert not Listing.objects.filter(story=story).exists()
    assert Story.objects.get(pk=story.pk).expired


def test_a_withdrawn_story_does_not_come_back_by_a_schedule_that_it_had(cast: Cast, clock: Clock) -> None:
    acts.revise(cast.flood, StoryText("Later words", prose("Words.")), by=None, now=NOW)
    acts.schedule(cast.flood, NOW + HOUR, by=None, now=NOW)
    acts.withdraw(cast.flood, by=None, now=NOW)
    assert outcomes(clock.go_on(hours=2)) == []
    assert not is_live(cast.flood)


def test_a_story_that_expires_does_not_show_the_text_that_is_scheduled_for_later(cast: Cast, clock: Clock) -> None:
    story = acts.publish(due_at(cast, NOW, "short", expire_at=NOW + HOUR), by=None, now=NOW)
    assert story.live
    draft = acts.revise(story, StoryText("Words for later", prose("Words.")), by=None, now=NOW)
    draft.expire_at = None
    draft.save_revision()
    acts.schedule(story, NOW + 5 * HOUR, by=None, now=NOW)
    assert outcomes(clock.go_on(hours=1)) == [(story.pk, "expired")]
    assert not is_live(story)
    assert Story.objects.get(pk=story.pk).title == "Headline short"


def without_headline(story: Story) -> Revision:
    """Spoil the scheduled revision of `story`: it says everything but a headline."""
    revision = Revision.page_revisions.get(object_id=str(story.pk), approved_go_live_at__isnull=False)
    revision.content["title"] = ""
    revision.save()
    return revision


def test_a_story_that_cannot_go_out_stops_no_other_and_stays_scheduled_with_its_reason(
    cast: Cast, clock: Clock
) -> None:
    before, bad, after = (due_at(cast, NOW + n * HOUR, f"later-{n}") for n in (1, 2, 3))
    without_headline(bad)
    clock.go_on(hours=3)
    assert outcomes(clock.now) == [(before.pk, "published"), (bad.pk, "refused"), (after.pk, "published")]
    assert not is_live(bad)
    assert is_scheduled(bad)
    failure = DueFailure.objects.get()
    assert (failure.page_id, failure.since, failure.tried_at) == (bad.pk, clock.now, clock.now)
    assert failure.reason == "This field cannot be blank."


def test_a_refused_story_is_tried_again_after_a_minute_until_it_can_go_out(cast: Cast, clock: Clock) -> None:
    story = due_at(cast, NOW + HOUR)
    revision = without_headline(story)
    refused_at = clock.go_on(hours=1)
    assert outcomes(clock.now) == [(story.pk, "refused")]
    assert outcomes(clock.go_on(seconds=59)) == []
    assert outcomes(clock.go_on(seconds=1)) == [(story.pk, "refused")]
    assert DueFailure.objects.get().since == refused_at
    revision.content["title"] = "Headline again"
    revision.save()
    assert outcomes(clock.go_on(seconds=59)) == []
    assert outcomes(clock.go_on(seconds=1)) == [(story.pk, "published")]
    assert not DueFailure.objects.exists()
    assert times_published(story) == 1


def test_a_refused_story_that_somebody_takes_off_the_schedule_is_no_longer_told_as_late(
    cast: Cast, clock: Clock
) -> None:
    story = due_at(cast, NOW + HOUR)
    revision = without_headline(story)
    scheduler.run_due(clock.go_on(hours=1))
    assert DueFailure.objects.count() == 1
    revision.approved_go_live_at = None
    revision.save()
    assert outcomes(clock.go_on(seconds=5)) == []
    assert not DueFailure.objects.exists()


def test_a_story_whose_press_orders_cannot_be_written_does_not_go_out(
    cast: Cast, clock: Clock, no_orders: Callable[[], AbstractContextManager[None]]
) -> None:
    story = due_at(cast, NOW + HOUR)
    waiting = Order.objects.count()
    clock.go_on(hours=1)
    with no_orders():
        assert outcomes(clock.now) == [(story.pk, "refused")]
    assert not is_live(story)
    assert is_scheduled(story)
    assert not StoryAddress.objects.filter(story=story).exists()
    assert DueFailure.objects.get().reason == "database or disk is full"
    assert outcomes(clock.go_on(minutes=1)) == [(story.pk, "published")]
    assert Order.objects.count() > waiting


def test_a_story_that_met_another_transaction_is_not_late_for_it(cast: Cast, clock: Clock) -> None:
    story = due_at(cast, NOW + HOUR)
    met = iter([OperationalError("deadlock detected"), OperationalError("deadlock detected")])

    def meet(**_: object) -> None:
        for error in met:
            raise error

    page_published.connect(meet, sender=Story)
    try:
        assert outcomes(clock.go_on(hours=1)) == [(story.pk, "published")]
    finally:
        page_published.disconnect(meet, sender=Story)
    assert is_live(story) and times_published(story) == 1 and not DueFailure.objects.exists()


def test_the_orders_of_a_due_story_are_there_as_soon_as_it_is_live(cast: Cast, clock: Clock, press: Press) -> None:
    story = due_at(cast, NOW + HOUR)
    press.run_once(NOW)
    clock.go_on(hours=1)
    scheduler.run_due(clock.now)
    run = press.run_once(clock.now)
    assert run is not None
    assert {"/2026/11/23/later", f"story/{story.pk}", "/world", "/"} <= set(run.changed)
