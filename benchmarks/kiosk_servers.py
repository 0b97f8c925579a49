"""The servers that the kiosk is measured beside: nginx with the same bytes, and a plain Wagtail site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from sample_page import PAGE_BYTES, STORY, list_html, paragraphs_html, sentence
from servers import Server, child_environment, free_port, running

WAGTAIL_STORY = "/article-0/"

KIOSK_PROGRAM = """
import sys
from pathlib import Path
from broadsheet.kiosk.app import build
from broadsheet.kiosk.config import KioskConfig

def make():
    here = Path()
    return build(KioskConfig(
        here / "edition/edition.sqlite3", here / "ranking.sqlite3", languages=("en",),
        trusted_proxies=("127.0.0.1",), age_limit_days=40000,
    ))

if __name__ == "__main__":
    from broadsheet.kiosk.serving import server
    server("kiosk_program:make", int(sys.argv[1])).serve()
"""

NGINX = """
worker_processes 1; daemon off; pid nginx.pid; error_log nginx-error.log;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; server_tokens off;
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  types { } default_type "text/html; charset=utf-8";
  proxy_cache_path kept keys_zone=kept:1m;
  server {
    listen 127.0.0.1:PORT;
    location / { root static; add_header Content-Encoding gzip; HEADERS }
    location /ssi/ { root .; ssi on; ssi_types *; gzip on; gzip_comp_level 1; gzip_types *; }
    location /list.html { root .; }
    location = /kept {
      proxy_pass http://127.0.0.1:KIOSKSTORY; proxy_set_header Accept-Encoding "";
      proxy_ignore_headers Cache-Control Vary; proxy_cache kept; proxy_cache_valid 1h;
      gzip on; gzip_comp_level 1;
    }
  }
}
"""


@contextmanager
def kiosk(folder: Path) -> Iterator[Server]:
    port = free_port()
    (folder / "kiosk_program.py").write_text(KIOSK_PROGRAM)
    with running("kiosk", port, [sys.executable, "kiosk_program.py", str(port)], folder) as server:
        yield server


@contextmanager
def nginx(
    folder: Path, pages: dict[str, bytes], *, headers: list[tuple[str, str]], ssi: str, live: str, behind: Server
) -> Iterator[Server]:
    """nginx with `pages` as static files and the kiosk's `headers`, a story that takes `live` in by SSI, and the story
    of the kiosk `behind` it in its cache, unpacked."""
    port = free_port()
    own = {"content-type", "content-encoding", "content-length", "etag", "date", "server", "connection"}
    added = " ".join(f'add_header {name} "{value}";' for name, value in headers if name.lower() not in own)
    for address, body in pages.items():
        path = folder / "static" / address[1:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    (folder / "ssi").mkdir()
    (folder / "ssi" / "story").write_text(ssi)
    (folder / "list.html").write_text(live)
    configuration = NGINX.replace("PORT", str(port)).replace("HEADERS", added)
    configuration = configuration.replace("KIOSK", str(behind.port)).replace("STORY", STORY)
    (folder / "nginx.conf").write_text(configuration)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with running("nginx", port, [program, "-p", str(folder), "-c", str(folder / "nginx.conf")], folder) as server:
        yield server


@contextmanager
def wagtail(folder: Path) -> Iterator[Server]:
    """A plain Wagtail site with an article as long as the kiosk's page, and thirty others."""
    site = folder / "wagtail"
    site.mkdir()
    random = Random(1)
    articles = [
        {
            "title": sentence(random),
            "teaser": " ".join(sentence(random) for _ in range(3)),
            "paragraphs": paragraphs_html(random, PAGE_BYTES - len(list_html(Random(1)))),
        }
        for _ in range(31)
    ]
    (site / "articles.json").write_text(json.dumps(articles), "utf-8")
    os.environ["PLAIN_WAGTAIL"] = str(site)
    fill = [sys.executable, "-m", "plain_wagtail.filling", str(site / "articles.json")]
    subprocess.run(fill, env=child_environment(), check=True)
    port = free_port()
    with running("wagtail", port, [sys.executable, "-m", "plain_wagtail.serving", str(port)], site) as server:
        yield server
