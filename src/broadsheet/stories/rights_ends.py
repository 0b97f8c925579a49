"""Takes photos off readers' pages when the right to use them ends; the stories stay.

    last day over, by the paper's clock ──▶ one transaction a photo: EndedRights, which says who lost it · press order

What pages leave out is what is noted, and not what a clock says: an edition pressed from nothing leaves out the same. A
decision about that very end (see `photo_rights`) keeps the photo in its stories.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import ReferenceIndex

from broadsheet.press import keys, orders
from broadsheet.stories import photo_rights
from broadsheet.stories.models import EndedRights, Photo, RightsDecision, Story
from broadsheet.stories.photo_rights import ENDED, day_of

MOST_AT_ONCE = 200
EVERYWHERE = ""
"""Stands for every story in what `kept_in` gives."""


def end_due(now: datetime) -> list[EndedRights]:
    """Note each photo whose last day is over, once, and order its pages; returns what was noted.

    At most `MOST_AT_ONCE`, those whose rights ended first. Safe to run in several processes at once.
    """
    over = Photo.objects.filter(~_is_noted(), rights_expire_on__lt=day_of(now)).order_by("rights_expire_on", "pk")
    noted = (_end(pk, now) for pk in list(over.values_list("pk", flat=True)[:MOST_AT_ONCE]))
    return [one for one in noted if one is not None]


def with_ends(photos: QuerySet[Photo]) -> QuerySet[Photo]:
    """`photos` with `is_over`: whether the end of their rights is noted."""
    found: QuerySet[Photo] = photos.annotate(is_over=_is_noted())
    return found


def kept_in(photos: Sequence[Photo]) -> dict[int, frozenset[str]]:
    """Photo → the translation keys of the stories that keep it by decision, though its rights have ended."""
    found: dict[int, set[str]] = defaultdict(set)
    names = {photo.pk: _ground(photo) for photo in photos}
    decisions = RightsDecision.objects.filter(photo_id__in=names) if names else RightsDecision.objects.none()
    for photo_id, grounds, key in decisions.values_list("photo_id", "grounds", "story__translation_key"):
        if names[photo_id] in grounds:
            found[photo_id].add(str(key) if key else EVERYWHERE)
    return {pk: frozenset(stories) for pk, stories in found.items()}


def stories_that_show(photo: Photo) -> list[Story]:
    """The published stories that show `photo`, as their lead or in their body.

    For people: what leaves pages is found by the press, which knows of each page what it shows.
    """
    leads = Story.objects.filter(live=True, lead_photo=photo).values_list("pk", flat=True)
    named = ReferenceIndex.get_references_to(photo).values_list("object_id", flat=True)
    numbers = {*leads, *(int(pk) for pk in named if str(pk).isdecimal())}
    # What the index says of a body may be behind by a moment: the body itself is asked.
    found = Story.objects.filter(live=True, pk__in=numbers).order_by("pk")
    return [story for story in found if photo.pk in photo_rights.shown_in(story)]


@transaction.atomic
def _end(photo_id: int, now: datetime) -> EndedRights | None:
    # Another scheduler may have been here; one that is here now does the work.
    photo = Photo.objects.select_for_update(skip_locked=True).filter(pk=photo_id).first()
    last_day = photo.rights_expire_on if photo else None
    if photo is None or last_day is None or last_day >= day_of(now):
        return None
    kept = kept_in([photo]).get(photo_id, frozenset())
    lost = [] if EVERYWHERE in kept else [one.pk for one in stories_that_show(photo) if _key(one) not in kept]
    row, is_new = EndedRights.objects.get_or_create(
        photo=photo, last_day=last_day, defaults={"noted_at": now, "story_ids": lost, "seen_at": None if lost else now}
    )
    if not is_new:
        return None
    orders.write([keys.of("photo", photo_id)], now=now)
    return row


def _is_noted() -> Exists:
    return Exists(EndedRights.objects.filter(photo=OuterRef("pk"), last_day=OuterRef("rights_expire_on")))


def _ground(photo: Photo) -> str:
    return f"{ENDED}:{photo.rights_expire_on.isoformat()}" if photo.rights_expire_on else ENDED


def _key(story: Story) -> str:
    return str(story.translation_key)


def unseen() -> QuerySet[EndedRights]:
    """What the desk has not been told of: photos that published stories lost, the last first."""
    return EndedRights.objects.filter(seen_at=None).select_related("photo")
