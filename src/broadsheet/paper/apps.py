"""Installs the paper into Django: it has no tables, only recipes."""

from __future__ import annotations

from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "broadsheet.paper"
    label = "paper"
