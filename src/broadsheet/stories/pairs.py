"""Compares a story with itself in another language: what is missing, what is behind, what only one side was told.

story ──published again──▶ its translation is stale      until that is saved or published anew, or marked as
      ──corrected───────▶ its translation lacks that     dealt with by somebody who may edit it
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Max

from broadsheet.staff.models import Staff
from broadsheet.stories.errors import NotYours
from broadsheet.stories.models import Listing, Story, StoryCorrection, TranslationMark

SHOWN = 200
ONE_ACT = timedelta(minutes=1)
"""First and last publication are noted a moment apart where they are the same."""
CORRECTIONS_FOR = timedelta(days=90)


class State(StrEnum):
    """What is to be done about a pair, the most urgent first."""

    CORRECTED = "corrected on one side"
    STALE = "stale"
    DRAFT = "begun"
    MISSING = "missing"
    FRESH = "fresh"


BEHIND = (State.CORRECTED, State.STALE)
"""States in which one side has not been told what the other was."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A published story and its other language, if there is one; `since` is when it fell behind."""

    story: Story
    other: Story | None
    state: State
    since: datetime


def pairs(language: str, other_language: str, *, now: datetime) -> list[Pair]:
    """The newest published stories in `language`, and all that were corrected lately, as they stand in the other."""
    newest = Listing.objects.filter(list=f"language/{language}").order_by("-published_at").values("story_id")[:SHOWN]
    corrected = StoryCorrection.objects.filter(
        at__gte=now - CORRECTIONS_FOR, story__live=True, story__locale__language_code=language
    ).values("story_id")[:SHOWN]
    ids = {row["story_id"] for row in newest} | {row["story_id"] for row in corrected}
    stories = list(Story.objects.filter(pk__in=ids).defer_streamfields().order_by("-first_published_at", "-pk"))
    return _compared(stories, other_language)


def behind(story: Story) -> list[Pair]:
    """The other languages of `story` that were corrected or published anew since it was last touched."""
    family = Story.objects.filter(translation_key=story.translation_key, live=True).exclude(pk=story.pk)
    others = list(family.select_related("locale").defer_streamfields())
    found = _compared(others, story.locale.language_code) if others else []
    return [pair for pair in found if pair.other is not None and pair.state in BEHIND]


def dealt_with(story: Story, *, by: Staff, now: datetime) -> TranslationMark:
    """Note that `story` needs nothing more of what its other languages say now. Errors: `NotYours`."""
    if not story.permissions_for_user(by).can_edit():
        raise NotYours("marked", story)
    return TranslationMark.objects.create(story=story, at=now, by_name=str(by))


def _compared(stories: Iterable[Story], other_language: str) -> list[Pair]:
    stories = list(stories)
    keys = [story.translation_key for story in stories]
    found = Story.objects.filter(translation_key__in=keys, locale__language_code=other_language).defer_streamfields()
    others = {story.translation_key: story for story in found}
    marks = _newest(TranslationMark.objects.filter(story__in=others.values()))
    corrections = _newest(StoryCorrection.objects.filter(story__in=stories))
    return [_pair(story, others.get(story.translation_key), marks, corrections.get(story.pk)) for story in stories]


def _pair(story: Story, other: Story | None, marks: dict[int, datetime], corrected: datetime | None) -> Pair:
    published: datetime = story.last_published_at or story.first_published_at
    if other is None:
        return Pair(story, None, State.MISSING, published)
    times = (other.latest_revision_created_at, other.last_published_at, marks.get(other.pk))
    touched = max(time for time in times if time is not None)
    if corrected is not None and corrected > touched:
        return Pair(story, other, State.CORRECTED, corrected)
    if not other.live:
        return Pair(story, other, State.DRAFT, touched)
    stale = published > touched and not _came_out_after(story, other)
    return Pair(story, other, State.STALE if stale else State.FRESH, published)


def _came_out_after(story: Story, other: Story) -> bool:
    """Whether `story` was published once, after `other`: a translation that comes out leaves its original as it was."""
    last, first = story.last_published_at, story.first_published_at
    return bool(other.first_published_at <= first and (last is None or last - first < ONE_ACT))


def _newest(rows: object) -> dict[int, datetime]:
    """Story → the time of its last row."""
    return dict(rows.values_list("story_id").annotate(last=Max("at")))  # type: ignore[attr-defined]
