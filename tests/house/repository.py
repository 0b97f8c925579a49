"""The files of this repository, as the house tests look at them."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "broadsheet"

CODE = frozenset({".py", ".sh", ".html", ".css", ".js", ".sql"})
"""Endings of files that people write and maintain as code."""


@cache
def files() -> tuple[Path, ...]:
    """Every file that git keeps or is about to keep, in a fixed order."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(sorted(ROOT / name for name in names if name and (ROOT / name).is_file()))


def code() -> list[Path]:
    """Files of code; migrations, which Django writes, are left out."""
    return [path for path in files() if path.suffix in CODE and "migrations" not in path.parts]


def python(folder: Path = SOURCE) -> list[Path]:
    """Python files below `folder`, without migrations."""
    return [path for path in code() if path.suffix == ".py" and path.is_relative_to(folder)]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"), str(path))


def name(path: Path) -> str:
    """The path as people say it: from the repository's root."""
    return path.relative_to(ROOT).as_posix()
