"""Lays a story before `house_style`, and keeps it from readers where the paper says that a fault does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from broadsheet.paperfile import current
from broadsheet.stories import gate, photo_rights
from broadsheet.stories.body_pieces import pieces_of
from broadsheet.stories.errors import StyleForbids
from broadsheet.stories.house_style import Copy, PhotoWords, Reading, Remark, read
from broadsheet.stories.models import Photo, Story
from broadsheet.stories.models.story import Prominence

_TAG = re.compile(r"<[^>]*>")


def reading_of(story: Story) -> Reading:
    """What the house style says of `story` as it stands in memory."""
    return read(copy_of(story), current().style)


def blocking(reading: Reading) -> list[Remark]:
    """The remarks that keep a story from readers."""
    return [remark for remark in reading.remarks if remark.check in current().style.blocks]


def refuse_faulty(story: Story) -> None:
    """Errors: `StyleForbids` where a person publishes what must not go out so. Machines are not asked."""
    if gate.person() is None or not current().style.blocks:
        return
    found = blocking(reading_of(story))
    if found:
        raise StyleForbids(story, [f"{one.where}: {one.words} {one.says}".replace(":  ", ": ") for one in found])


def copy_of(story: Story) -> Copy:
    """`story` as plain text."""
    photos = Photo.objects.in_bulk(set(photo_rights.shown_in(story)))
    return Copy(
        headline=story.title,
        standfirst=story.standfirst,
        paragraphs=tuple(paragraphs(story.body.raw_data)),
        photos=tuple(_photos(story.body.raw_data, photos, lead=(story.lead_photo_id, story.lead_caption))),
        topics=len(story.story_topics.all()),
        leads=story.prominence == Prominence.LEAD,
    )


def paragraphs(body: Any) -> Iterator[str]:
    """The words of a raw body, piece by piece, as plain text."""
    return (text for text in _paragraphs(body) if text)


def photo_words(body: Any) -> Iterator[PhotoWords]:
    """What is said of the photos in a raw body."""
    numbers = {int(block["value"].get("photo") or 0) for block in body if block["type"] == "photo"}
    return _photos(body, Photo.objects.in_bulk(numbers - {0}))


def _photos(body: Any, photos: dict[int, Photo], *, lead: tuple[int | None, str] = (None, "")) -> Iterator[PhotoWords]:
    here = [lead]
    here += [
        (block["value"].get("photo"), block["value"].get("caption") or "") for block in body if block["type"] == "photo"
    ]
    for number, caption in here:
        photo = photos.get(int(number)) if number else None
        if photo is not None:
            yield PhotoWords(photo.title, photo.credit, caption or photo.caption, photo.alt)


def _paragraphs(body: Any) -> Iterator[str]:
    for piece in pieces_of(body):
        if piece.block is None:
            yield plain(piece.html)
        elif piece.block["type"] != "photo":
            yield from (plain(text) for text in _strings(piece.block["value"]))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in ("id", "type"):
                yield from _strings(one)


def plain(html: str) -> str:
    """The words of a piece of markup, on one line."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())
