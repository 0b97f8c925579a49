"""Installs the newspaper's content into Django and listens for publications."""

from __future__ import annotations

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "broadsheet.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.stories import lineage, listening
        from broadsheet.wire import filing

        listening.connect()
        filing.section_of[:] = [lineage.section_number]
