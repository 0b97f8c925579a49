"""Keeps the paper's processes running under one command with one log, and ends them together.

broadsheet run ─┬─ kiosk       readers
                ├─ desk        editors
                ├─ press       orders → edition
                ├─ scheduler   what falls due
                ├─ wire        agencies' feeds, mailboxes, folders
                └─ worker      search index and other background work
"""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, cast

from rich.console import Console
from rich.text import Text

from broadsheet.cli.child import SUPERVISOR, told_to_end

GRACE_SECONDS = 15.0
STEADY_SECONDS = 20.0
"""A process that ran so long before it ended is started again at once; others after a growing pause."""
LONGEST_PAUSE_SECONDS = 30.0

COLOURS = ("cyan", "magenta", "green", "yellow", "bright_cyan", "blue")


@dataclass(slots=True)
class Child:
    """One process of the paper: its name in the log and the module that it runs."""

    name: str
    module: str
    colour: str = ""
    process: subprocess.Popen[str] | None = None
    started_at: float = 0.0
    start_after: float = 0.0
    falls: int = 0
    readers: list[threading.Thread] = field(default_factory=list)


class Log(io.TextIOBase):
    """Writes to `stream` what it takes and leaves out the rest.

    A full disk, or a pipe that nobody reads any more, must end neither the supervisor nor the threads that read what
    the processes say: one that nobody reads stands still as soon as its pipe is full.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()


class Supervisor:
    """Starts `children`, joins their output, starts again what falls, and ends all of them on SIGINT or SIGTERM."""

    def __init__(self, children: Sequence[Child], environment: dict[str, str]) -> None:
        self.children = list(children)
        self.environment = {**environment, SUPERVISOR: str(os.getpid())}
        self.console = Console(file=cast(IO[str], Log(sys.stdout)), highlight=False, soft_wrap=True)
        self.width = max(len(child.name) for child in children)
        for child, colour in zip(self.children, COLOURS, strict=False):
            child.colour = colour

    def run(self) -> None:
        """Run until told to stop; returns when every process has ended."""
        stopping = told_to_end()
        for child in self.children:
            self._start(child)
        while not stopping.wait(0.2):
            for child in self.children:
                self._look_after(child)
        self._stop_all()

    def say(self, words: str) -> None:
        self._print("broadsheet", "bold", words)

    def _start(self, child: Child) -> None:
        child.process = subprocess.Popen(
            [sys.executable, "-m", child.module],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            bufsize=1,
            # A group of its own: Ctrl-C in the terminal reaches us alone, and we end the others in order.
            start_new_session=True,
        )
        child.started_at = time.monotonic()
        assert child.process.stdout is not None
        thread = threading.Thread(target=self._relay, args=(child, child.process.stdout), daemon=True)
        thread.start()
        child.readers = [thread]

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.start_after:
                self._start(child)
            return
        code = child.process.poll()
        if code is None:
            return
        child.falls = 0 if now - child.started_at > STEADY_SECONDS else child.falls + 1
        pause = min(LONGEST_PAUSE_SECONDS, 0.5 * 2**child.falls) if child.falls else 0.0
        self.say(f"{child.name} ended with code {code}; starting it again in {pause:.0f} s.")
        child.process, child.start_after = None, now + pause

    def _stop_all(self) -> None:
        self.say("Stopping.")
        running = [c.process for c in self.children if c.process and c.process.poll() is None]
        for process in running:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"Process {process.pid} would not stop; it was ended.")
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        for child in self.children:
            for thread in child.readers:
                thread.join(1.0)
        self.say("Stopped.")

    def _relay(self, child: Child, stream: IO[str]) -> None:
        for line in stream:
            self._print(child.name, child.colour, line.rstrip("\n"))

    def _print(self, name: str, style: str, line: str) -> None:
        text = Text()
        text.append(f"{name:<{max(self.width, 10)}} ", style=style)
        text.append(line)
        self.console.print(text)
