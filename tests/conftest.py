"""The frame of all tests: Django on a throw-away paper where a test needs it, and none of it where only plain ones run.

tests/plain      no Django, no process but our own      tests/journeys   the command line, as a person uses it
tests/house      the tree itself: rules as tests        tests/browser    readers' pages in Chromium
tests/rooms      rooms that need the desk database
"""

from __future__ import annotations

import fcntl
import importlib
import os
import sys
from pathlib import Path

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


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real agency payloads beside the repository; tests that need it are skipped where it is not."""
    folder = TESTS.parent.parent / "shared" / "samples"
    if not folder.is_dir():
        pytest.skip("The sample payloads do not lie beside this repository.")
    return folder


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of the reference page and its items; tests that need it are skipped where it is not."""
    folder = TESTS.parent.parent / "shared" / "reference"
    if not folder.is_dir():
        pytest.skip("The reference page does not lie beside this repository.")
    return folder


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new paper to be copied: en and km, sections World and National, no staff, no stories.

    Made by the command line, once in a run, by whichever process asks first: it takes some 13 seconds of a core.
    """
    from command_line import CommandLine

    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, making = shared / "founded", shared / "founded.making"
    with (shared / "founded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            settings = ("--languages", "en,km", "--timezone", "Asia/Phnom_Penh", "--sections", "World,National")
            CommandLine(making)("new", str(making), "--name", "The Test Courier", *settings)
            making.rename(folder)
    return folder
