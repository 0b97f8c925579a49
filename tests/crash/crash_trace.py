"""Kills a running process at one of its system calls, and records them, by `strace`."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Watch = Callable[[int], None]
"""Told the number of a process that waits, it holds on to that process before it returns."""

_CALL = re.compile(r"^(?P<thread>\d+) +(?P<name>\w+)\((?P<what>.*)")

CHANGING = re.compile(
    r"(?:pwrite64|write|fsync|fdatasync|ftruncate|rename\w*|unlink\w*|link\w*|mkdir\w*|rmdir|fallocate)\(|openat\(.*O_CREAT"
)
"""Calls that change a file or a folder. Between two of them nothing outside of the process is different."""


@dataclass(frozen=True, slots=True)
class Call:
    """The `number`th call of that name, from 1."""

    name: str
    number: int
    changes: bool


@cache
def why_not() -> str:
    """Why system calls can't be watched here; "" where they can."""
    if shutil.which("strace") is None:
        return "strace is not installed (Debian: apt-get install strace)"
    with subprocess.Popen(["sleep", "20"]) as process:
        try:
            with _strace(process.pid, "-o", "/dev/null", "-e", "trace=openat"):
                process.kill()
        except OSError as error:
            return f"strace may not watch processes here: {error}"
        finally:
            process.kill()
    return ""


@contextmanager
def recording(log: Path) -> Iterator[Watch]:
    """Write every system call of the process, and of its threads, into `log`."""
    with _watching("-o", str(log)) as watch:
        yield watch


@contextmanager
def killing(call: Call) -> Iterator[Watch]:
    """End the process, with SIGKILL, as it enters `call`."""
    with _injecting(call.name, f"signal=KILL:when={call.number}") as watch:
        yield watch


@contextmanager
def failing(call: str, error: str, when: str) -> Iterator[Watch]:
    """Let calls of that name fail with `error` ("ENOSPC"); `when` as in strace(1): "3", "3+"."""
    with _injecting(call, f"error={error}:when={when}") as watch:
        yield watch


def calls(log: Path) -> list[Call]:
    """The calls in the order in which they were made; those of threads are counted apart, as strace does."""
    counts: Counter[tuple[str, str]] = Counter()
    found: dict[Call, None] = {}
    for line in log.read_text(errors="replace").splitlines():
        match = _CALL.match(line)
        if match is not None:
            counts[match["thread"], match["name"]] += 1
            changes = CHANGING.match(f"{match['name']}({match['what']}") is not None
            found[Call(match["name"], counts[match["thread"], match["name"]], changes)] = None
    return list(found)


def _injecting(call: str, what: str) -> AbstractContextManager[Watch]:
    return _watching("-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}")


@contextmanager
def _watching(*options: str) -> Iterator[Watch]:
    at_work: list[subprocess.Popen[str]] = []

    def watch(pid: int) -> None:
        at_work.append(_attach(pid, *options))

    try:
        yield watch
    finally:
        for process in at_work:
            # It ends with the process that it watches.
            process.communicate(timeout=60)


@contextmanager
def _strace(pid: int, *options: str) -> Iterator[None]:
    process = _attach(pid, *options)
    try:
        yield
    finally:
        process.communicate(timeout=60)


def _attach(pid: int, *options: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        ["strace", "-f", "-p", str(pid), *options], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    first = process.stderr.readline()
    if "attached" not in first:
        process.kill()
        process.communicate()
        raise OSError(first.strip() or "it ended at once")
    return process
