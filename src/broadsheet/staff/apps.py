"""Installs the staff's accounts into Django."""

from __future__ import annotations

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "broadsheet.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
