"""Which story stands in which slot of a front: what editors put there, what they pinned, and what fills the rest.

pinned      keeps its number; while it can't be shown, another stands there
in order    takes the first slot that is free: it moves up when one above it leaves
automatic   fills what is left, in the order that the paper has anyhow
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

SHAPES = ("", "big", "picture", "words")
"""Packages that an editor can ask for; "" takes the one that the day has."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A story that an editor has put on a front. `slot` is the number that it is pinned to, 0 for none.

    `headline` stands there instead of the story's own; empty: its own.
    """

    story_id: int
    headline: str = ""
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What editors have put on a front. `shape` is the package that they want, "" for the one that the day has."""

    placed: tuple[Placed, ...] = ()
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot and the story in it; `placed` is None where it stands there by itself."""

    slot: int
    story_id: int
    placed: Placed | None = None


def fill(
    placed: Sequence[Placed], automatic: Iterable[int], count: int, *, shown: Collection[int]
) -> tuple[Filled, ...]:
    """The first `count` slots; of `placed` only stories in `shown` stand anywhere. Fewer where stories are few."""
    ready = [one for one in placed if one.story_id in shown]
    pinned = {one.slot: one for one in reversed(ready) if one.slot}
    in_order = iter([one for one in ready if pinned.get(one.slot) is not one])
    ours = {one.story_id for one in ready}
    rest = iter([pk for pk in dict.fromkeys(automatic) if pk not in ours])
    found: list[Filled] = []
    for slot in range(1, count + 1):
        one = pinned.pop(slot, None) or next(in_order, None)
        story_id = one.story_id if one is not None else next(rest, 0)
        if not story_id:
            # Nothing is left but what is pinned further down: it moves up.
            one = pinned.pop(min(pinned), None) if pinned else None
            if one is None:
                break
            story_id = one.story_id
        found.append(Filled(slot, story_id, one))
    return tuple(found)


def put(placed: Sequence[Placed], story_id: int, slot: int, *, shown: Collection[int]) -> tuple[Placed, ...]:
    """`placed` with the story in `slot`; what stood there moves down.

    Where a story that stands there by itself is above it, it is pinned: else it would move up at once.
    """
    mine = replace(_of(placed, story_id) or Placed(story_id), slot=0)
    others = [one for one in placed if one.story_id != story_id]
    held = next((one for one in others if one.slot == slot and one.story_id in shown), None)
    if held is not None:
        others = [one for one in others if one is not held]
    above = _free_above(others, slot, shown)
    queue = [one for one in others if not one.slot]
    pinned = [one for one in others if one.slot]
    visible = [number for number, one in enumerate(queue) if one.story_id in shown]
    down = [replace(held, slot=0)] if held is not None else []
    if above > len(visible):
        # What was pinned there takes the next slot, pinned as before.
        down = [replace(held, slot=_next_free(pinned, slot))] if held is not None else []
        return (*queue, *pinned, replace(mine, slot=slot), *down)
    at = visible[above] if above < len(visible) else len(queue)
    return (*queue[:at], mine, *down, *queue[at:], *pinned)


def pin(placed: Sequence[Placed], story_id: int, slot: int, *, shown: Collection[int]) -> tuple[Placed, ...]:
    """`placed` with the story kept in `slot`, whatever happens above it."""
    moved = put(placed, story_id, slot, shown=shown)
    return tuple(replace(one, slot=slot) if one.story_id == story_id else one for one in moved)


def unpin(placed: Sequence[Placed], story_id: int, *, shown: Collection[int]) -> tuple[Placed, ...]:
    """`placed` with the story in order again, as near to its slot as those above it allow."""
    mine = _of(placed, story_id)
    if mine is None or not mine.slot:
        return tuple(placed)
    others = [one for one in placed if one is not mine]
    above = _free_above(others, mine.slot, shown)
    queue = [one for one in others if not one.slot]
    return (*queue[:above], replace(mine, slot=0), *queue[above:], *[one for one in others if one.slot])


def clear(placed: Sequence[Placed], story_id: int) -> tuple[Placed, ...]:
    """`placed` without the story: it stands wherever it would by itself."""
    return tuple(one for one in placed if one.story_id != story_id)


def retitle(placed: Sequence[Placed], story_id: int, headline: str) -> tuple[Placed, ...]:
    """`placed` with another headline over the story there; empty: its own."""
    return tuple(replace(one, headline=headline) if one.story_id == story_id else one for one in placed)


def leading(placed: Sequence[Placed]) -> int:
    """The story that editors have put first, 0 where none is."""
    pinned = next((one.story_id for one in placed if one.slot == 1), 0)
    return pinned or next((one.story_id for one in placed if not one.slot), 0)


def kept(placed: Iterable[Placed]) -> list[dict[str, Any]]:
    """`placed` as JSON holds it."""
    return [{"story": one.story_id, "headline": one.headline, "slot": one.slot} for one in placed]


def read(rows: Iterable[dict[str, Any]]) -> tuple[Placed, ...]:
    """What `kept` wrote."""
    return tuple(Placed(row["story"], row["headline"], row["slot"]) for row in rows)


def _of(placed: Sequence[Placed], story_id: int) -> Placed | None:
    return next((one for one in placed if one.story_id == story_id), None)


def _free_above(others: Sequence[Placed], slot: int, shown: Collection[int]) -> int:
    """How many slots above `slot` no story in `others` is pinned to."""
    taken = {one.slot for one in others if one.slot and one.story_id in shown}
    return sum(1 for number in range(1, slot) if number not in taken)


def _next_free(pinned: Sequence[Placed], slot: int) -> int:
    taken = {one.slot for one in pinned} | {slot}
    while slot in taken:
        slot += 1
    return slot
