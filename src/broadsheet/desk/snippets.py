"""Bylines and topics, in the menu beside the stories; and, under Settings, what the agencies' codes mean."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.stories.models import Byline, Topic
from broadsheet.wire.models import CodeMapping


class Bylines(SnippetViewSet):
    """At /desk/bylines/."""

    model = Byline
    url_prefix = "bylines"
    icon = "user"
    menu_label = "Bylines"
    menu_name = "bylines"
    menu_order = 400
    add_to_admin_menu = True
    list_display = ["name", "role", "slug"]
    ordering = ["name"]
    list_per_page = 50


class Topics(SnippetViewSet):
    """At /desk/topics/."""

    model = Topic
    url_prefix = "topics"
    icon = "tag"
    menu_label = "Topics"
    menu_name = "topics"
    menu_order = 500
    add_to_admin_menu = True
    list_display = ["name", "language", "slug"]
    list_filter = ["language"]
    ordering = ["language", "name"]
    list_per_page = 50


class CodeMappings(SnippetViewSet):
    """At /desk/agency-codes/: which Media Topics a source's own codes mean."""

    model = CodeMapping
    url_prefix = "agency-codes"
    icon = "list-ul"
    menu_label = "Agency codes"
    menu_name = "agency-codes"
    menu_order = 800
    add_to_settings_menu = True
    list_display = ["code", "scheme", "source", "topic"]
    list_filter = ["source"]
    search_fields = ["code", "scheme", "topic"]
    panels = [FieldPanel(name) for name in ("source", "scheme", "code", "topic")]
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[CodeMapping]:
        """Those of sources: IPTC's own come with its release."""
        found: QuerySet[CodeMapping] = CodeMapping.objects.exclude(source=None).select_related("source")
        return found.order_by("source__name", "scheme", "code")
