"""Runs servers, loads them with wrk and counts the CPU time that their processes burn."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Server:
    """A server under test: where it listens, and the process whose tree is paid for."""

    name: str
    port: int
    process: subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Load:
    """One load: requests answered, CPU seconds of the server, seconds by the clock, what 99 % waited at most."""

    requests: int
    cpu: float
    seconds: float
    p99_ms: float

    @property
    def per_cpu_second(self) -> float:
        return self.requests / self.cpu

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def cpu_seconds(pid: int) -> float:
    """User and system time of the process tree of `pid`, the living part of it."""
    ticks = 0
    waiting = [pid]
    while waiting:
        current = waiting.pop()
        try:
            fields = Path(f"/proc/{current}/stat").read_text().rpartition(")")[2].split()
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except FileNotFoundError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def pinned(core: int, command: list[str]) -> list[str]:
    cores = sorted(os.sched_getaffinity(0))
    if shutil.which("taskset") is None or len(cores) < 2:
        return command
    return ["taskset", "-c", str(cores[core % len(cores)]), *command]


def child_environment() -> dict[str, str]:
    """What a Python that we start must know to find the same modules."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


@contextmanager
def running(name: str, port: int, command: list[str], folder: Path) -> Iterator[Server]:
    """The server that `command` starts on core 0, from its first answer to the end of the block."""
    environment = child_environment()
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(pinned(0, command), cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until and process.poll() is None:
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            else:
                raise SystemExit(f"{name} did not start:\n{(folder / f'{name}.log').read_text()}")
            yield Server(name, port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def fetch(server: Server, address: str) -> tuple[bytes, list[tuple[str, str]]]:
    """The body as sent, and the headers, of a page asked with gzip."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200 or response.getheader("content-encoding") != "gzip":
        raise SystemExit(f"{server.name} answered {response.status}, {response.getheaders()}")
    return body, response.getheaders()


def load(
    server: Server,
    address: str,
    *,
    seconds: float,
    script: Path | None = None,
    headers: Sequence[str] = (),
    connections: int = 32,
) -> Load:
    """What `server` answers and burns while wrk asks for `address`, or what `script` says; no answer may fail."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{round(seconds)}s", "--latency", "--timeout", "20s"]
    command += ["-H", "Accept-Encoding: gzip"]
    for header in headers:
        command += ["-H", header]
    if script is not None:
        command += ["-s", str(script)]
    command.append(f"http://127.0.0.1:{server.port}{address}")
    before, begun = cpu_seconds(server.process.pid), time.monotonic()
    told = subprocess.run(pinned(1, command), capture_output=True, text=True, check=True).stdout
    cpu, spent = cpu_seconds(server.process.pid) - before, time.monotonic() - begun
    late = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    requests = re.search(r"(\d+) requests in ", told)
    if "Non-2xx" in told or "Socket errors" in told or late is None or requests is None:
        raise SystemExit(f"{server.name}: {told}")
    return Load(int(requests[1]), cpu, spent, float(late[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[late[2]])


def alternate(measures: Mapping[str, Callable[[], Load]], *, rounds: int) -> dict[str, list[Load]]:
    """The loads of each of `measures`, by turns, so that a slow minute slows all of them."""
    found: dict[str, list[Load]] = {name: [] for name in measures}
    for number in range(1, rounds + 1):
        for name, measure in measures.items():
            done = measure()
            found[name].append(done)
            print(
                f"  round {number}  {name:<12} {done.per_cpu_second:>9,.0f} requests a CPU second "
                f"({done.requests:,} in {done.seconds:.1f} s, {done.cpu:.2f} s of CPU)",
                flush=True,
            )
    return found


def ratios(ours: Sequence[Load], theirs: Sequence[Load]) -> list[float]:
    """Requests per CPU second of `ours` by those of `theirs`, round by round."""
    return [a.per_cpu_second / b.per_cpu_second for a, b in zip(ours, theirs, strict=True)]


def spread(values: list[float], *, digits: int = 3) -> str:
    """The median, and the lowest and highest as the machine's noise."""
    middle, low, high = (f"{v:,.{digits}f}" for v in (statistics.median(values), min(values), max(values)))
    return f"{middle} (from {low} to {high})"
