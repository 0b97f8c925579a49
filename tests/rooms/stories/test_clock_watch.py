"""A clock that jumps forward ends no embargo; one that goes back changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cast import NOW, Cast, prose
from clock import Clock

from broadsheet.stories import acts, clock_watch
from broadsheet.stories.acts import StoryText
from broadsheet.stories.clock_watch import FARTHEST_JUMP, ClockWatch
from broadsheet.stories.models import MachineClock, Story
from broadsheet.stories.scheduler import Scheduler, next_due

HOUR = timedelta(hours=1)


class Machine:
    """A machine that was started an hour before `NOW`; its clock, which Wagtail reads too, can be set."""

    def __init__(self, clock: Clock, boot: str = "first", started: float = 3600.0) -> None:
        self.clock, self.boot, self.started = clock, boot, started

    @property
    def wall(self) -> datetime:
        return self.clock.now

    @wall.setter
    def wall(self, now: datetime) -> None:
        self.clock.now = now

    def passes(self, time: timedelta) -> None:
        self.wall += time
        self.started += time.total_seconds()

    def watch(self) -> ClockWatch:
        return ClockWatch(wall=lambda: self.wall, since_start=lambda: self.started, boot=self.boot)


@pytest.fixture
def machine(paper: object, clock: Clock) -> Machine:
    return Machine(clock)


def scheduled(cast: Cast, at: datetime) -> Story:
    story = acts.create(cast.world, StoryText("Later", prose("Words."), slug="later"), by=None, now=NOW)
    return acts.schedule(story, at, by=None, now=NOW)


def live(story: Story) -> bool:
    return Story.objects.values_list("live", flat=True).get(pk=story.pk)


def test_time_that_passes_is_believed(machine: Machine) -> None:
    watch = machine.watch()
    for _ in range(3):
        machine.passes(HOUR)
        assert watch.now() == machine.wall
    assert clock_watch.jumped() == []


def test_an_embargo_holds_when_the_clock_jumps_past_it(cast: Cast, machine: Machine) -> None:
    story = scheduled(cast, NOW + HOUR)
    scheduler = Scheduler(machine.watch())
    assert scheduler.step() == []
    machine.wall += 2 * HOUR
    assert scheduler.step() == []
    assert not live(story)
    (alarm,) = clock_watch.jumped()
    assert (alarm.jumped_at, alarm.jumped_by) == (machine.wall, 7200)
    # A process that is started anew, as after a fall, is none the wiser.
    assert Scheduler(machine.watch()).step() == []
    machine.passes(10 * HOUR)
    assert scheduler.step() == []
    assert not live(story)


def test_the_story_goes_out_once_somebody_believes_the_clock(cast: Cast, machine: Machine) -> None:
    story = scheduled(cast, NOW + HOUR)
    scheduler = Scheduler(machine.watch())
    scheduler.step()
    machine.wall += 2 * HOUR
    scheduler.step()
    clock_watch.believe(clock_watch.jumped()[0].pk, by="chief@courier.example")
    assert [outcome.what for outcome in scheduler.step()] == ["published"]
    assert live(story)
    assert clock_watch.jumped() == []
    assert MachineClock.objects.get().believed_by == "chief@courier.example"
    machine.wall += 2 * HOUR
    assert scheduler.step() == []
    assert len(clock_watch.jumped()) == 1


def test_a_clock_that_is_put_right_goes_on_by_itself_and_keeps_the_embargo(cast: Cast, machine: Machine) -> None:
    story = scheduled(cast, NOW + HOUR)
    scheduler = Scheduler(machine.watch())
    scheduler.step()
    machine.wall += 2 * HOUR
    scheduler.step()
    machine.wall -= 2 * HOUR
    assert scheduler.step() == []
    assert clock_watch.jumped() == []
    assert not live(story)
    machine.passes(HOUR)
    assert [outcome.what for outcome in scheduler.step()] == ["published"]


def test_a_clock_that_goes_back_changes_nothing(cast: Cast, machine: Machine) -> None:
    first, second = scheduled(cast, NOW), scheduled(cast, NOW + HOUR)
    scheduler = Scheduler(machine.watch())
    scheduler.step()
    assert live(first)
    machine.wall -= 5 * HOUR
    assert scheduler.step() == []
    assert live(first)
    assert not live(second)
    assert clock_watch.jumped() == []
    machine.wall += 5 * HOUR
    machine.passes(HOUR)
    assert [outcome.page_id for outcome in scheduler.step()] == [second.pk]


def test_a_step_of_a_few_minutes_is_no_jump_and_many_of_them_are(machine: Machine) -> None:
    watch = machine.watch()
    watch.now()
    machine.wall += FARTHEST_JUMP
    assert watch.now() == machine.wall
    machine.wall += FARTHEST_JUMP
    assert watch.now() is None


def test_an_alarm_goes_on_when_the_machine_is_started_again(cast: Cast, machine: Machine) -> None:
    story = scheduled(cast, NOW + HOUR)
    scheduler = Scheduler(machine.watch())
    scheduler.step()
    machine.wall += 2 * HOUR
    scheduler.step()
    again = Machine(machine.clock, "second", started=20.0)
    again.wall += timedelta(minutes=5)
    scheduler = Scheduler(again.watch())
    assert scheduler.step() == []
    assert not live(story)
    clock_watch.believe(clock_watch.jumped()[0].pk, by="chief")
    assert [outcome.what for outcome in scheduler.step()] == ["published"]


def test_a_machine_started_again_with_a_clock_that_nobody_doubts_goes_on(cast: Cast, machine: Machine) -> None:
    story = scheduled(cast, NOW + HOUR)
    Scheduler(machine.watch()).step()
    again = Machine(machine.clock, "second", started=20.0)
    again.wall = NOW + 2 * HOUR
    assert [outcome.what for outcome in Scheduler(again.watch()).step()] == ["published"]
    assert live(story)
    assert MachineClock.objects.count() == 1


def test_the_scheduler_wakes_at_the_next_due_second(cast: Cast, machine: Machine) -> None:
    scheduler = Scheduler(machine.watch())
    assert scheduler.pause() == pytest.approx(0.2)
    story = scheduled(cast, NOW + timedelta(milliseconds=50))
    assert next_due(NOW) == NOW + timedelta(milliseconds=50)
    assert scheduler.pause() == pytest.approx(0.05)
    Story.objects.filter(pk=cast.flood.pk).update(expire_at=NOW + timedelta(milliseconds=20))
    assert scheduler.pause() == pytest.approx(0.02)
    machine.passes(timedelta(milliseconds=50))
    assert {outcome.page_id for outcome in scheduler.step()} == {story.pk, cast.flood.pk}
    assert next_due(machine.wall) is None
