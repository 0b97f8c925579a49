"""Finds the item that a dispatch belongs to: by its guid, and in formats without identity by its thread.

7901 and ANPA number their copy anew every day; an update, a correction or a kill says only what it goes on with.

    same guid ──▶ that item
    goes on with its thread ──▶ the source's last item of it, of the last days
    a thread whose kill or lead came first ──▶ the item of that, so that its story stays down, or behind its lead
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.models import Item
from broadsheet.wire.statements import Given, Question

SAME_THREAD = timedelta(days=3)
"""How long a slug means the same story; after that an agency uses it for another."""

LONGEST = 200

_LOOKED_AT = 20

_HERE = Question(lambda: Item.objects.filter(source_id=Given(0), guid=Given(1)).values_list("pk"))


def item_for(dispatch: Dispatch, source_id: int, now: datetime) -> Item | None:
    """The item of this source that `dispatch` belongs to, locked until the transaction ends; None where there is none.

    Two deliveries of one item at once take their turns here.
    """
    of_source = Item.objects.select_for_update(of=("self",)).filter(source_id=source_id)
    if _HERE(source_id, dispatch.guid):
        return of_source.get(guid=dispatch.guid)
    if not dispatch.thread:
        return None
    thread = of_source.filter(thread=dispatch.thread[:LONGEST], received_at__gte=now - SAME_THREAD).order_by(
        "-received_at", "-id"
    )
    if dispatch.continues:
        return thread.first()
    return next((item for item in thread[:_LOOKED_AT] if _belongs_to(item, dispatch)), None)


def _belongs_to(item: Item, dispatch: Dispatch) -> bool:
    """Whether an item of the same thread holds `dispatch`, or began with something that goes on with it."""
    versions = list(item.versions.order_by("id"))
    if all(version.status == Status.CANCELLED for version in versions):
        # A kill that overtook its story made an item of its own: the story stays down.
        return True
    made = [version.dispatch for version in versions]
    if any(one.guid == dispatch.guid for one in made):
        # It joined this item earlier, and comes again: it must not stand up beside its own kill.
        return True
    # A lead that overtook its story, made after it; a story made later only has the same slug.
    began = all(one.continues for one in made)
    first = min((one.version_created for one in made if one.version_created), default=None)
    created = dispatch.version_created
    return began and first is not None and created is not None and created <= first
