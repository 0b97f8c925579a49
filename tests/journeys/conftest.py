"""What journeys share: a paper made by the command line, and the command line to go on with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import CommandLine


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new paper, made once: en and km, sections World and National, no staff, no stories."""
    folder = tmp_path_factory.mktemp("founded") / "paper"
    settings = ("--languages", "en,km", "--timezone", "Asia/Phnom_Penh", "--sections", "World,National")
    CommandLine(folder)("new", str(folder), "--name", "The Test Courier", *settings)
    return folder


@pytest.fixture
def command(founded: Path, tmp_path: Path) -> CommandLine:
    """The command line on a copy of the new paper, this test's own."""
    return CommandLine(Path(shutil.copytree(founded, tmp_path / "paper")))
