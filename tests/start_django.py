"""Imported for what it does: starts Django on a throw-away paper (see tests/settings.py)."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
