"""Installs Wagtail's screens for users with ours in their place."""

from __future__ import annotations

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleApp(WagtailUsersAppConfig):
    """Stands for "wagtail.users" among the installed apps."""

    user_viewset = "broadsheet.desk.people.People"
