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

from broadsheet.cli.nginx import Front, nginx_conf
from broadsheet.paperfile import read

NGINX = "/usr/sbin/nginx"

MAIN = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp;
    uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;
    include {folder}/broadsheet.conf;
}}
"""

CERTIFICATE = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"


@contextmanager
def behind_nginx(paper: DemoPaper) -> Iterator[str]:
    """The address at which readers of `paper`, which is being served, find it."""
    port, plain_port = free_port(), free_port()
    with TemporaryDirectory(prefix="broadsheet-nginx-") as name:
        folder = Path(name)
        # Started by root, nginx works as somebody else.
        folder.chmod(0o755)
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        made = [*CERTIFICATE.split(), "-keyout", str(key), "-out", str(certificate)]
        subprocess.run(made, check=True, capture_output=True)
        front = Front(
            [f"127.0.0.1:{paper.port}"],
            certificate=str(certificate),
            key=str(key),
            port=f"127.0.0.1:{port}",
            plain_port=f"127.0.0.1:{plain_port}",
            cache=str(folder / "cache"),
            cache_size="50m",
        )
        (folder / "broadsheet.conf").write_text(nginx_conf(read(paper.folder), front))
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
        process = subprocess.Popen([NGINX, "-p", name, "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                if process.poll() is not None:
                    raise RuntimeError((folder / "error.log").read_text())
                time.sleep(0.1)
            yield f"https://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(15)
