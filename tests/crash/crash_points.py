"""Points at which a process is killed from within: each statement of both databases, each call that changes a file.

It kills for good, with SIGKILL: nothing is unwound, no `finally` runs, no transaction is rolled back by hand.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection

from broadsheet.edition.writing import EditionWriter

WRITES = frozenset("wax+")
CHANGING = {"os.rename": "rename", "os.remove": "unlink", "os.mkdir": "mkdir", "os.truncate": "truncate"}
"""Python's own audit events for what changes a folder."""


class Points:
    """Counts the points that a process passes; at number `kill_at` (from 1) the process ends there."""

    def __init__(self, kill_at: int | None = None) -> None:
        self.kill_at = kill_at
        self.labels: list[str] = []
        self.active = True
        """False: nothing is counted, and nothing is put between the process and the system."""
        self.on = False

    def begin(self, *writers: EditionWriter) -> None:
        """From now on every point counts: those of the desk's connection, of `writers`, and of files."""
        connection.ensure_connection()
        if not self.active:
            return
        connection.connection.set_trace_callback(lambda sql: self.passed(f"desk {_statement(sql)}"))
        for writer in writers:
            writer.connection.set_trace_callback(lambda sql: self.passed(f"edition {_statement(sql)}"))
        sys.addaudithook(self._audited)
        for name in ("write", "fsync", "ftruncate"):
            setattr(os, name, self._counted(name, getattr(os, name)))
        self.on = True

    def passed(self, label: str) -> None:
        """A point: what is told by `label` has not happened yet."""
        if not self.on:
            return
        self.labels.append(label)
        if len(self.labels) == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def end(self) -> list[str]:
        self.on = False
        return self.labels

    def _audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in CHANGING:
            self.passed(f"file {CHANGING[event]} {_place(arguments[0])}")
        elif event == "open":
            path, mode, flags = arguments
            writes = WRITES & set(mode) if isinstance(mode, str) else flags & (os.O_WRONLY | os.O_RDWR)
            if writes:
                self.passed(f"file open {_place(path)}")

    def _counted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(descriptor: int, *rest: Any) -> Any:
            self.passed(f"file {name} {_place(f'/proc/self/fd/{descriptor}')}")
            return call(descriptor, *rest)

        return counted


def _statement(sql: str) -> str:
    """The kind of a statement and the table that it is about: "INSERT press_order"."""
    words = sql.split(None, 1)[0].upper()
    table = re.search(r'(?:INTO|FROM|UPDATE|TABLE)\s+"?(\w+)"?', sql)
    return f"{words} {table[1]}" if table and words not in ("BEGIN", "COMMIT", "ROLLBACK") else words


def _place(path: object) -> str:
    """A file by what it is, not by its name: names are made of secrets and numbers."""
    text = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else str(path)
    if text.startswith("/proc/self/fd/") and os.path.islink(text):
        text = os.readlink(text)
    for part in ("edition/media", "renditions", "kills.jsonl", "edition", "photos"):
        if part in text:
            return part
    return "other"
