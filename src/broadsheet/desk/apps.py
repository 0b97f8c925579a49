"""Installs the desk into Django."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "broadsheet.desk"
    label = "desk"

    def ready(self) -> None:
        from broadsheet.desk import previews, tree_ranges
        from broadsheet.stories import previewing

        previewing.show_with(previews.show)
        tree_ranges.use()
