"""The command line in processes of its own, as a person would type it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("broadsheet")
"""The command that installing the package makes."""


def clean_environment() -> dict[str, str]:
    """This process's environment without what its own paper and its own Django set there."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("BROADSHEET", "DJANGO"))}


def broadsheet(*words: str, typed: str = "", folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`broadsheet words` as it ended, with `typed` answered to its questions; `folder` is the working folder."""
    return subprocess.run(
        [str(PROGRAM), *words],
        input=typed,
        capture_output=True,
        text=True,
        cwd=folder,
        env=clean_environment(),
        timeout=120,
    )


@dataclass(frozen=True, slots=True)
class CommandLine:
    """`broadsheet --paper FOLDER`, as a person would type it."""

    folder: Path

    def __call__(self, *words: str, exit_code: int = 0) -> str:
        """What `broadsheet … words` prints to its standard output; fails the test where it ends with another code."""
        done = self.ended(*words)
        assert done.returncode == exit_code, done.stdout + done.stderr
        return done.stdout

    def ended(self, *words: str) -> subprocess.CompletedProcess[str]:
        return broadsheet("--paper", str(self.folder), *words)
