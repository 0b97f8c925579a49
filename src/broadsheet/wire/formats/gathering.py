"""Reads the items of a delivery one by one: a bad one is told in a sentence, the others go in."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, Reading
from broadsheet.wire.errors import Refused

MAX_GUID = 300
MAX_ITEMS = 20_000
"""A delivery of more items is refused: the busiest agency sends fewer in a week."""
MAX_VERSIONS = 200
"""So many versions of one item are read from a delivery: each is compared with all before it."""

Raw = TypeVar("Raw")


def gather(items: Iterable[tuple[str, Raw]], read_one: Callable[[Raw, str], Dispatch]) -> Reading:
    """What `read_one(item, where)` makes of each item; `where` is its place in the delivery, empty for a lone one.

    Errors: `Refused` where no item can be read.
    """
    dispatches: list[Dispatch] = []
    refused: list[str] = []
    versions: Counter[str] = Counter()
    for number, (where, value) in enumerate(items):
        if number >= MAX_ITEMS:
            raise Refused(f"The delivery holds more than {MAX_ITEMS:,} items.")
        try:
            dispatch = read_one(value, where)
            # What goes on with its thread becomes a version of an item that has another guid.
            item = dispatch.thread if dispatch.continues and dispatch.thread else dispatch.guid
            versions[item] += 1
            if versions[item] > MAX_VERSIONS:
                raise Refused(f"The delivery holds more than {MAX_VERSIONS} versions of the item.", where)
            dispatches.append(dispatch)
        except Refused as error:
            refused.append(error.sentence)
    if not dispatches:
        more = f" The other {len(refused) - 1} items were refused too." if len(refused) > 1 else ""
        raise Refused(refused[0] + more if refused else "The delivery holds no item.")
    return Reading(tuple(dispatches), tuple(refused))


def lasting(guid: str) -> str:
    """`guid` on one line and no longer than `MAX_GUID`: a longer one is known by its digest."""
    guid = line(guid)
    if len(guid) <= MAX_GUID:
        return guid
    return "sha256:" + hashlib.sha256(guid.encode("utf-8", "replace")).hexdigest()
