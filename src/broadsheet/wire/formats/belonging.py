"""Brings together what one delivery holds apart: a text and the pictures that it names."""

from __future__ import annotations

from dataclasses import replace

from broadsheet.wire.dispatch import Dispatch, Status


def joined(dispatches: tuple[Dispatch, ...]) -> tuple[Dispatch, ...]:
    """The texts with the pictures of the same message that they name, or that lie in one package with them."""
    pictures = {one.guid: one.pictures[0] for one in dispatches if one.kind == "picture" and one.pictures}
    texts = [one.guid for one in dispatches if one.kind == "text"]
    named = {one.guid: list(one.refs) for one in dispatches}
    for one in dispatches:
        together = [ref for ref in one.refs if ref in texts] if one.kind == "composite" else []
        if len(together) == 1:
            named[together[0]] += one.refs
    joined = []
    for one in dispatches:
        is_text = one.kind == "text" and one.status is not Status.CANCELLED
        # What the message holds of a picture is more than what the text says of it.
        own = {picture.guid: pictures.get(picture.guid, picture) for picture in one.pictures} if is_text else {}
        own |= {ref: pictures[ref] for ref in named[one.guid] if is_text and ref in pictures}
        joined.append(replace(one, pictures=tuple(own.values())) if is_text else one)
    return tuple(joined)
