"""Carries an agency's cancellation to everything that was made from its item: stories, translations, photos.

cancelled item ──┬──▶ its stories and their translations ──▶ killed, in whatever state they are
                 └──▶ the photos of its pictures ──▶ killed by their bytes, in whatever story they stand
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from broadsheet.stories import kills
from broadsheet.stories.models import Photo, PhotoOrigin, Proposal, StoryOrigin
from broadsheet.wire.dispatch import Status
from broadsheet.wire.models import Item, ItemPicture


def take_down(item: Item, *, now: datetime) -> int:
    """Kill every story and photo made from `item`; returns how many stories were published.

    Called again it does only what is still to do. A kill that was lifted at the desk is made again: `lineage` calls
    this for a cancellation that says something new, and not for one that comes again.
    """
    origins = list(StoryOrigin.objects.filter(item=item).select_related("story"))
    standing = kills.killed()
    photos = [photo for photo in photos_of(item) if photo.get_file_hash() not in standing.pictures]
    by, reason = f"wire:{item.source.slug}", f"Cancelled by {item.source.name}: {item}"
    published = 0
    for origin in origins:
        published += origin.story.live
        if origin.story_id not in kills.killed().stories:
            # The photos go with the first of them; there may be no story at all.
            kills.kill(origin.story, by=by, reason=reason, now=now, photos=photos)
            photos = []
    if photos:
        kills.kill_photos(photos, by=by, reason=reason, now=now, items=[(item.source.slug, item.guid)])
    waiting = Proposal.objects.filter(origin__item=item, state=Proposal.State.WAITING)
    waiting.update(state=Proposal.State.SUPERSEDED, decided_at=now)
    return published


def photos_of(item: Item) -> list[Photo]:
    """The photos made from pictures of `item`, and from its picture where others brought it, all of the same source."""
    own = Q(origins__picture__version__item=item)
    same = Q(origins__picture__guid=item.guid, origins__picture__version__item__source_id=item.source_id)
    found = Photo.objects.filter(own | same).distinct().order_by("pk")
    return [photo for photo in found if photo.file.storage.exists(photo.file.name)]


def note_photo(photo: Photo, picture: ItemPicture) -> None:
    """Remember that `photo` is this picture of the wire."""
    PhotoOrigin.objects.get_or_create(photo=photo, picture=picture)


def stands_for(photo: Photo, other: Photo) -> None:
    """Remember that `photo` was taken for the same picture as `other`: what cancels the one cancels both."""
    for picture_id in PhotoOrigin.objects.filter(photo=other).values_list("picture_id", flat=True):
        PhotoOrigin.objects.get_or_create(photo=photo, picture_id=picture_id)


def is_cancelled(picture: ItemPicture) -> bool:
    """Whether the agency has cancelled this picture by itself, also before the item that brought it."""
    source_id = picture.version.item.source_id
    return Item.objects.filter(source_id=source_id, guid=picture.guid, status=Status.CANCELLED).exists()
