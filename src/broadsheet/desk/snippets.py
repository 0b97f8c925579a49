"""Bylines and topics: their lists and forms, in the menu beside the stories."""

from __future__ import annotations

from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.stories.models import Byline, Topic


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
