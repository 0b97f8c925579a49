"""Fills a photo's words from its file, and notes what it looks like."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.paperfile import current
from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.pictures import likeness, words

if TYPE_CHECKING:
    from broadsheet.stories.models import Photo

WORDS = ("caption", "creator", "source", "copyright", "usage_terms", "instructions", "alt")


def fill(photo: Photo) -> None:
    """Gives `photo`, unsaved, what its file says and nobody has written, and the bits of its likeness.

    Errors: `PictureRefused`, only for a file that `picture_files.judge` has not seen.
    """
    photo.file.seek(0)
    raw = photo.file.read()
    photo.file.seek(0)
    own = words.joined(DispatchPicture(""), words.read(raw))
    for name in WORDS:
        set_if_empty(photo, name, getattr(own, name))
    set_if_empty(photo, "credit", own.credit or own.source or own.copyright)
    if own.headline and photo.title in ("", Path(photo.filename).stem, photo.filename):
        photo.title = fitting(photo, "title", own.headline)
    if photo.rights_expire_on is None:
        photo.rights_expire_on = last_day(own.expires_at)
    note_likeness(photo, raw)


def note_likeness(photo: Photo, raw: bytes) -> None:
    """Writes the bits of `raw` into `photo`, unsaved."""
    bits = likeness.of(raw)
    photo.likeness = "" if bits is None else f"{bits:016x}"
    for number, band in enumerate(likeness.bands(bits) if bits is not None else (None,) * likeness.BANDS):
        setattr(photo, f"likeness_{number}", band)


def last_day(ends: datetime | None) -> date | None:
    """The last whole or begun day, in the paper's time, before rights end; None where they don't."""
    return (ends - timedelta(microseconds=1)).astimezone(current().timezone).date() if ends else None


def set_if_empty(photo: Photo, name: str, value: str) -> None:
    if value and not getattr(photo, name).strip():
        setattr(photo, name, fitting(photo, name, value))


def fitting(photo: Photo, name: str, value: str) -> str:
    """`value`, cut where the column is shorter."""
    longest = photo._meta.get_field(name).max_length
    return value[:longest] if longest else value
