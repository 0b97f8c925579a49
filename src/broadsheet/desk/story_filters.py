"""The filters of a list of stories: section, status, byline and date, each answered from an index."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import RadioSelect
from django_filters.filters import ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.models import Page, Revision

from broadsheet.stories.models import Byline, Section, Story, StoryByline

STATUSES = (
    ("live", "Live"),
    ("changed", "Live, with a newer draft"),
    ("draft", "Draft, never published"),
    ("scheduled", "Scheduled"),
    ("withdrawn", "Withdrawn"),
)

FEW = frozenset({"changed", "draft", "scheduled", "withdrawn"})
"""Those that few stories have: these are found first, and then kept where they lie in a section."""


class SectionFilter(ModelChoiceFilter):
    """Stories below one section; the list says for each what its `parent_path` is."""

    def filter(self, qs: QuerySet[Page], value: Section | None) -> QuerySet[Page]:
        return qs.filter(parent_path=value.path) if value else qs


class BylineFilter(ModelChoiceFilter):
    """Stories under one byline."""

    def filter(self, qs: QuerySet[Page], value: Byline | None) -> QuerySet[Page]:
        if value is None:
            return qs
        return qs.filter(pk__in=StoryByline.objects.filter(byline=value).values("story_id"))


class StatusFilter(ChoiceFilter):
    def filter(self, qs: QuerySet[Page], value: str) -> QuerySet[Page]:
        match value:
            case "live":
                return qs.filter(live=True)
            case "changed":
                return qs.filter(live=True, has_unpublished_changes=True)
            case "draft":
                return qs.filter(live=False, first_published_at__isnull=True)
            case "withdrawn":
                return qs.filter(live=False, first_published_at__isnull=False)
            case "scheduled":
                return qs.filter(pk__in=scheduled_ids())
        return qs


class StoryFilters(WagtailFilterSet):
    """Few on purpose: each of the stock page filters asks the whole tree or the whole log what to offer."""

    status = StatusFilter(label="Status", choices=STATUSES, empty_label="Any", widget=RadioSelect)
    section = SectionFilter(label="Section", queryset=Section.objects.order_by("path"))
    byline = BylineFilter(label="Byline", queryset=Byline.objects.order_by("name"))
    latest_revision_created_at = DateFromToRangeFilter(label="Last edited", widget=DateRangePickerWidget)

    class Meta:
        model = Story
        fields: list[Any] = []


def scheduled_ids() -> list[int]:
    """Stories that wait for their time."""
    waiting = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return [int(pk) for pk in waiting.values_list("object_id", flat=True)]
