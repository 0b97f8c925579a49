"""The desk's search: Wagtail's own in the database, made so that its price does not grow with the paper.

- Stock, every save asks twice for the average length of all titles. Here new entries keep the weight 1 until
  `refresh_title_norms` has been run, once a night; until then a short title counts as much as a long one.
- Pages are found by their titles through `title_search`, in lists and in choosers, and the newest match is the best
  one: stock, each match is weighed, which of a frequent word takes seconds.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import connection
from modelsearch.query import PlainText
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from broadsheet.desk import title_search

if connection.vendor == "postgresql":
    from modelsearch.backends.database.postgres.postgres import PostgresAutocompleteQueryCompiler as StockBegun
    from modelsearch.backends.database.postgres.postgres import PostgresIndex as StockIndex
    from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend as StockBackend
else:
    from modelsearch.backends.database.sqlite.sqlite import SQLiteAutocompleteQueryCompiler as StockBegun
    from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as StockIndex
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend as StockBackend

NEWEST = ("-latest_revision_created_at", "-pk")


class DeskIndex(StockIndex):
    """The stock index, which weighs titles only when it is asked to weigh all of them, and keeps those of pages."""

    def add_items(self, model: Any, objs: Any) -> None:
        objs = list(objs)
        super().add_items(model, objs)
        if issubclass(model, Page):
            title_search.put((page.pk, page.title) for page in objs)

    def delete_item(self, item: Any) -> None:
        super().delete_item(item)
        if isinstance(item, Page):
            title_search.forget(item.pk)

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class Begun(StockBegun):
    """Begun words: those of pages are looked for in titles, once for all that is then asked about the matches."""

    def check(self) -> None:
        # The database answers whatever it is asked; the stock check refuses expressions.
        if not self._by_title:
            super().check()

    def search(self, config: Any, start: Any, stop: Any, score_field: Any = None, **more: Any) -> Any:
        if not self._by_title or score_field is not None:
            return super().search(config, start, stop, score_field=score_field, **more)
        found = self.queryset.filter(pk__in=self._numbers)
        if self.order_by_relevance or not found.query.order_by:
            found = found.order_by(*NEWEST)
        return found[start:stop]

    @property
    def _by_title(self) -> bool:
        return self.fields is None and isinstance(self.query, PlainText) and issubclass(self.queryset.model, Page)

    @cached_property
    def _numbers(self) -> list[int]:
        return title_search.numbers(
            self.query.query_string, list(get_descendants_content_types_pks(self.queryset.model))
        )


class DeskSearch(StockBackend):
    index_class = DeskIndex
    autocomplete_query_compiler_class = Begun

    def weigh_titles(self) -> None:
        """Rewrite the weight of every title: minutes at a million stories."""
        DeskIndex(self)._refresh_title_norms(full=True)


def refresh_title_norms() -> None:
    """The nightly job."""
    backend: Any = get_search_backend()
    backend.weigh_titles()
