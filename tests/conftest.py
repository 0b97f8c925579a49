"""The frame of all tests: Django on a throw-away paper where a test needs it, and none of it where only plain ones run.

tests/plain      no Django, no process but our own      tests/journeys   the command line, as a person uses it
tests/house      the tree itself: rules as tests        tests/browser    readers' pages in Chromium
tests/rooms      rooms that need the desk database
"""

from __future__ import annotations

import fcntl
import gc
import importlib
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parent
WITHOUT_DJANGO = (TESTS / "plain", TESTS / "house")

# Specimens and harnesses that lie beside the tests are imported by their plain names.
for _folder in {p.parent for p in TESTS.rglob("*.py") if not p.name.startswith(("test_", "conftest"))}:
    sys.path.append(str(_folder))


def pytest_configure(config: pytest.Config) -> None:
    """Start Django before pytest-django looks for it, unless no test of this run needs it."""
    wanted = [Path(arg.partition("::")[0]).resolve() for arg in config.args]
    if not all(any(path.is_relative_to(folder) for folder in WITHOUT_DJANGO) for path in wanted):
        importlib.import_module("tests.start_django")


LONG = ("browser", "journeys", "crash", "rooms/press", "rooms")
"""Folders in the order in which their files are given out: a long one that begins last keeps everybody waiting."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; the tests of a file keep their order."""

    def rank(item: pytest.Item) -> int:
        path = item.path.relative_to(TESTS).as_posix()
        return next((number for number, folder in enumerate(LONG) if path.startswith(f"{folder}/")), len(LONG))

    items.sort(key=rank)


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: no collection need look through Django and Wagtail again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real agency payloads beside the repository; tests that need it are skipped where it is not."""
    folder = TESTS.parent.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("The sample payloads do not lie beside this repository.")
    return folder


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new paper to be copied: en and km, sections World and National, no staff, no stories.

    Made by the command line, once in a run, by whichever process asks first: it takes some 13 seconds of a core.
    """
    from command_line import CommandLine

    with one_at_a_time(tmp_path_factory, "founded") as (folder, making):
        if not folder.exists():
            settings = ("--languages", "en,km", "--timezone", "Asia/Phnom_Penh", "--sections", "World,National")
            CommandLine(making)("new", str(making), "--name", "The Test Courier", *settings)
            making.rename(folder)
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Migrate an empty database once in a run; the other processes copy it, where it is SQLite's."""
    from django.core import management
    from django.db import connection

    run = management.call_command

    def migrate_or_copy(name: str, *words: Any, **how: Any) -> Any:
        if name != "migrate" or connection.vendor != "sqlite":
            return run(name, *words, **how)
        connection.ensure_connection()
        with one_at_a_time(tmp_path_factory, "migrated") as (kept, making):
            if kept.exists():
                with closing(sqlite3.connect(kept)) as source:
                    source.backup(connection.connection)
                return None
            done = run(name, *words, **how)
            with closing(sqlite3.connect(making)) as target:
                connection.connection.backup(target)
            making.rename(kept)
            return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(management, "call_command", migrate_or_copy)
        yield


@contextmanager
def one_at_a_time(factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, Path]]:
    """Where all processes of a run share what is called `name`, and where one of them makes it."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield shared / name, shared / f"{name}.making"
