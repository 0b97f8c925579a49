"""What may keep an entry of a live blog from readers: the same laws as for a story, asked of the entry alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from broadsheet import killfile
from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories import gate, photo_rights, second_eyes, style_gate
from broadsheet.stories.errors import PhotosHeld, SecondEyesMissing, StoryKilled, StyleForbids
from broadsheet.stories.house_style import Copy, read
from broadsheet.stories.models import LiveEntry


def refuse_unfit(entry: LiveEntry, *, by: Staff | None, now: datetime) -> None:
    """Errors: `StoryKilled`, `PhotosHeld`; for a person also `StyleForbids` and `SecondEyesMissing`."""
    story = entry.blog.story
    if story.pk in killfile.of(current()).killed().stories:
        raise StoryKilled(story.pk)
    photos = [int(block["value"]["photo"]) for block in _blocks(entry) if _names_a_photo(block)]
    held = photo_rights.held(story, on=photo_rights.day_of(now), photo_ids=photos)
    if held:
        raise PhotosHeld([one.sentence for one in held])
    if by is None:
        return
    # What leads a front is seen by two as it is published; a legal risk lies in each word that is added.
    why = second_eyes.legal(story)
    if why and entry.worded_by_id == by.pk:
        raise SecondEyesMissing(entry, why)
    found = style_gate.blocking(read(_copy(entry), current().style)) if current().style.blocks else []
    if found:
        raise StyleForbids(entry, [f"{one.words} {one.says}" for one in found])


def entry_is_saved(entry: LiveEntry) -> None:
    """Before an entry's row is written, by whatever door. Errors: `MayNotPublish` where it goes out by who may not."""
    who = gate.person()
    if who is not None and entry.number is not None:
        gate.refuse_unless_allowed(entry.blog.story, who)


def _blocks(entry: LiveEntry) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = entry.body.get_prep_value()
    return found


def _names_a_photo(block: dict[str, Any]) -> bool:
    return block["type"] == "photo" and block["value"].get("photo") is not None


def _copy(entry: LiveEntry) -> Copy:
    paragraphs = tuple(style_gate.paragraphs(_blocks(entry)))
    photos = tuple(style_gate.photo_words(_blocks(entry)))
    return Copy(entry.headline or str(entry.blog.story), "", paragraphs, photos, topics=1, leads=False)
