"""Errors of the demo paper: CopyError, a story or demo.toml that is malformed."""

from __future__ import annotations


class CopyError(Exception):
    """A story or demo.toml is malformed: `file` within the demo's folder, `line` counted from 1."""

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")
        self.file, self.line, self.what = file, line, what
