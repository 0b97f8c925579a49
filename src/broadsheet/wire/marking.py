"""Sets what the desk says of items: seen, used, not for us; each with who said so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from broadsheet.wire.models import Item, Mark, Version


@transaction.atomic
def mark(item_ids: Iterable[int], state: str, *, by: Any, now: datetime) -> int:
    """Set the state of these items; returns how many changed. One that a story was made of stays used."""
    rows = Item.objects.select_for_update().filter(pk__in=list(item_ids)).exclude(state__in=[Item.State.USED, state])
    ids = list(rows.values_list("pk", flat=True))
    Item.objects.filter(pk__in=ids).update(state=state)
    Mark.objects.bulk_create(Mark(item_id=pk, state=state, at=now, by=by) for pk in ids)
    return len(ids)


def latest_change() -> str:
    """A word that is another one as soon as an item came in, changed or was marked; costs two looks at an index."""
    newest = [model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in (Version, Mark)]
    return ".".join(map(str, newest))
