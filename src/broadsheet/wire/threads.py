"""Finds the item that a dispatch belongs to: by its guid, and in formats without identity by its thread.

7901 and ANPA number their copy anew every day; an update, a correction or a kill says only what it goes on with.

    same guid ──▶ that item
    goes on with its thread ──▶ the source's last item of it, of the last days
    a thread whose kill or lead came first ──▶ the item of that, so that its story stays down, or behind its lead
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from django.db import connection

from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.models import Item
from broadsheet.wire.statements import Given, Question

SAME_THREAD = timedelta(days=3)
"""How long a slug means the same story; after that an agency uses it for another."""

LONGEST = 200

_LOOKED_AT = 20

_HERE = Question(lambda: Item.objects.filter(source_id=Given(0), guid=Given(1)).values_list("pk"))
_OF_THREAD = Question(
    lambda: (
        Item.objects.filter(source_id=Given(0), thread=Given(1), received_at__gte=Given(2))
        .order_by("-received_at", "-id")
        .values_list("pk")[:_LOOKED_AT]
    )
)
_VERSIONS = "SELECT item_id, status, dispatch_json FROM wire_version WHERE item_id IN ({}) ORDER BY id"


class _Said(msgspec.Struct):
    """What is asked of a version's dispatch here; the rest of it is not even decoded."""

    guid: str
    version_created: datetime | None = None
    continues: bool = False


def item_for(dispatch: Dispatch, source_id: int, now: datetime) -> Item | None:
    """The item of this source that `dispatch` belongs to, locked until the transaction ends; None where there is none.

    Two deliveries of one item at once take their turns here.
    """
    if known := _HERE(source_id, dispatch.guid):
        return _locked(known[0][0])
    if not dispatch.thread:
        return None
    since = connection.ops.adapt_datetimefield_value(now - SAME_THREAD)
    thread = [pk for (pk,) in _OF_THREAD(source_id, dispatch.thread[:LONGEST], since)]
    if dispatch.continues:
        return _locked(thread[0]) if thread else None
    versions = _versions(thread)
    found = next((pk for pk in thread if _belongs_to(versions[pk], dispatch)), None)
    return _locked(found) if found is not None else None


def _locked(item_id: int) -> Item:
    return Item.objects.select_for_update(of=("self",)).get(pk=item_id)


def _versions(item_ids: Sequence[int]) -> dict[int, list[tuple[str, _Said]]]:
    """Of each item the status of its versions and what they say, in one question."""
    found: dict[int, list[tuple[str, _Said]]] = defaultdict(list)
    if item_ids:
        with connection.cursor() as cursor:
            cursor.execute(_VERSIONS.format(", ".join(["%s"] * len(item_ids))), item_ids)
            for item_id, status, said in cursor.fetchall():
                found[item_id].append((status, msgspec.json.decode(said, type=_Said)))
    return found


def _belongs_to(versions: Sequence[tuple[str, _Said]], dispatch: Dispatch) -> bool:
    """Whether an item of the same thread holds `dispatch`, or began with something that goes on with it."""
    if all(status == Status.CANCELLED for status, _ in versions):
        # A kill that overtook its story made an item of its own: the story stays down.
        return True
    made = [said for _, said in versions]
    if any(one.guid == dispatch.guid for one in made):
        # It joined this item earlier, and comes again: it must not stand up beside its own kill.
        return True
    # A lead that overtook its story, made after it; a story made later only has the same slug.
    began = all(one.continues for one in made)
    first = min((one.version_created for one in made if one.version_created), default=None)
    created = dispatch.version_created
    return began and first is not None and created is not None and created <= first
