"""Finds the items that say the same as one that came in, and keeps the signatures by which the next ones find it.

Written in SQL: it runs once for each item taken in, and building such statements anew would cost more than they do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from broadsheet.wire import likeness
from broadsheet.wire.models import Item

SAME_NEWS = timedelta(hours=72)
"""Texts that are further apart are not the same news, however alike: tables, weather, anniversaries."""
MOST_COMPARED = 20
"""Of those that share a band, the ones that share most."""
NEWEST = 40
"""Of a band the items that came last: one that thousands share tells little, and would be read whole each time."""
TIDIED_EVERY = 200
"""After so many items the bands of those too old to be compared are taken out."""

_KNOWN = "SELECT signature FROM wire_likeness WHERE item_id = %s"
_CANDIDATES = """
    SELECT l.signature, i.id, i.group_id FROM (
        SELECT item_id FROM ({}) AS sharing GROUP BY item_id ORDER BY count(*) DESC, item_id DESC LIMIT {}
    ) AS near JOIN wire_likeness l ON l.item_id = near.item_id JOIN wire_item i ON i.id = near.item_id
    WHERE i.received_at >= %s
"""
_SHARING = """
    SELECT * FROM (
        SELECT item_id FROM wire_band WHERE value = %s AND item_id <> %s ORDER BY item_id DESC LIMIT {}
    ) AS band
"""
_KEEP = """
    INSERT INTO wire_likeness (item_id, signature) VALUES (%s, %s)
    ON CONFLICT (item_id) DO UPDATE SET signature = excluded.signature
"""
_BEGIN = "UPDATE wire_item SET group_id = %s WHERE id = %s"


def join_group(item: Item, body_html: str, *, now: datetime, known: bool) -> None:
    """Set the group of `item`, which is not saved, to that of the item most like it, and keep its signature.

    Nothing where its text is short. `known` says whether a signature of it may be here already.
    """
    signed = likeness.signature(body_html)
    with connection.cursor() as cursor:
        if known:
            cursor.execute(_KNOWN, [item.pk])
            row = cursor.fetchone()
            if row is not None and bytes(row[0]) == signed and item.group_id is not None:
                return
            cursor.execute("DELETE FROM wire_band WHERE item_id = %s", [item.pk])
            cursor.execute("DELETE FROM wire_likeness WHERE item_id = %s", [item.pk])
        if not signed:
            return
        values = likeness.bands(signed)
        if item.group_id is None:
            _join(item, signed, values, connection.ops.adapt_datetimefield_value(now - SAME_NEWS))
        cursor.execute(_KEEP, [item.pk, signed])
        places = ", ".join(["(%s, %s)"] * len(values))
        cells = [cell for value in values for cell in (item.pk, value)]
        cursor.execute(f"INSERT INTO wire_band (item_id, value) VALUES {places}", cells)
        if item.pk % TIDIED_EVERY == 0:
            _tidy(now)


def _join(item: Item, signed: bytes, values: Sequence[int], since: object) -> None:
    asked = _CANDIDATES.format(" UNION ALL ".join([_SHARING.format(NEWEST)] * len(values)), MOST_COMPARED)
    with connection.cursor() as cursor:
        cursor.execute(asked, [*(cell for value in values for cell in (value, item.pk)), since])  # type: ignore[list-item]
        found = [(likeness.likeness(signed, bytes(other)), pk, group) for other, pk, group in cursor.fetchall()]
    best = max(found, default=(0.0, 0, None))
    if best[0] < likeness.ALIKE:
        return
    _, alike, group = best
    # The one that was here first gives the group its number.
    item.group_id = group or alike
    if group is None:
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, [alike, alike])


def _tidy(now: datetime) -> None:
    with connection.cursor() as cursor:
        old = connection.ops.adapt_datetimefield_value(now - SAME_NEWS)
        cursor.execute(
            "DELETE FROM wire_band WHERE item_id IN (SELECT id FROM wire_item WHERE received_at < %s)", [old]
        )
