"""Finds the pictures of a story, and which other live stories show the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from broadsheet.desk.photo_pages import pages_with
from broadsheet.stories.models import Photo, Story, StoryAddress

MOST_READERS = 500
"""Pages that are asked whose they are; a picture on more of them is in use in any case."""


@dataclass(frozen=True, slots=True)
class StoryPicture:
    """A picture of the story in hand, and the headlines of other live stories that show it."""

    photo: Photo
    others: tuple[str, ...]


def pictures_of(stories: Iterable[Story]) -> list[StoryPicture]:
    """The pictures of `stories`, as published and as drafted, in the order of the library."""
    family = list(stories)
    wanted: set[int] = set()
    for story in family:
        for version in (story, story.get_latest_revision_as_object()):
            wanted.update(_named_in(version))
    own = {story.pk for story in family}
    return [StoryPicture(photo, _others(photo, own)) for photo in Photo.objects.filter(pk__in=wanted).order_by("pk")]


def known_by_bytes(photos: Iterable[Photo]) -> list[Photo]:
    """Those of `photos` whose file is there, each with its hash: an empty one would kill every photo without one."""
    found = []
    for photo in photos:
        try:
            photo.get_file_hash()
        except OSError:
            continue
        found.append(photo)
    return found


def _named_in(story: Story) -> Iterator[int]:
    if story.lead_photo_id is not None:
        yield story.lead_photo_id
    for block in story.body.raw_data:
        if block["type"] == "photo" and block["value"].get("photo") is not None:
            yield int(block["value"]["photo"])


def _others(photo: Photo, own: set[int]) -> tuple[str, ...]:
    # A kill goes by the file's bytes: the same file may stand in the library twice.
    alike = Photo.objects.filter(file_hash=photo.file_hash) if photo.file_hash else Photo.objects.none()
    same = [photo.pk, *alike.values_list("pk", flat=True)]
    live = Story.objects.filter(live=True).exclude(pk__in=own)
    found = dict(live.filter(lead_photo_id__in=same).values_list("pk", "title"))
    articles = [address for address, recipe in pages_with(same).items() if recipe == "article"][:MOST_READERS]
    where = StoryAddress.objects.filter(address__in=articles).values("story_id")
    found |= dict(live.filter(pk__in=where).values_list("pk", "title"))
    return tuple(found[pk] for pk in sorted(found))
