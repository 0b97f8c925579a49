"""Orders: written inside the act that changed something, crossed out when readers can see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q

from broadsheet.press.models import Order


def write(keys: Iterable[str], *, now: datetime, due_at: datetime | None = None) -> int:
    """Order that the pages which read `keys` be looked at, at once or at `due_at`; returns how many orders that made.

    Call it inside the transaction of the act: then there is never a change without its order.
    """
    rows = [Order(key=key, made_at=now, due_at=due_at or now) for key in sorted(set(keys))]
    Order.objects.bulk_create(rows)
    return len(rows)


def due(now: datetime, *, limit: int = 5_000) -> list[tuple[int, str, datetime]]:
    """The (id, key, when it was made) of orders that are due, oldest first.

    One that was ordered at once is due whatever the clock says: who wrote it may have one that is ahead of ours, and
    `now` may have been asked before a lock was waited for. What it changed can be seen already, so its page must come.
    """
    rows = Order.objects.filter(Q(due_at__lte=now) | Q(due_at__lte=F("made_at")))
    return list(rows.order_by("id").values_list("id", "key", "made_at")[:limit])


def cross_out(ids: Iterable[int]) -> None:
    """Delete orders that the edition has carried out, and those alone."""
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        Order.objects.filter(id__in=wanted[start : start + 500]).delete()
