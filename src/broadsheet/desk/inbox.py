"""The wire desk: what agencies sent, newest first, as a list that lives; and what could not be read of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.ui.tables import Column, DateColumn

from broadsheet.desk.inbox_rows import COLUMNS, WireFilters, fill_in, one_a_group, searched
from broadsheet.desk.inbox_tables import A_PAGE, Words, WriterListing
from broadsheet.desk.rights import own_sections, writers_only
from broadsheet.wire.marking import latest_change
from broadsheet.wire.models import Item, RawItem

MOST_ALIKE = 50


class Inbox(WriterListing):
    """Wire items, the last one received first; those that say the same as one row."""

    model = Item
    tab = "items"
    page_title = "Wire"
    header_icon = "download"
    index_url_name = "desk_wire"
    index_results_url_name = "desk_wire_results"
    results_template_name = "desk/inbox_results.html"
    template_name = "desk/inbox_items.html"
    filterset_class = WireFilters
    is_searchable = True
    verbose_name_plural = "wire items"
    columns: list[Column] = []

    def get_base_queryset(self) -> QuerySet[Item]:
        return Item.objects.select_related("source").only(*COLUMNS).order_by("-received_at", "-pk")

    def search_queryset(self, queryset: QuerySet[Item]) -> QuerySet[Item]:
        group = self.request.GET.get("group", "")
        if group.isdigit():
            return searched(queryset.filter(group=int(group)), self.search_query)
        return one_a_group(searched(queryset, self.search_query))

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        paginator = super().get_paginator(*args, **kwargs)
        paginator.whole = self.get_base_queryset()
        return paginator

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # Before the rows are read: what comes in meanwhile is then shown twice rather than never.
        change = latest_change()
        context = super().get_context_data(*args, **kwargs)
        items = list(context["object_list"])
        fill_in(items)
        context["items"], context["change"] = items, change
        if not self.results_only:
            context["sections"] = own_sections(self.request.user)
        return context


class Live(Inbox):
    """The rows of a list that stands open, with its filters; 204 while nothing changed since the word `?since=`."""

    results_only = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        change = latest_change()
        if request.GET.get("since") == change:
            return HttpResponse(status=204)
        items = list(self.get_queryset()[:A_PAGE])
        fill_in(items)
        rows = render_to_string("desk/inbox_rows.html", {"items": items}, request)
        answer = JsonResponse({"change": change, "rows": rows})
        answer["Cache-Control"] = "no-store"
        return answer


@require_safe
@never_cache
@writers_only
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of the items that say the same, without the one that the list shows for them (`?but=`)."""
    but = request.GET.get("but", "")
    items = Item.objects.filter(group=pk).exclude(pk=int(but) if but.isdigit() else 0)
    found = list(items.select_related("source").only(*COLUMNS).order_by("-received_at", "-pk")[:MOST_ALIKE])
    fill_in(found)
    return render(request, "desk/inbox_rows.html", {"items": found, "inner": pk})


class Refused(WriterListing):
    """Deliveries that could not be read, each with its reason; their bytes are kept."""

    model = RawItem
    tab = "refused"
    page_title = "Wire"
    page_subtitle = "refused"
    header_icon = "download"
    index_url_name = "desk_wire_refused"
    verbose_name_plural = "refused deliveries"
    columns = [
        Words("name", "desk/cells/raw_name.html", label="Delivery"),
        Column("source", label="Source", accessor="source.name", width="12%"),
        Column("reason", label="Why it was refused", width="45%"),
        DateColumn("received_at", label="Received", width="12%"),
    ]

    def get_base_queryset(self) -> QuerySet[RawItem]:
        refused = RawItem.objects.filter(outcome=RawItem.Outcome.REFUSED)
        return refused.select_related("source").defer("content").order_by("-received_at")


def back_to(request: HttpRequest) -> str:
    """The list that an act was done from, with its filters; the whole list where that is not told."""
    words = request.POST.get("filters", "")
    return reverse("desk_wire") + (f"?{words}" if words.isascii() and "\n" not in words and words else "")
