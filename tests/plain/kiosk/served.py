"""A kiosk in a process of its own, and what a reader gets from one."""

from __future__ import annotations

import gzip
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import brotli

from broadsheet.kiosk.config import KioskConfig

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:119.0) Gecko/20100101 Firefox/119.0"


@dataclass
class Answer:
    """What a reader got: header names in lower case, the body unpacked."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> bytes:
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(self.headers.get("content-encoding", ""), bytes)
        return unpack(self.raw)

    @property
    def text(self) -> str:
        return self.body.decode()


SERVING = b"Started worker-1 runtime"


class Served:
    """A kiosk behind a real server on a loopback port, as soon as it serves, or its log holds `until`."""

    def __init__(self, config: KioskConfig, *, until: bytes = SERVING, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("serving.py")), str(self.port)],
            env=os.environ
            | {
                "KIOSK_EDITION": str(config.edition),
                "KIOSK_RANKING": str(config.ranking),
                "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            }
            | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.log = b""
        self.read_log(until)
        latest = time.monotonic() + 10
        while until == SERVING and time.monotonic() < latest:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)) == 0:
                    break

    def read_log(self, until: bytes) -> None:
        """Read on until the log holds `until` once more."""
        assert self.process.stdout is not None
        descriptor, begun = self.process.stdout.fileno(), len(self.log)
        while until not in self.log[begun:]:
            ready, _, _ = select.select([descriptor], [], [], 30)
            chunk = os.read(descriptor, 65536) if ready else b""
            assert chunk, self.log.decode()
            self.log += chunk

    def get(self, path: str, method: str = "GET", *, body: bytes | None = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {"Accept-Encoding": "gzip", "User-Agent": BROWSER}
            named |= {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, named)
            response = connection.getresponse()
            raw = response.read()
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, raw)
        finally:
            connection.close()

    def kill(self) -> None:
        """End the server and its worker as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()

    def stop(self) -> None:
        self.process.terminate()
        try:
            assert self.process.wait(20) == 0
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        assert self.process.stdout is not None
        self.log += self.process.stdout.read()
        self.process.stdout.close()
