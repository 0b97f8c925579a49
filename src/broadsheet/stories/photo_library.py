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
from broadsheet.stories import photo_files
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
    instructions: str = ""
    alt: str = ""
    wire_guid: str = ""
    wire_words: str = ""
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
    photo_files.note_likeness(photo, raw)
    photo.save()
    return photo


def photo_of(picture: ItemPicture, *, by: Staff | None) -> Photo:
    """The photo in the library for this wire picture: the one that was made from it before, or a new one.

    Nothing but the same bytes with the same words makes it the same photo. A picture whose rights were told anew is a
    new one, with the new words; one that only looks like another is offered beside it (`look_alikes`), never merged.
    """
    with picture.file.open("rb") as file:
        raw = file.read()
    words = words_of(picture)
    known: Photo | None = Photo.objects.filter(file_hash=_hash(raw), wire_words=words.wire_words).order_by("pk").first()
    return known or add_photo(raw, Path(str(picture.file.name)).name, words=words, by=by)


def words_of(picture: ItemPicture) -> PhotoWords:
    """What the library keeps of a wire picture's words; `wire_words` is their digest."""
    told = picture.picture
    said = (
        told.headline, told.caption, told.credit, told.creator, told.source, told.copyright, told.usage_terms,
        told.instructions, told.alt, str(told.expires_at or ""),
    )  # fmt: skip
    return PhotoWords(
        title=told.headline or told.caption or picture.guid,
        caption=told.caption,
        credit=told.credit or told.source or told.copyright,
        creator=told.creator,
        source=told.source,
        copyright=told.copyright,
        usage_terms=told.usage_terms,
        instructions=told.instructions,
        alt=told.alt,
        wire_guid=picture.guid,
        wire_words=hashlib.sha256("\x1e".join(said).encode("utf-8", "replace")).hexdigest(),
        rights_expire_on=photo_files.last_day(told.expires_at),
    )


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
