"""Who did what: the newest entries of Wagtail's logs, asked by their time alone and never scanned."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from broadsheet.desk.paging import CAP


class LogFilters(WagtailFilterSet):
    """What the stock filters offer they first look for in the whole log; these offer what exists anyway."""

    timestamp = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)
    user = django_filters.ModelChoiceFilter(
        label="Who", queryset=lambda request: get_user_model().objects.order_by("email")
    )
    action = django_filters.ChoiceFilter(label="What", choices=registry.get_choices)

    class Meta:
        model = PageLogEntry
        fields: list[Any] = []


class LogReport(LogEntriesView):
    """At the address of Wagtail's own site history, in its place."""

    filterset_class = LogFilters
    page_title = "Log"

    def get_filtered_queryset(self) -> list[dict[str, Any]]:
        """The newest entries of each log, at most `CAP` in all, newest first."""
        self.log_models = list(registry.get_log_entry_models())
        newest: list[dict[str, Any]] = []
        for number, model in enumerate(self.log_models):
            entries = self.filter_queryset(model.objects.viewable_by_user(self.request.user))
            rows = entries.order_by("-timestamp").values("pk", "timestamp")[:CAP]
            newest += [{**row, "log_model_index": number} for row in rows]
        return sorted(newest, key=itemgetter("timestamp"), reverse=True)[:CAP]
