"""Brings a wire picture into the photo library, with every word that came with it."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from broadsheet.staff.models import Staff
from broadsheet.stories.models import Photo
from broadsheet.wire.models import ItemPicture


def photo_of(picture: ItemPicture, *, by: Staff | None) -> Photo:
    """The photo in the library for this picture: the one that was made from it before, or a new one."""
    known = Photo.objects.filter(wire_guid=picture.guid, file_hash=_hash(picture)).first()
    if known is not None:
        return known
    words = picture.picture
    photo: Photo = get_image_model()(
        title=(words.headline or words.caption or picture.guid)[:250],
        caption=words.caption,
        credit=(words.credit or words.source or words.copyright)[:200],
        creator=words.creator[:200],
        source=words.source[:200],
        copyright=words.copyright[:200],
        usage_terms=words.usage_terms,
        alt=words.alt[:500],
        wire_guid=picture.guid,
        uploaded_by_user=by,
    )
    with picture.file.open("rb") as file:
        raw = file.read()
    name = picture.file.name.rsplit("/", 1)[-1]
    photo.file = ContentFile(raw, name=name)
    photo.file_size = len(raw)
    photo._set_file_hash()
    photo.save()
    return photo


def _hash(picture: ItemPicture) -> str:
    with picture.file.open("rb") as file:
        # Wagtail's own fingerprint of a file, by which it finds duplicates.
        return hashlib.sha1(file.read(), usedforsecurity=False).hexdigest()
