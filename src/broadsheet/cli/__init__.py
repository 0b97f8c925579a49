"""The command line: one file a group of commands; composes the rooms and is imported by nobody."""

from __future__ import annotations

from broadsheet.cli.command import main

__all__ = ["main"]
