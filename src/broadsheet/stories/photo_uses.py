"""Finds where photos stand: in what readers have of a story, in its draft, in what is scheduled; mastheads, portraits.

For people who look before they act. What leaves readers' pages is found by the press, which knows of each page what it
shows.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, ReferenceIndex, Revision

from broadsheet.stories.models import Byline, Front, Photo, Story
from broadsheet.stories.photo_rights import shown_in

DRAFTS_LOOKED_AT = 2_000
"""The newest drafts that readers do not have; who asks where a photo stands is not told of older ones."""
AT_ONCE = 5_000


class State(StrEnum):
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class StoryUse:
    """A story that shows one of the photos asked for: `states` in the order of `State`, `at` is its scheduled hour."""

    story_id: int
    headline: str
    states: tuple[State, ...]
    photo_ids: frozenset[int]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OtherUse:
    """A masthead or a byline's portrait; `kind` is "front" or "byline"."""

    kind: str
    pk: int
    name: str


def stories_with(photo_ids: Collection[int]) -> list[StoryUse]:
    """Every story that shows one of these photos, as published, drafted or scheduled; by number."""
    wanted = frozenset(photo_ids)
    states: dict[int, set[State]] = defaultdict(set)
    shown: dict[int, set[int]] = defaultdict(set)
    hours: dict[int, datetime] = {}
    for story_id, found in _published(wanted):
        states[story_id].add(State.PUBLISHED)
        shown[story_id] |= found
    for story_id, found, at in _drafted(wanted):
        states[story_id].add(State.SCHEDULED if at else State.DRAFT)
        shown[story_id] |= found
        if at:
            hours[story_id] = at
    names = dict(Page.objects.filter(pk__in=states).values_list("pk", "title"))
    order = list(State)
    return [
        StoryUse(
            pk, names[pk], tuple(sorted(states[pk], key=order.index)), frozenset(shown[pk]), hours.get(pk)
        )
        for pk in sorted(states) if pk in names
    ]  # fmt: skip


def others_with(photo_ids: Collection[int]) -> list[OtherUse]:
    """Mastheads and portraits that show one of these photos."""
    fronts = Front.objects.filter(logo_id__in=photo_ids).order_by("pk").values_list("pk", "title")
    people = Byline.objects.filter(portrait_id__in=photo_ids).order_by("pk").values_list("pk", "name")
    return [*(OtherUse("front", *row) for row in fronts), *(OtherUse("byline", *row) for row in people)]


def counts(photos: Sequence[Photo]) -> dict[int, int]:
    """Photo → how many stories show it, as far as two questions tell: leads, and bodies as Wagtail's index has them."""
    ids = [photo.pk for photo in photos]
    found: dict[int, set[int]] = defaultdict(set)
    for pk, story_id in Story.objects.filter(lead_photo_id__in=ids).values_list("lead_photo_id", "pk"):
        found[pk].add(story_id)
    for pk, story_id in _indexed(ids):
        found[pk].add(story_id)
    return {pk: len(found[pk]) for pk in ids}


def _published(wanted: frozenset[int]) -> Iterator[tuple[int, set[int]]]:
    ids = sorted(wanted)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        leads = set(Story.objects.filter(live=True, lead_photo_id__in=some).values_list("pk", flat=True))
        bodies = {story_id for _, story_id in _indexed(some)}
        # What the index says of a body may be behind by a moment: the story itself is asked.
        for story in Story.objects.filter(live=True, pk__in=leads | bodies).only("lead_photo", "body").order_by("pk"):
            if found := wanted.intersection(shown_in(story)):
                yield story.pk, set(found)


def _indexed(photo_ids: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(photo, story) as Wagtail's index of references has them."""
    types = ContentType.objects.get_for_models(Photo, Story, for_concrete_models=True)
    rows = ReferenceIndex.objects.filter(
        to_content_type=types[Photo], to_object_id__in=[str(pk) for pk in photo_ids], content_type=types[Story]
    )
    for photo_id, story_id in rows.values_list("to_object_id", "object_id").distinct():
        yield int(photo_id), int(story_id)


def _drafted(wanted: frozenset[int]) -> Iterator[tuple[int, set[int], datetime | None]]:
    open_ones = Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), latest_revision__isnull=False)
    newest = open_ones.order_by("-latest_revision_created_at").values_list("latest_revision_id", flat=True)
    latest = list(newest[:DRAFTS_LOOKED_AT])
    kept = Revision.page_revisions.filter(
        Q(pk__in=latest) | Q(approved_go_live_at__isnull=False), content_type=ContentType.objects.get_for_model(Story)
    )
    rows = kept.order_by("pk").values_list("object_id", "content__lead_photo", "content__body", "approved_go_live_at")
    for story_id, lead, body, at in rows.iterator():
        found = wanted.intersection(_in_draft(lead, body))
        if found:
            yield int(story_id), set(found), at


def _in_draft(lead: int | None, body: Any) -> Iterator[int]:
    if lead is not None:
        yield int(lead)
    # A body is kept as text in the draft's JSON; SQLite's answer is read twice, and is the list already.
    blocks = json.loads(body) if isinstance(body, str) and '"photo"' in body else body
    for block in blocks if isinstance(blocks, list) else ():
        if block["type"] == "photo" and block["value"].get("photo") is not None:
            yield int(block["value"]["photo"])
