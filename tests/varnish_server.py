"""A Varnish of one test's own, on a loopback port; the test is skipped where Varnish isn't installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def varnish(configuration: str, folder: Path) -> Iterator[int]:
    """The port of a Varnish with that `configuration`, which keeps its own files in `folder`."""
    if shutil.which("varnishd") is None:
        pytest.skip("Varnish is not installed; Debian's package is called varnish.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    (folder / "default.vcl").write_text(configuration)
    with (folder / "varnish.log").open("wb") as log:
        process = subprocess.Popen(
            ["varnishd", "-F", "-f", str(folder / "default.vcl"), "-a", f"127.0.0.1:{port}",
             "-n", str(folder / "varnish"), "-s", "malloc,16m", "-j", "none", "-T", "none"],
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while socket.socket().connect_ex(("127.0.0.1", port)):
            assert process.poll() is None and time.monotonic() < until, (folder / "varnish.log").read_text()
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)
