"""The menu of a newsroom: what editors need, by its newsroom name; what makes no sense at a newspaper is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem

from broadsheet.desk.kill_record import may_read
from broadsheet.desk.rights import may_look, may_manage_sources, may_publish, may_read_everything
from broadsheet.paperfile import current

HIDDEN = frozenset({"documents", "snippets"})
HIDDEN_SETTINGS = frozenset({"sites"})
HIDDEN_REPORTS = frozenset({"aging-pages", "page-types-usage"})

NAMES = {
    "explorer": ("Front & sections", 600),
    "images": ("Photos", 300),
}
"""Wagtail's name of an item → our label and order."""


class WritersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


def wire() -> MenuItem:
    return WritersMenuItem("Wire", reverse("desk_wire"), name="wire", icon_name="download", order=200)


def dashboard() -> MenuItem:
    return WritersMenuItem("Dashboard", reverse("desk_dashboard"), name="dashboard", icon_name="view", order=90)


def board() -> MenuItem:
    return WritersMenuItem("Board", reverse("desk_board"), name="board", icon_name="tasks", order=150)


def live_blogs() -> MenuItem:
    return WritersMenuItem("Live", reverse("desk_live_list"), name="live", icon_name="history", order=155)


class FrontsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_publish(request.user) or may_read_everything(request.user)


def fronts() -> MenuItem:
    return FrontsMenuItem("Fronts", reverse("desk_fronts"), name="fronts", icon_name="desktop", order=160)


def diary() -> MenuItem:
    return WritersMenuItem("Diary", reverse("desk_diary"), name="diary", icon_name="calendar-alt", order=170)


def photo_desk() -> MenuItem:
    return WritersMenuItem("Photo desk", reverse("desk_photos"), name="photo-desk", icon_name="image", order=290)


class TranslationsMenuItem(WritersMenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return len(current().languages) > 1 and super().is_shown(request)


def translations() -> MenuItem:
    return TranslationsMenuItem(
        "Translations", reverse("desk_translations"), name="translations", icon_name="globe", order=250
    )


def most_viewed() -> MenuItem:
    return WritersMenuItem("Most viewed", reverse("desk_most_viewed"), name="most-viewed", icon_name="view", order=650)


def press() -> MenuItem:
    return MenuItem("Press", reverse("desk_press"), name="press", icon_name="cog", order=100)


class SourcesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage_sources(request.user)


def sources() -> MenuItem:
    return SourcesMenuItem("Sources", reverse("desk_sources"), name="sources", icon_name="download", order=100)


class KillsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


def kills() -> MenuItem:
    return KillsMenuItem("Kills", reverse("desk_kills"), name="kills", icon_name="warning", order=110)


class PhotoRightsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


def photo_rights() -> MenuItem:
    return PhotoRightsMenuItem(
        "Photo rights", reverse("desk_photo_decisions"), name="photo-rights", icon_name="image", order=120
    )


def tidy(request: HttpRequest, items: list[Any]) -> None:
    """Leave out of the main menu what is `HIDDEN`, and call the rest as a newsroom does."""
    items[:] = [item for item in items if item.name not in HIDDEN]
    for item in items:
        if item.name in NAMES:
            item.label, item.order = NAMES[item.name]
    items.sort(key=lambda item: item.order)


def without(names: frozenset[str]) -> Callable[[HttpRequest, list[Any]], None]:
    """A hook that leaves the items of these `names` out of a menu."""

    def leave_out(request: HttpRequest, items: list[Any]) -> None:
        items[:] = [item for item in items if item.name not in names]

    return leave_out


def help_of_ours(request: HttpRequest, items: list[Any]) -> None:
    """Keep what explains this desk; the others lead to other people's sites."""
    items[:] = [item for item in items if item.url.startswith(("/", "#"))]
