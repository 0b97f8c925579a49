"""Installs the newspaper's content into Django and listens for publications."""

from __future__ import annotations

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "broadsheet.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from broadsheet.stories import filing, listening, photo_bans
        from broadsheet.wire.filing import section_of
        from broadsheet.wire.picture_filing import refuse

        listening.connect()
        section_of[:] = [filing.section_number]
        refuse[:] = [photo_bans.refuse_killed]
