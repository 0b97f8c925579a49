"""A paper that runs: `broadsheet run` on free loopback ports, its log, its processes, and its end."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import TracebackType

from command_line import PROGRAM, clean_environment

START_SECONDS = 60.0
STOP_SECONDS = 15.0
"""Within these Ctrl-C must have ended everything."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(done: Callable[[], bool], *, seconds: float, what: str) -> None:
    """Ask `done` until it says yes; fails the test with `what` after so many seconds."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not within {seconds:.0f} s: {what}"
        time.sleep(0.1)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the kiosk said. Header names in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class RunningPaper:
    """`broadsheet --paper folder run`, from entering the `with` block to leaving it."""

    folder: Path
    port: int = field(default_factory=free_port)
    desk_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "run.log").read_text("utf-8", "replace")

    def __enter__(self) -> RunningPaper:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, *, wait: bool = True) -> None:
        """Start, and wait until readers are served."""
        ports = ("--port", str(self.port), "--desk-port", str(self.desk_port))
        with (self.folder / "run.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(PROGRAM), "--paper", str(self.folder), "run", *ports],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=clean_environment(),
                start_new_session=True,
            )
        if wait:
            wait_until(self.serves, seconds=START_SECONDS, what=f"the kiosk serves the front\n{self.log}")

    def serves(self) -> bool:
        assert self.process is None or self.process.poll() is None, self.log
        try:
            return self.get("/").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def stop(self) -> None:
        """Press Ctrl-C and wait; what will not end is killed, and the test fails."""
        if self.process is None:
            return
        family = self.family()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(STOP_SECONDS)
        finally:
            for pid in family:
                if lives(pid):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def family(self) -> list[int]:
        """The process that was started and all that it started, as they stand now; itself first."""
        assert self.process is not None
        parents = _parents()
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def member(self, module: str) -> int:
        """The process of the family that runs `module`; of a server and its worker the server."""
        words = {pid: _words(pid) for pid in self.family()}
        found = [pid for pid, line in words.items() if line[-1:] == [module]]
        assert found, f"{module} does not run: {words}"
        return found[0]

    def get(self, path: str, *, method: str = "GET", **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            response: HTTPResponse = connection.getresponse()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def view(self, story_id: str, *, source: str, browser: str) -> None:
        """Tell of one view, as the beacon does, from the loopback address `source`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10, source_address=(source, 0))
        try:
            connection.request("POST", "/-/view", story_id, {"User-Agent": browser, "Sec-Fetch-Site": "same-origin"})
            assert connection.getresponse().status == 204
        finally:
            connection.close()


def lives(pid: int) -> bool:
    """Whether the process runs; one that ended and is not yet buried does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[int(folder.name)] = int(stat[1])
    return found


def _words(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []
