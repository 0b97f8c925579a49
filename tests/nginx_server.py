"""The files of an nginx that stands before kiosks as `broadsheet doctor --nginx` says, and how it is started."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from broadsheet.cli.nginx import Front, nginx_conf
from broadsheet.paperfile import read

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx") or ""
OPENSSL = shutil.which("openssl") or ""

CERTIFICATE = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"

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


def nginx_in(folder: Path, *, paper: Path, kiosks: Sequence[int], name: str, port: int, plain_port: int) -> list[str]:
    """The command that starts it on these loopback ports, before the kiosks at those, with a certificate for `name`."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    made = [OPENSSL, *CERTIFICATE.split(), "-subj", f"/CN={name}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    front = Front(
        [f"127.0.0.1:{kiosk}" for kiosk in kiosks],
        certificate=str(certificate), key=str(key), port=f"127.0.0.1:{port}",
        plain_port=f"127.0.0.1:{plain_port}", cache=str(folder / "cache"), cache_size="50m",
    )  # fmt: skip
    (folder / "broadsheet.conf").write_text(nginx_conf(read(paper), front))
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    return [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
