"""The rows of the wire desk: which items a list shows, one for each group of those that say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.forms import RadioSelect
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from broadsheet.stories.models import Section
from broadsheet.wire import search_index
from broadsheet.wire.dispatch import Status
from broadsheet.wire.models import Item, Source

COLUMNS = (
    "guid", "status", "state", "received_at", "headline", "urgency", "place", "language", "kind", "subjects",
    "section", "version_count", "picture_count", "group", "source__name", "source__slug",
)  # fmt: skip
"""All that a row shows: what an item says lies in another table, and is not read for a list."""


class UrgencyFilter(django_filters.ChoiceFilter):
    """Items as urgent as that or more."""

    def filter(self, qs: QuerySet[Item], value: str) -> QuerySet[Item]:
        return qs.filter(urgency__range=(1, int(value))) if value else qs


class SectionFilter(django_filters.ModelChoiceFilter):
    """Items that would go to one section."""

    def filter(self, qs: QuerySet[Item], value: Section | None) -> QuerySet[Item]:
        return qs.filter(section=value.pk) if value else qs


class PictureFilter(django_filters.ChoiceFilter):
    def filter(self, qs: QuerySet[Item], value: str) -> QuerySet[Item]:
        return qs.filter(picture_count__gt=0) if value == "with" else qs.filter(picture_count=0) if value else qs


class WireFilters(WagtailFilterSet):
    """All of them are columns of the item itself, so that no list has to read what items say."""

    state = django_filters.ChoiceFilter(
        label="State",
        choices=[("new", "New"), ("seen", "Seen"), ("used", "Used"), ("declined", "Not for us")],
        empty_label="Any",
        widget=RadioSelect,
    )
    source = django_filters.ModelChoiceFilter(label="Source", queryset=Source.objects.order_by("name"))
    section = SectionFilter(label="Section", queryset=Section.objects.order_by("path"))
    urgency = UrgencyFilter(label="Urgency", choices=[(str(n), f"{n} and more urgent") for n in range(1, 6)])
    status = django_filters.ChoiceFilter(
        label="The agency says", choices=[(s.value, s.value.capitalize()) for s in Status]
    )
    language = django_filters.CharFilter(label="Language", lookup_expr="startswith")
    place = django_filters.CharFilter(label="Place", lookup_expr="istartswith")
    pictures = PictureFilter(label="Pictures", choices=[("with", "With pictures"), ("without", "Without")])
    received_at = django_filters.DateFromToRangeFilter(label="Received", widget=DateRangePickerWidget)

    class Meta:
        model = Item
        fields: list[Any] = []


@dataclass(frozen=True, slots=True)
class Group:
    """The other items that say the same as a row: how many, and from whom."""

    others: int
    sources: str


def searched(items: QuerySet[Item], query: str) -> QuerySet[Item]:
    """Those of `items` that have all the words of `query`; none where it has no word in it."""
    if not query.strip():
        return items
    found = search_index.matching(query)
    if found is None:
        return items.none()
    # Plus nothing: else a database looks every match up by its number, again for each row of a group, where it should
    # walk the list in its order and stop at a page's end.
    return items.alias(number=F("pk") + 0).filter(number__in=found)


def one_a_group(items: QuerySet[Item]) -> QuerySet[Item]:
    """Of each group among `items` the one that came last; an item that is alone stays."""
    later = Q(received_at__gt=OuterRef("received_at")) | Q(received_at=OuterRef("received_at"), pk__gt=OuterRef("pk"))
    # Asked by number, so that a database which was not told how its tables are filled has one way only: to look at the
    # others of the group. By a filter's own index it would look at all that the filter lets through, for each row.
    listed = Exists(items.order_by().filter(pk=OuterRef("pk")))
    overtaken = Exists(Item.objects.order_by().filter(later, listed, group=OuterRef("group")))
    return items.filter(Q(group__isnull=True) | ~overtaken)


def fill_in(items: Sequence[Any]) -> None:
    """Give each row its section's name and its group, with one question each for all of them."""
    names = dict(Section.objects.filter(pk__in={item.section for item in items}).values_list("pk", "title"))
    wanted = {item.group_id for item in items} - {None}
    members: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Item.objects.filter(group_id__in=wanted).order_by("pk") if wanted else Item.objects.none()
    for group, pk, source in rows.values_list("group_id", "pk", "source__name"):
        members[group][pk] = source
    for item in items:
        item.section_name = names.get(item.section, "")
        others = {pk: source for pk, source in members[item.group_id].items() if pk != item.pk}
        item.alike = Group(len(others), ", ".join(dict.fromkeys(others.values()))) if others else None
