"""The ground on which crashes are tried: a paper's data folder, kept, brought back, worked on in forked processes.

this process ──▶ fork ──▶ a child works on the files as the desk, the scheduler or the press, and may be killed there
     └── never opens them itself: SQLite's locks and handles must not be shared across a fork
"""

from __future__ import annotations

import logging
import os
import pickle
import random
import shutil
import signal
import sys
import traceback
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cast import NOW
from django.db import connections
from django.utils import timezone

KEPT_OUT = frozenset({"secret"})
"""What is the same in every state: it is neither kept nor brought back."""


class ChildFailed(Exception):
    """A child that nobody killed did not come to its end; the message is its traceback."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: `answer` is what it gave back, None where it was killed first."""

    killed: bool
    answer: Any = None


class Ground:
    """The data folder `data` of the paper in hand; copies of it lie in `store`."""

    def __init__(self, data: Path, store: Path) -> None:
        self.data, self.store = data, store
        self.store.mkdir(parents=True, exist_ok=True)

    def keep(self, name: str) -> None:
        """Remember the folder as it is now under `name`."""
        _copy(self.data, self.store / name)

    def bring_back(self, name: str) -> None:
        """Make the folder again what it was when it was kept under `name`."""
        _copy(self.store / name, self.data)

    def child(
        self, work: Callable[[], Any], *, now: datetime = NOW, ready: Callable[[int], None] | None = None
    ) -> Ended:
        """Run `work` in a process of its own whose clock stands at `now`.

        `ready` is told the child's number before the child begins, and may hold on to it until all is prepared.

        Errors: `ChildFailed` where it raised.
        """
        child = Child(work, self.data / "desk.sqlite3", now)
        try:
            if ready is not None:
                ready(child.pid)
        finally:
            child.go()
        return child.end()

    def at_once(self, works: Sequence[Callable[[], Any]], *, now: datetime = NOW) -> list[Ended]:
        """Run all `works` at the same time, each in a process of its own."""
        children = [Child(work, self.data / "desk.sqlite3", now) for work in works]
        for child in children:
            child.go()
        return [child.end() for child in children]


class Child:
    """A forked process that waits until it may `go` to work; `end` it, whatever became of it."""

    def __init__(self, work: Callable[[], Any], database: Path, now: datetime) -> None:
        self._answers, answer = os.pipe()
        go, self._goes = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._answers)
            os.close(self._goes)
            _become_child(database, now)
            _run(work, answer, go)
        os.close(answer)
        os.close(go)

    def go(self) -> None:
        os.write(self._goes, b"!")
        os.close(self._goes)

    def end(self) -> Ended:
        """Wait for its end. Errors: `ChildFailed`."""
        with os.fdopen(self._answers, "rb") as pipe:
            raw = pipe.read()
        _, status = os.waitpid(self.pid, 0)
        well, told = pickle.loads(raw) if raw else (True, None)
        if os.WIFSIGNALED(status):
            # Killed after its work was done and told counts as done: that is what the other side knows.
            return Ended(True, told)
        if not raw or not well:
            raise ChildFailed(told or f"ended with status {status} and said nothing")
        return Ended(False, told)


def and_close(work: Callable[[], Any]) -> Any:
    """What `work` gives, with all that it wrote in the desk's file itself, so that the file can be copied."""
    told = work()
    connections.close_all()
    return told


def _run(work: Callable[[], Any], answer: int, go: int) -> None:
    """Work, tell, and end without going through what the parent has open."""
    told: tuple[bool, Any] | None = None
    try:
        os.read(go, 1)
        told = (True, work())
    finally:
        # Whatever was raised, and without going through the parent's own ends.
        with suppress(OSError):
            os.write(answer, pickle.dumps(told or (False, traceback.format_exc())))
        os._exit(0)


def _become_child(database: Path, now: datetime) -> None:
    """A process with a connection and a clock of its own, in which chance is the same every time."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    logging.disable(logging.CRITICAL)
    connection = connections["default"]
    # Left as it is, not closed: it is the parent's.
    connection.connection = None
    connection.in_atomic_block = False
    connection.needs_rollback = connection.closed_in_transaction = False
    connection.savepoint_ids = []
    connection.run_on_commit = []
    connection.settings_dict["NAME"] = str(database)
    connection.settings_dict["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    timezone.now = lambda: now
    chance = random.Random(81)
    uuid.uuid4 = lambda: uuid.UUID(int=chance.getrandbits(128), version=4)
    # One thread of the darkroom at a time: points are counted, and come in the same order.
    os.cpu_count = lambda: 1


def _copy(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in target.iterdir():
        if path.name not in KEPT_OUT:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in source.iterdir():
        if path.name in KEPT_OUT:
            continue
        if path.is_dir():
            shutil.copytree(path, target / path.name)
        else:
            shutil.copy(path, target / path.name)
