"""The search of all pages, sections and fronts among them: the newest matches first, and no more than can be paged.

Wagtail counts all matches by their kind, three times for a page, and asks which of all pages the person may see.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.pages.search import SearchView
from wagtail.models import Page

from broadsheet.desk import reach
from broadsheet.desk.paging import CappedPaginator
from broadsheet.desk.search import NEWEST


class PageSearch(SearchView):
    """At the address of Wagtail's own, in its place."""

    paginator_class = CappedPaginator

    def get_queryset(self) -> QuerySet[Any]:
        pages = Page.objects.filter(reach.below(self.request.user), depth__gt=1)
        pages = pages.order_by(*((self.ordering, "-pk") if self.ordering else NEWEST))
        if not self.search_query:
            self.all_pages = pages.none()
        else:
            self.all_pages = pages.autocomplete(self.search_query, order_by_relevance=False).get_queryset()
        found: QuerySet[Any] = self.all_pages
        return found

    def get_paginator(self, queryset: Any, *args: Any, **kwargs: Any) -> CappedPaginator:
        paginator: CappedPaginator = super().get_paginator(queryset, *args, **kwargs)
        paginator.whole = self.annotate_queryset(
            Page.objects.select_related("locale").order_by(*queryset.query.order_by)
        )
        return paginator

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # Its template asks how many there are, three times.
        context["all_pages"] = context["paginator"]
        return context
