"""Pages through long lists without counting them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.paginator import WagtailPaginator

CAP = 2_000
"""Rows that a list can be paged through; who wants older ones filters or searches."""


class CappedPaginator(WagtailPaginator):
    """Looks at no more than the first `CAP` rows, however long the list is."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if isinstance(rows, QuerySet):
            return len(rows.values_list("pk", flat=True)[:CAP])
        return min(len(rows) if isinstance(rows, list) else rows[:CAP].count(), CAP)
