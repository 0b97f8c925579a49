"""Installs the press into Django."""

from __future__ import annotations

from django.apps import AppConfig


class PressConfig(AppConfig):
    name = "broadsheet.press"
    label = "press"
    default_auto_field = "django.db.models.BigAutoField"
