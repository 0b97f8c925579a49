"""Finds the item that a dispatch belongs to: by its guid, and in formats without identity by its thread.

7901 and ANPA number their copy anew every day; an update, a correction or a kill says only what it goes on with.

    same guid ──▶ that item
    goes on with its thread ──▶ the source's last item of it, of the last days
    a thread whose kill came first ──▶ the item of that kill, so that its story stays down
"""

from __future__ import annotations

from datetime import datetime, timedelta

from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.models import Item

SAME_THREAD = timedelta(days=3)
"""How long a slug means the same story; after that an agency uses it for another."""

LONGEST = 200


def item_for(dispatch: Dispatch, source_id: int, now: datetime) -> Item | None:
    """The item of this source that `dispatch` belongs to by its thread; None where its guid or nothing tells."""
    if not dispatch.thread or Item.objects.filter(source_id=source_id, guid=dispatch.guid).exists():
        return None
    thread = Item.objects.filter(
        source_id=source_id, thread=dispatch.thread[:LONGEST], received_at__gte=now - SAME_THREAD
    ).order_by("-received_at", "-id")
    if dispatch.continues:
        return thread.first()
    # A kill that overtook its story made an item of its own, of which there is no usable version.
    early = thread.filter(status=Status.CANCELLED.value).first()
    if early is not None and not early.versions.exclude(status=Status.CANCELLED.value).exists():
        return early
    return None
