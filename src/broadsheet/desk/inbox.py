"""The wire desk: what agencies sent, newest first, and what could not be read of it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import RadioSelect
from django.urls import reverse
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from broadsheet.desk.inbox_tables import Words, WriterListing
from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.models import Item, ItemPicture, RawItem, Source, Version


class WireFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="State",
        choices=[("new", "New"), ("seen", "Seen"), ("used", "Used"), ("declined", "Not for us")],
        empty_label="Any",
        widget=RadioSelect,
    )
    source = django_filters.ModelChoiceFilter(label="Source", queryset=Source.objects.order_by("name"))
    status = django_filters.ChoiceFilter(
        label="The agency says", choices=[(s.value, s.value.capitalize()) for s in Status]
    )
    received_at = django_filters.DateFromToRangeFilter(label="Received", widget=DateRangePickerWidget)

    class Meta:
        model = Item
        fields: list[Any] = []


class Inbox(WriterListing):
    """Wire items, the last one received first."""

    model = Item
    tab = "items"
    page_title = "Wire"
    header_icon = "download"
    index_url_name = "desk_wire"
    index_results_url_name = "desk_wire_results"
    filterset_class = WireFilters
    is_searchable = True
    search_fields = ["current__headline"]
    search_backend_name = None
    verbose_name_plural = "wire items"
    columns = [
        TitleColumn(
            "headline",
            label="Headline",
            accessor="current.headline",
            width="36%",
            get_url=lambda item: reverse("desk_wire_item", args=[item.pk]),
        ),
        Words("marks", "desk/cells/marks.html", label="State", width="12%"),
        Column("source", label="Source", accessor="source.name", width="10%"),
        Words("urgency", "desk/cells/urgency.html", label="Urgency", width="7%"),
        Words("subject", "desk/cells/subjects.html", label="Subject", width="14%"),
        Words("versions", "desk/cells/versions.html", label="Versions", width="7%"),
        Words("picture", "desk/cells/picture.html", label="Picture", width="6%"),
        DateColumn("received_at", label="Received", width="11%"),
    ]

    def get_base_queryset(self) -> QuerySet[Item]:
        count = Version.objects.filter(item=OuterRef("pk")).order_by().values("item")
        return (
            Item.objects.select_related("source", "current")
            .annotate(
                version_count=Coalesce(Subquery(count.annotate(n=Count("pk")).values("n")), 0),
                has_picture=Exists(ItemPicture.objects.filter(version=OuterRef("current_id"))),
            )
            .order_by("-received_at", "-pk")
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        for item in context["object_list"]:
            item.dispatch = item.current.dispatch if item.current else Dispatch("", "", item.guid)
        return context


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
