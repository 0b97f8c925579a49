"""Finds the photos in the library that look like a picture, by four indexed bands of its 64 bits."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from broadsheet.killfile import Kill
from broadsheet.stories import kills
from broadsheet.stories.models import Photo
from broadsheet.wire.pictures import likeness

MOST = 12
"""Photos that are offered; whoever looks at a picture that came more often knows it by heart."""


def of_bits(bits: int | None, *, among: QuerySet[Photo] | None = None) -> list[Photo]:
    """The photos (of `among`) that look like a picture with these bits, the most alike first; empty for no bits."""
    if bits is None:
        return []
    photos = Photo.objects.all() if among is None else among
    bands = (Q(**{f"likeness_{n}__in": likeness.probes(b)}) for n, b in enumerate(likeness.bands(bits)))
    # One question a band: an "or" over four columns would keep SQLite from their indexes.
    found = {pk: told for band in bands for pk, told in photos.filter(band).values_list("pk", "likeness")}
    near = {pk: far for pk, told in found.items() if (far := likeness.distance(bits, int(told, 16))) <= likeness.NEAR}
    nearest = sorted(near, key=lambda pk: (near[pk], pk))[:MOST]
    rows = photos.in_bulk(nearest)
    return [rows[pk] for pk in nearest]


def of(photo: Photo, *, among: QuerySet[Photo] | None = None) -> list[Photo]:
    """The other photos that look like this one, or whose files are the same; the most alike first."""
    photos = (Photo.objects.all() if among is None else among).exclude(pk=photo.pk)
    same = list(photos.filter(file_hash=photo.file_hash)[:MOST]) if photo.file_hash else []
    known = {one.pk for one in same}
    alike = of_bits(int(photo.likeness, 16) if photo.likeness else None, among=photos)
    return [*same, *(one for one in alike if one.pk not in known)]


def taken_down(photo: Photo) -> Kill | None:
    """The kill of a photo that this one looks like, as one that was sent again, smaller or packed anew.

    None where there is none, and for a photo that was killed itself. Only what the library still has can be compared.
    """
    killed = kills.killed()
    if not killed.pictures or photo.file_hash in killed.pictures:
        return None
    for other in of(photo):
        if other.file_hash in killed.pictures:
            return next(kill for kill in reversed(killed.kills) if other.file_hash in kill.pictures)
    return None
