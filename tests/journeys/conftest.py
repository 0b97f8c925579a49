"""What journeys share: the command line, on a paper of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command_line import CommandLine


@pytest.fixture
def command(founded: Path, tmp_path: Path) -> CommandLine:
    """The command line on a copy of the new paper, this test's own."""
    return CommandLine(Path(shutil.copytree(founded, tmp_path / "paper")))
