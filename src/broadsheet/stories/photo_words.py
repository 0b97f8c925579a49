"""Changes the words of many photos, one by one, and never over somebody else's.

Whoever changes a photo says which words they saw (`stamp`). Where these are no longer there, nothing of that photo is
written, and the person sees both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from broadsheet.staff.models import Staff
from broadsheet.stories.errors import PhotoMovedOn, TooLong
from broadsheet.stories.models import Photo

TEXTS = ("caption", "credit", "copyright", "alt")
FIELDS = (*TEXTS, "rights_expire_on", "topics")


def words_of(photo: Photo, topics: str | None = None) -> dict[str, str]:
    """The words as a form holds them; a day as 2027-01-31, topics (Wagtail's tags) in one line."""
    found = {name: str(getattr(photo, name)) for name in TEXTS}
    found["rights_expire_on"] = photo.rights_expire_on.isoformat() if photo.rights_expire_on else ""
    found["topics"] = topics if topics is not None else in_line(tag.name for tag in photo.tags.all())
    return found


def in_line(names: object) -> str:
    """Topics in one line, in the order of the alphabet."""
    return ", ".join(sorted(set(names)))  # type: ignore[call-overload]


def stamp(words: Mapping[str, str]) -> str:
    """What says later whether these words are still there."""
    return hashlib.sha256("\x1e".join(words[name] for name in FIELDS).encode()).hexdigest()[:24]


@transaction.atomic
def change(photo_id: int, words: Mapping[str, str], *, seen: str, by: Staff) -> bool:
    """Give a photo these words, all of `FIELDS`; whether that changed any.

    `seen` is the stamp of the words that were shown. Line ends count as one character, whatever a browser sends.

    Errors: `PhotoMovedOn` where it has others by now, `TooLong`, `ValidationError` for a day that is none;
    `Photo.DoesNotExist`.
    """
    photo = Photo.objects.select_for_update().get(pk=photo_id)
    before = words_of(photo)
    told = {name: words[name].replace("\r\n", "\n").strip() for name in FIELDS}
    told["topics"] = in_line(topics_in(told["topics"]))
    if told == {name: value.strip() for name, value in before.items()}:
        return False
    if stamp(before) != seen:
        raise PhotoMovedOn(photo)
    for name in TEXTS:
        longest = Photo._meta.get_field(name).max_length
        if longest and len(told[name]) > longest:
            raise TooLong(name, longest)
        setattr(photo, name, told[name])
    photo.rights_expire_on = _day(told["rights_expire_on"])
    photo.save(update_fields=[*TEXTS, "rights_expire_on"])
    if told["topics"] != before["topics"]:
        photo.tags.set(topics_in(told["topics"]))
    log(instance=photo, action="wagtail.edit", user=by)
    return True


def topics_in(line: str) -> list[str]:
    """The topics that a line names, each once."""
    return list(dict.fromkeys(name for part in line.split(",") if (name := " ".join(part.split())[:100])))


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise ValidationError(f"“{said}” is no day.") from error
