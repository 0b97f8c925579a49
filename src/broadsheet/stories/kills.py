"""Kills: a story is gone from readers at once and stays gone, whatever happens to the database afterwards.

kill ──▶ kill file, on the disk ──▶ one transaction: story and translations down, schedules off, locks off, orders
                                    (were that lost, the press would still drop what the kill file names)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import DatabaseError, transaction
from wagtail.models import Page, Revision

from broadsheet import killfile
from broadsheet.killfile import Kill, Killed, Lifting
from broadsheet.paperfile import current
from broadsheet.press import keys, orders
from broadsheet.stories import publication
from broadsheet.stories.errors import KillNotKept, NotKilled, ReasonMissing
from broadsheet.stories.models import Listing, Photo, Story, StoryAddress, StoryOrigin

AT_ONCE = 5_000
"""Files that one question names: a takedown may have very many."""


def killed() -> Killed:
    """Everything that is under a kill now."""
    return killfile.of(current()).killed()


def kill(story: Story, *, by: str, reason: str, now: datetime, photos: Sequence[Photo] = ()) -> list[Kill]:
    """Take `story`, its translations and `photos` from readers for good. Never refused for what state the story is in.

    Errors: `ReasonMissing`; `KillNotKept` and `DatabaseError` once everything else that could be done is done.
    """
    if not reason.strip():
        raise ReasonMissing("a kill")
    file = killfile.of(current())
    stories = list(Story.objects.filter(translation_key=story.translation_key).order_by("pk"))
    entries: list[Kill] = []
    faults: list[OSError | DatabaseError] = []
    for number, one in enumerate(stories):
        # A photo that has no hash yet gets it here: an empty one would stand for every other such photo.
        hashes = tuple(photo.get_file_hash() for photo in photos) if number == 0 else ()
        try:
            entries.append(file.add(_entry(one, by, reason, now, hashes)))
        except OSError as error:
            faults.append(KillNotKept(one.pk, error))
    # Whatever went wrong with one of them, and also where nothing could be kept: readers must not have the others.
    for one in stories:
        try:
            with transaction.atomic():
                _take_down(one, now)
        except DatabaseError as error:
            faults.append(error)
    if faults:
        raise faults[0]
    orders.write([keys.of("photo", photo.pk) for photo in photos], now=now)
    return entries


def kill_photos(
    photos: Sequence[Photo], *, by: str, reason: str, now: datetime, items: Sequence[tuple[str, str]] = ()
) -> Kill:
    """Take `photos` from every page; the stories that show them stay. `items` are the wire items that they were.

    Errors: `ReasonMissing`.
    """
    if not reason.strip():
        raise ReasonMissing("a kill")
    hashes = tuple(photo.get_file_hash() for photo in photos)
    bare = Kill(number=0, at=now, by=by, reason=reason.strip(), story_id=0, items=tuple(items), pictures=hashes)
    entry = killfile.of(current()).add(bare)
    orders.write([keys.of("photo", pk) for pk in same_files(hashes)], now=now)
    return entry


def same_files(hashes: Iterable[str]) -> list[int]:
    """Every photo of the library that has one of these files: the same picture may stand there twice."""
    wanted = sorted({one for one in hashes if one})
    found: list[int] = []
    for start in range(0, len(wanted), AT_ONCE):
        rows = Photo.objects.filter(file_hash__in=wanted[start : start + AT_ONCE])
        found += rows.values_list("pk", flat=True)
    return found


def enforce(now: datetime) -> list[int]:
    """Take down what stands in the desk database though it was killed; returns the stories.

    A machine that stopped in the middle of a kill leaves such a story, and so does a backup of the database that is put
    back. Readers have none of them: the press asks the kill file.
    """
    ids = killed().stories
    if not ids:
        return []
    drafts = Revision.page_revisions.filter(object_id__in=[str(pk) for pk in ids], approved_go_live_at__isnull=False)
    standing = {int(pk) for pk in drafts.values_list("object_id", flat=True)}
    standing |= set(Page.objects.filter(pk__in=ids, live=True).values_list("pk", flat=True))
    standing |= set(Listing.objects.filter(story_id__in=ids).values_list("story_id", flat=True))
    for story in Story.objects.filter(pk__in=standing).order_by("pk"):
        with transaction.atomic():
            _take_down(story, now)
    return sorted(standing)


def lift(number: int, *, by: str, reason: str, now: datetime) -> None:
    """End kill `number`: the story may be published again, which somebody must do.

    Errors: `ReasonMissing`, `NotKilled`.
    """
    if not reason.strip():
        raise ReasonMissing("lifting a kill")
    standing = {entry.number: entry for entry in killed().kills}
    if number not in standing:
        raise NotKilled(number)
    killfile.of(current()).lift(Lifting(number=number, at=now, by=by, reason=reason))
    entry = standing[number]
    changed = [keys.of("story", entry.story_id), keys.of("address", entry.story_id)]
    orders.write([*changed, *(keys.of("photo", pk) for pk in same_files(entry.pictures))], now=now)


def _entry(story: Story, by: str, reason: str, now: datetime, pictures: tuple[str, ...]) -> Kill:
    addresses = StoryAddress.objects.filter(story=story).values_list("address", flat=True)
    origins = StoryOrigin.objects.filter(story=story).select_related("item__source")
    return Kill(
        number=0,
        at=now,
        by=by,
        reason=reason.strip(),
        story_id=story.pk,
        addresses=tuple(sorted(addresses)),
        items=tuple((origin.item.source.slug, origin.item.guid) for origin in origins),
        pictures=pictures,
    )


def _take_down(story: Story, now: datetime) -> None:
    page = Story.objects.select_for_update().get(pk=story.pk)
    drafts = Revision.page_revisions.filter(object_id=str(page.pk))
    drafts.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    Page.objects.filter(pk=page.pk).update(locked=False, locked_at=None, locked_by=None)
    # Also in hand: unpublish() saves every column.
    page.locked, page.locked_at, page.locked_by = False, None, None
    if page.current_workflow_state:
        page.current_workflow_state.cancel()
    if page.live:
        page.unpublish()
    # Also where it was not live: nothing of it may be left in a list.
    publication.record(page.pk, now=now)
