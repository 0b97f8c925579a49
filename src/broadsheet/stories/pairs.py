"""Compares a story with itself in another language: what is missing, what is behind, what only one side was told.

story ──published again──▶ its translation is stale      until that is saved or published anew, or marked as
      ──corrected───────▶ its translation lacks that     dealt with by somebody who may edit it

What a side publishes to follow the other is no news: two sides don't send each other round for ever.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Max
from wagtail.models import PageLogEntry

from broadsheet.staff.models import Staff
from broadsheet.stories.errors import NotYours
from broadsheet.stories.models import Listing, Story, StoryCorrection, TranslationMark

SHOWN = 200
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
    # Of all languages: asked for the stories of one, SQLite would begin with all of those.
    corrected = StoryCorrection.objects.filter(at__gte=now - CORRECTIONS_FOR).order_by("-at").values("story_id")[:SHOWN]
    ids = {row["story_id"] for row in newest} | {row["story_id"] for row in corrected}
    found = Story.objects.filter(pk__in=ids).select_related("locale").defer_streamfields()
    stories = [
        story for story in found.order_by("-first_published_at", "-pk")
        if story.live and story.locale.language_code == language
    ]  # fmt: skip
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
    told = _told([*stories, *others.values()])
    made = [_pair(story, others.get(story.translation_key), marks, corrections.get(story.pk)) for story in stories]
    return [
        replace(pair, state=State.FRESH)
        if pair.other is not None and pair.state in BEHIND and _answers(pair.story.pk, pair.other.pk, told)
        else pair
        for pair in made
    ]


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
    return Pair(story, other, State.STALE if published > touched else State.FRESH, published)


def _answers(story: int, other: int, told: Mapping[int, Sequence[tuple[datetime, bool]]]) -> bool:
    """Whether the last publication of `story` only followed what `other` had told: that needs no answer in turn.

    A publication is news, or follows news of the other side; a mark does no more than follow.
    """
    events = sorted([(at, True, out) for at, out in told[story]] + [(at, False, out) for at, out in told[other]])
    news: bool | None = None
    answered = False
    for _, ours, is_publication in events:
        follows = news is not None and news is not ours
        if follows:
            news = None
        elif is_publication:
            news = ours
        if ours and is_publication:
            answered = follows
    return answered


def _told(stories: Iterable[Story]) -> Mapping[int, Sequence[tuple[datetime, bool]]]:
    """Story → when it was published (True) and marked as dealt with."""
    found: dict[int, list[tuple[datetime, bool]]] = defaultdict(list)
    numbers = [story.pk for story in stories]
    published = PageLogEntry.objects.filter(page__in=numbers, action="wagtail.publish")
    for pk, at in published.values_list("page_id", "timestamp"):
        found[pk].append((at, True))
    for pk, at in TranslationMark.objects.filter(story__in=numbers).values_list("story_id", "at"):
        found[pk].append((at, False))
    return found


def _newest(rows: object) -> dict[int, datetime]:
    """Story → the time of its last row."""
    return dict(rows.values_list("story_id").annotate(last=Max("at")))  # type: ignore[attr-defined]
