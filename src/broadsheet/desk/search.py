"""The desk's search: Wagtail's own in the database, without the scans of the whole index that follow each save.

Stock, every save asks twice for the average length of all titles. Here new entries keep the weight 1 until
`refresh_title_norms` has been run, once a night; until then a short title counts as much as a long one.
"""

from __future__ import annotations

from typing import Any

from django.db import connection
from wagtail.search.backends import get_search_backend

if connection.vendor == "postgresql":
    from modelsearch.backends.database.postgres.postgres import PostgresIndex as StockIndex
    from modelsearch.backends.database.postgres.postgres import PostgresSearchBackend as StockBackend
else:
    from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex as StockIndex
    from modelsearch.backends.database.sqlite.sqlite import SQLiteSearchBackend as StockBackend


class DeskIndex(StockIndex):
    """The stock index, which weighs titles only when it is asked to weigh all of them."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)


class DeskSearch(StockBackend):
    index_class = DeskIndex

    def weigh_titles(self) -> None:
        """Rewrite the weight of every title: minutes at a million stories."""
        DeskIndex(self)._refresh_title_norms(full=True)


def refresh_title_norms() -> None:
    """The nightly job."""
    backend: Any = get_search_backend()
    backend.weigh_titles()
