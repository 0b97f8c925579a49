"""Pages through long lists without counting them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.paginator import WagtailPaginator

CAP = 2_000
"""Rows that a list can be paged through; who wants older ones filters or searches."""


class CappedPaginator(WagtailPaginator):
    """Looks at no more than the first `CAP` rows, however long the list is.

    Where `whole` is set, it makes the rows of a page from their numbers, in the order of the list: a list that is hard
    to find, such as one of a search, is then looked for once, and not again for its page. One that no index has in
    order is made of `parts`.
    """

    whole: QuerySet[Any] | None = None
    parts: Sequence[QuerySet[Any]] = ()
    """The rows in parts of which each is found fast, in the same order: by one column, then by number."""

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the rows that can be paged through."""
        rows: Any = self.object_list
        if not self.parts:
            return list(rows.values_list("pk", flat=True)[:CAP])
        first: str = rows.query.order_by[0]
        told = [row for part in self.parts for row in part.values_list(first.lstrip("-"), "pk")[:CAP]]
        told.sort(key=lambda row: row[1], reverse=rows.query.order_by[1].startswith("-"))
        told.sort(key=lambda row: (row[0] is not None, row[0]), reverse=first.startswith("-"))
        return [pk for _, pk in told[:CAP]]

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if isinstance(rows, QuerySet):
            return len(self.numbers)
        return min(len(rows) if isinstance(rows, list) else rows[:CAP].count(), CAP)

    def page(self, number: Any) -> Any:
        if self.whole is None:
            return super().page(number)
        number = self.validate_number(number)
        shown = self.numbers[(number - 1) * self.per_page : number * self.per_page]
        return self._get_page(self.whole.filter(pk__in=shown), number, self)
