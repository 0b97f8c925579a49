"""An nginx as docs/kiosk.md has it, HTTP/2 and TLS with a certificate of its own, before the kiosk of a demo paper."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from demo_paper import DemoPaper, free_port

from nginx_server import nginx_in


@contextmanager
def behind_nginx(paper: DemoPaper) -> Iterator[str]:
    """The address at which readers of `paper`, which is being served, find it."""
    port, plain_port = free_port(), free_port()
    with TemporaryDirectory(prefix="broadsheet-nginx-") as name:
        folder = Path(name)
        # Started by root, nginx works as somebody else.
        folder.chmod(0o755)
        command = nginx_in(
            folder, paper=paper.folder, kiosks=[paper.port], name="127.0.0.1", port=port, plain_port=plain_port
        )
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                if process.poll() is not None:
                    raise RuntimeError((folder / "error.log").read_text())
                time.sleep(0.1)
            yield f"https://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(15)
