"""The paper on which crashes are tried: a desk database with its tables, and a process that holds nothing."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from crash_ground import Ground, and_close
from crash_trials import Stage
from django.core.management import call_command
from django.urls import reverse

from broadsheet.paper.look import Look
from broadsheet.paper.phrases import month
from broadsheet.paperfile import current


def stage_of(store: Path) -> Stage:
    """A stage on the data folder of the current paper, whose desk database has its tables; copies go to `store`."""
    _warm()
    return Stage(Ground(current().data, store))


def make_tables(store: Path) -> None:
    """Give the paper's desk database its tables."""
    ground = Ground(current().data, store)
    ground.child(partial(and_close, partial(call_command, "migrate", verbosity=0)))


def _warm() -> None:
    """Load what every child would load for itself, without any database."""
    for language in current().languages:
        month(date(2026, 11, 1), language)
    look = Look(current().theme)
    assert look.template_fingerprints() and look.asset_fingerprint
    reverse("wagtailadmin_home")
