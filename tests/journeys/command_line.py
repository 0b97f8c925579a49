"""The command line in processes of its own, as a person would type it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CommandLine:
    """`broadsheet --paper FOLDER`, as a person would type it."""

    folder: Path

    def __call__(self, *words: str, exit_code: int = 0) -> str:
        """What `broadsheet … words` prints to its standard output; fails the test where it ends with another code."""
        done = subprocess.run(
            [sys.executable, "-c", "from broadsheet.cli import main; main()", "--paper", str(self.folder), *words],
            capture_output=True,
            text=True,
            env={key: value for key, value in os.environ.items() if not key.startswith(("BROADSHEET", "DJANGO"))},
        )
        assert done.returncode == exit_code, done.stdout + done.stderr
        return done.stdout
