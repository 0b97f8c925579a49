"""Measures the kiosk against nginx and against a plain Wagtail site, in requests per CPU second of a 45 kB story page.

    python benchmarks/kiosk.py [--seconds 8] [--rounds 3]

Each server runs with one worker on one core, the load (wrk) on another, gzip and keep-alive on. nginx sends the very
bytes that the kiosk composed, as a static precompressed file; Wagtail makes a page of the same text anew for each
request, as it does without a cache before it. What is counted is the CPU time of the server's processes, so that the
ratio depends little on the machine. Needs wrk and nginx (Debian packages of these names).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from sample_page import PAGE_BYTES, STORY, list_html, paragraphs_html, press, sentence
from servers import Server, alternate, child_environment, fetch, free_port, load, running, spread

GOAL_NGINX = 0.40
GOAL_WAGTAIL = 200
WAGTAIL_STORY = "/article-0/"

KIOSK_PROGRAM = """
import sys
from pathlib import Path
from broadsheet.kiosk.app import build
from broadsheet.kiosk.config import KioskConfig

def make():
    here = Path()
    return build(KioskConfig(here / "edition/edition.sqlite3", here / "ranking.sqlite3", languages=("en",)))

if __name__ == "__main__":
    from broadsheet.kiosk.serving import server
    server("kiosk_program:make", int(sys.argv[1])).serve()
"""

NGINX_CONFIG = """
worker_processes 1; daemon off; pid nginx.pid; error_log nginx-error.log;
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; server_tokens off;
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  types { } default_type "text/html; charset=utf-8";
  server {
    listen 127.0.0.1:PORT;
    location / { root static; add_header Content-Encoding gzip; HEADERS }
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
def nginx(folder: Path, *, body: bytes, headers: list[tuple[str, str]]) -> Iterator[Server]:
    """nginx with `body` as a static file of the same address and the same `headers`."""
    port = free_port()
    (folder / "static" / STORY[1:]).parent.mkdir(parents=True, exist_ok=True)
    (folder / "static" / STORY[1:]).write_bytes(body)
    own = {"content-type", "content-encoding", "content-length", "etag", "date", "server", "connection"}
    added = " ".join(f'add_header {name} "{value}";' for name, value in headers if name.lower() not in own)
    config = NGINX_CONFIG.replace("PORT", str(port)).replace("HEADERS", added)
    (folder / "nginx.conf").write_text(config)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with running("nginx", port, command, folder) as server:
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


def measure(folder: Path, *, seconds: int, rounds: int) -> dict[str, list[float]]:
    """Requests per CPU second of each server, one figure a round."""
    with kiosk(folder) as ours, wagtail(folder) as peer:
        body, headers = fetch(ours, STORY)
        with nginx(folder, body=body, headers=headers) as limit:
            if fetch(limit, STORY)[0] != body:
                raise SystemExit("nginx sends other bytes")
            theirs, _ = fetch(peer, WAGTAIL_STORY)
            print(
                f"kiosk and nginx: {len(gzip.decompress(body)):,} bytes of HTML, {len(body):,} of gzip; "
                f"wagtail: {len(gzip.decompress(theirs)):,} and {len(theirs):,}",
                flush=True,
            )
            measures = {s.name: partial(load, s, STORY, seconds=seconds) for s in (ours, limit)}
            measures[peer.name] = partial(load, peer, WAGTAIL_STORY, seconds=seconds)
            return alternate(measures, rounds=rounds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for program in ("wrk", "nginx"):
        if shutil.which(program) is None and not Path(f"/usr/sbin/{program}").exists():
            raise SystemExit(f"{program} is missing: apt-get install {program}")
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        folder = Path(name)
        # nginx drops to another user when started by root, and must still find its file.
        folder.chmod(0o755)
        press(folder / "edition" / "edition.sqlite3")
        found = measure(folder, seconds=options.seconds, rounds=options.rounds)
    nginx_ratios = [a / b for a, b in zip(found["kiosk"], found["nginx"], strict=True)]
    wagtail_ratios = [a / b for a, b in zip(found["kiosk"], found["wagtail"], strict=True)]
    print(f"kiosk / nginx: {spread(nginx_ratios)}; goal {GOAL_NGINX:.2f}")
    print(f"kiosk / wagtail: {spread(wagtail_ratios, digits=0)}; goal {GOAL_WAGTAIL}")
    reached = statistics.median(nginx_ratios) >= GOAL_NGINX and statistics.median(wagtail_ratios) >= GOAL_WAGTAIL
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
