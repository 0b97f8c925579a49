"""The words that stand for a version which came without text: those of the version before it.

An agency that withholds an item, or sends its headline first, sends no body: what it said before is not unsaid by that.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from broadsheet.wire import succession
from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.models import Version
from broadsheet.wire.succession import Held

LOOKED_AT = 20
"""Versions before one without text that are looked at for some."""


@dataclass(frozen=True, slots=True)
class StandingWords:
    """What a version says, with the text of `lender` where it has none of its own."""

    dispatch: Dispatch
    lender: Version | None = None


def of(version: Version) -> StandingWords:
    """What `version` says; its headline and text are those of the nearest version before it where it came without."""
    dispatch = version.dispatch
    if dispatch.body_html or dispatch.kind == "picture":
        return StandingWords(dispatch)
    for before in _before(version)[:LOOKED_AT]:
        told = before.dispatch
        if told.body_html:
            words = dataclasses.replace(
                dispatch,
                headline=dispatch.headline or told.headline,
                body_html=told.body_html,
                dateline=dispatch.dateline or told.dateline,
            )
            return StandingWords(words, before)
    return StandingWords(dispatch)


def _before(version: Version) -> list[Version]:
    """The versions of the same item that this one goes on from, the nearest first; their texts are not loaded yet."""
    rows = list(
        Version.objects.filter(item_id=version.item_id)
        .order_by("id")
        .only("item", "version", "version_created", "received_at", "status")
    )
    held = [Held(row.version, row.version_created, Status(row.status)) for row in rows]
    ordered = [rows[place] for place in succession.in_order(held)]
    at = next(place for place, row in enumerate(ordered) if row.pk == version.pk)
    return ordered[:at][::-1]
