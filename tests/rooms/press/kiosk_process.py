"""A kiosk in a process of its own, as readers have it, serving the edition of a test."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import serving


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


@contextmanager
def kiosk_of(edition: Path) -> Iterator[int]:
    """A kiosk that serves `edition`; gives its port."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(serving.__file__), str(port)],
        env=os.environ
        | {
            "KIOSK_EDITION": str(edition),
            "KIOSK_RANKING": str(edition.with_name("ranking.sqlite3")),
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        _wait(process, port)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=20)


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    assert process.stdout is not None
    descriptor, log = process.stdout.fileno(), b""
    while b"Started worker-1 runtime" not in log:
        ready, _, _ = select.select([descriptor], [], [], 20)
        chunk = os.read(descriptor, 65536) if ready else b""
        assert chunk, log.decode()
        log += chunk
    # The worker says so a moment before it listens.
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
