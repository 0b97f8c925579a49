"""Installs the newspaper's content into Django and listens for publications."""

from __future__ import annotations

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "broadsheet.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.stories import filing, listening
        from broadsheet.wire.filing import section_of

        listening.connect()
        section_of[:] = [filing.section_number]
