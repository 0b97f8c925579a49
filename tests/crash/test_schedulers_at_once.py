"""Law 5: three schedulers at work at the same moment publish each story once, and take each down once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from cast import NOW, prose
from crash_ground import and_close
from crash_scenes import LATER, scheduler_at
from crash_trials import Stage
from wagtail.models import PageLogEntry

from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import DueFailure, Section, Story

# The tests' own database is what the paper's is copied from.
pytestmark = pytest.mark.django_db

STORIES = 8


def schedule_many() -> None:
    """Eight stories that fall due together, every second of which expires an hour later."""
    section = Section.objects.get(slug="world")
    for number in range(STORIES):
        text = StoryText(f"Due {number}", prose("Words."), slug=f"due-{number}")
        story = acts.create(section, text, by=None, now=NOW)
        if number % 2:
            draft = story.get_latest_revision_as_object()
            draft.expire_at = LATER + timedelta(hours=1)
            draft.save_revision()
        acts.schedule(story, LATER, by=None, now=NOW)


def step(hours: int) -> list[tuple[int, str]]:
    return [(outcome.page_id, outcome.what) for outcome in scheduler_at(LATER + timedelta(hours=hours)).step()]


def logged() -> dict[str, tuple[int, int]]:
    """Slug → how often it was published and taken down."""
    entries = PageLogEntry.objects.filter(action__endswith=".scheduled")
    found = {}
    for story in Story.objects.filter(slug__startswith="due-"):
        own = entries.filter(page_id=story.pk)
        counts = [own.filter(action=f"wagtail.{act}.scheduled").count() for act in ("publish", "unpublish")]
        found[story.slug] = (counts[0], counts[1])
    assert not DueFailure.objects.exists()
    return found


def test_three_schedulers_at_once_do_everything_once(stage: Stage) -> None:
    ground = stage.ground
    ground.bring_back("cast")
    ground.child(partial(and_close, schedule_many))
    for hours in (0, 1):
        ended = ground.at_once([partial(step, hours)] * 3, now=LATER + timedelta(hours=hours))
        done = [what for one in ended for what in one.answer]
        assert len(done) == len(set(done)) == (STORIES if hours == 0 else STORIES // 2)
    counts = ground.child(logged).answer
    assert counts == {f"due-{n}": (1, n % 2) for n in range(STORIES)}
