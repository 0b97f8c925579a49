"""A paper to crash: its desk database is a copy of the tests' own, in a file, with real transactions."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

# First: what is imported below needs Django.
import tests.start_django  # noqa: F401

# isort: split
from crash_paper import stage_of
from crash_trials import Stage
from django.db import connection

from broadsheet import killfile
from broadsheet.paperfile import current


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    if connection.vendor != "sqlite":
        pytest.skip("Crashes of PostgreSQL are PostgreSQL's.")
    data = current().data
    _empty(data)
    with django_db_blocker.unblock():
        connection.ensure_connection()
        with closing(sqlite3.connect(data / "desk.sqlite3")) as file:
            connection.connection.backup(file)
        yield stage_of(tmp_path_factory.mktemp("kept"))
    _empty(data)
    # What was killed here stays killed for this process, even where its file is gone.
    killfile._files.pop(current().folder, None)


def _empty(data: Path) -> None:
    for path in data.iterdir():
        if path.name != "secret":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
