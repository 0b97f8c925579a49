"""Puts pictures into the photo library, with every word that belongs to them."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from willow.image import Image as Opened

from broadsheet.staff.models import Staff
from broadsheet.stories.models import Photo
from broadsheet.wire.models import ItemPicture


@dataclass(frozen=True, slots=True)
class PhotoWords:
    """What is known of a photo; `title` is its name in the library, readers never see it."""

    title: str
    caption: str = ""
    credit: str = ""
    creator: str = ""
    source: str = ""
    copyright: str = ""
    usage_terms: str = ""
    alt: str = ""
    wire_guid: str = ""
    rights_expire_on: date | None = None


def add_photo(
    raw: bytes,
    name: str,
    *,
    words: PhotoWords,
    by: Staff | None,
    focal_point: tuple[float, float] | None = None,
) -> Photo:
    """A new photo of the bytes `raw`, called `name` on disk; `focal_point` is in shares of width and height.

    Errors: those of Pillow for bytes that are no picture.
    """
    photo = Photo(**_fitting(words), uploaded_by_user=by)
    photo.width, photo.height = Opened.open(BytesIO(raw)).get_size()
    if focal_point is not None:
        photo.focal_point_x = round(focal_point[0] * photo.width)
        photo.focal_point_y = round(focal_point[1] * photo.height)
        photo.focal_point_width = photo.focal_point_height = 1
    photo.file = ContentFile(raw, name=name)
    photo.file_size = len(raw)
    photo.file_hash = _hash(raw)
    photo.save()
    return photo


def photo_of(picture: ItemPicture, *, by: Staff | None) -> Photo:
    """The photo in the library for this wire picture: the one that was made from it before, or a new one."""
    with picture.file.open("rb") as file:
        raw = file.read()
    known: Photo | None = Photo.objects.filter(wire_guid=picture.guid, file_hash=_hash(raw)).first()
    if known is not None:
        return known
    told = picture.picture
    words = PhotoWords(
        title=told.headline or told.caption or picture.guid,
        caption=told.caption,
        credit=told.credit or told.source or told.copyright,
        creator=told.creator,
        source=told.source,
        copyright=told.copyright,
        usage_terms=told.usage_terms,
        alt=told.alt,
        wire_guid=picture.guid,
    )
    return add_photo(raw, Path(str(picture.file.name)).name, words=words, by=by)


def _fitting(words: PhotoWords) -> dict[str, object]:
    """The words, cut where a column is shorter; captions and terms have no limit."""
    values = asdict(words)
    for name, value in values.items():
        longest = Photo._meta.get_field(name).max_length
        if isinstance(value, str) and longest:
            values[name] = value[:longest]
    return values


def _hash(raw: bytes) -> str:
    # Wagtail's own fingerprint of a file, by which it finds duplicates.
    return hashlib.sha1(raw, usedforsecurity=False).hexdigest()
