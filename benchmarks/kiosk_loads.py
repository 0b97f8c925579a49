"""Measures the kiosk under several loads in one run, beside nginx where that can do the same.

    python benchmarks/kiosk_loads.py [--seconds 6] [--rounds 3]

hot        one story page of 45 kB with the live list, against nginx's static precompressed file
many       2,000 different such pages by turns, against nginx with as many files
ssi        the hot page, against nginx that puts the list in by SSI and gzips (level 1) for each request
held       the hot page held already: 304
beacons    readers' beacons from ever other networks and browsers, counted without doubles
late       how long the slowest 1 % of readers wait for the hot page at 70 % of what the kiosk can answer

One worker on one core, wrk on another; CPU time of the server's processes is counted. Needs Debian's wrk and nginx.
"""

from __future__ import annotations

import argparse
import re
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

from sample_page import STORY, list_html, press, press_many, story_html
from servers import Load, Server, alternate, cpu_seconds, fetch, free_port, load, pinned, running, spread

MANY = 2_000
GOALS = {"hot": 0.6, "many": 0.6, "ssi": 10.0, "beacons": 15_000.0, "late": 20.0}

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
  server {
    listen 127.0.0.1:PORT;
    location / { root static; add_header Content-Encoding gzip; HEADERS }
    location /ssi/ { root .; ssi on; ssi_types *; gzip on; gzip_comp_level 1; gzip_types *; }
    location /list.html { root .; }
  }
}
"""

MANY_LUA = """
local n = 0
request = function()
  n = (n + 7) % MANY
  return wrk.format("GET", "/world/page-" .. n)
end
"""

BEACON_LUA = """
math.randomseed(os.time())
request = function()
  local ip = math.random(1, 223) .. "." .. math.random(0, 255) .. "." .. math.random(0, 255) .. ".7"
  wrk.headers["X-Forwarded-For"] = ip
  wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:" .. math.random(60, 140) .. ".0) Firefox/119.0"
  wrk.headers["Sec-Fetch-Site"] = "same-origin"
  return wrk.format("POST", "/-/view?" .. math.random(1, 6))
end
"""

DELAY_LUA = "delay = function() return MILLISECONDS end"


@contextmanager
def kiosk(folder: Path) -> Iterator[Server]:
    port = free_port()
    (folder / "kiosk_program.py").write_text(KIOSK_PROGRAM)
    with running("kiosk", port, [sys.executable, "kiosk_program.py", str(port)], folder) as server:
        yield server


@contextmanager
def nginx(
    folder: Path, pages: dict[str, bytes], *, headers: list[tuple[str, str]], ssi: str, live: str
) -> Iterator[Server]:
    """nginx with `pages` as static files and the kiosk's `headers`, and with a story that takes `live` in by SSI."""
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
    (folder / "nginx.conf").write_text(NGINX.replace("PORT", str(port)).replace("HEADERS", added))
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    with running("nginx", port, [program, "-p", str(folder), "-c", str(folder / "nginx.conf")], folder) as server:
        yield server


def wrk(
    server: Server, address: str, *, seconds: int, script: Path | None = None, headers: tuple[str, ...] = ()
) -> Load:
    """What `server` answers and burns under wrk with a script or with headers; any status is an answer."""
    told, cpu, spent = _wrk(server, address, seconds=seconds, script=script, headers=headers, connections=32)
    requests = next(int(line.split()[0]) for line in told.splitlines() if " requests in " in line)
    return Load(requests, cpu, spent)


def _wrk(
    server: Server, address: str, *, seconds: int, script: Path | None, headers: tuple[str, ...], connections: int
) -> tuple[str, float, float]:
    import time

    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: gzip"]
    for header in headers:
        command += ["-H", header]
    if script is not None:
        command += ["-s", str(script)]
    command.append(f"http://127.0.0.1:{server.port}{address}")
    before, begun = cpu_seconds(server.process.pid), time.monotonic()
    told = subprocess.run(pinned(1, command), capture_output=True, text=True, check=True).stdout
    return told, cpu_seconds(server.process.pid) - before, time.monotonic() - begun


def slowest(server: Server, folder: Path, *, peak: float, seconds: int) -> tuple[float, float]:
    """Milliseconds within which 99 % of readers have the hot page at 70 % of `peak` requests a second, and the rate."""
    pause = 10
    connections = max(4, round(0.7 * peak * pause / 1000))
    script = folder / "delay.lua"
    script.write_text(DELAY_LUA.replace("MILLISECONDS", str(pause)))
    told, _, spent = _wrk(server, STORY, seconds=seconds, script=script, headers=(), connections=connections)
    found = re.search(r"99%\s+([\d.]+)(us|ms|s)", told)
    if found is None:
        raise SystemExit(told)
    requests = next(int(line.split()[0]) for line in told.splitlines() if " requests in " in line)
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]], requests / spent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        edition = folder / "edition" / "edition.sqlite3"
        press(edition)
        press_many(edition, MANY)
        many, beacon = folder / "many.lua", folder / "beacon.lua"
        many.write_text(MANY_LUA.replace("MANY", str(MANY)))
        beacon.write_text(BEACON_LUA)
        with kiosk(folder) as ours:
            addresses = [STORY, *(f"/world/page-{n}" for n in range(MANY))]
            bodies = {address: fetch(ours, address) for address in addresses}
            etag = {name.lower(): value for name, value in bodies[STORY][1]}["etag"]
            head, tail = story_html(Random(1))
            ssi = f'{head}<!--# include virtual="/list.html" -->{tail}'
            pages = {address: body for address, (body, _) in bodies.items()}
            with nginx(folder, pages, headers=bodies[STORY][1], ssi=ssi, live=list_html(Random(1))) as limit:
                wish = {"seconds": options.seconds}
                found = alternate(
                    {
                        "hot": partial(load, ours, STORY, **wish),
                        "hot nginx": partial(load, limit, STORY, **wish),
                        "many": partial(wrk, ours, "/", script=many, **wish),
                        "many nginx": partial(wrk, limit, "/", script=many, **wish),
                        "ssi nginx": partial(wrk, limit, "/ssi/story", **wish),
                        "held": partial(wrk, ours, STORY, headers=(f"If-None-Match: {etag}",), **wish),
                        "beacons": partial(wrk, ours, "/-/view", script=beacon, **wish),
                    },
                    rounds=options.rounds,
                )
                peak = statistics.median(found["hot"])
                late = [slowest(ours, folder, peak=peak, seconds=options.seconds) for _ in range(options.rounds)]
    figures = {
        "hot": ratios(found["hot"], found["hot nginx"]),
        "many": ratios(found["many"], found["many nginx"]),
        "ssi": ratios(found["hot"], found["ssi nginx"]),
        "beacons": found["beacons"],
        "late": [milliseconds for milliseconds, _ in late],
    }
    print(f"hot page, kiosk / nginx static: {spread(figures['hot'])}; goal {GOALS['hot']}")
    print(f"2,000 pages, kiosk / nginx static: {spread(figures['many'])}; goal {GOALS['many']}")
    print(f"hot page, kiosk / nginx SSI and gzip: {spread(figures['ssi'], digits=1)}; goal {GOALS['ssi']:.0f}")
    print(f"304s a CPU second: {spread(found['held'], digits=0)}")
    print(f"beacons a CPU second: {spread(figures['beacons'], digits=0)}; goal {GOALS['beacons']:,.0f}")
    rates = ", ".join(f"{rate:,.0f}" for _, rate in late)
    print(
        f"p99 in ms at {rates} requests a second: {spread(figures['late'], digits=1)}; goal under {GOALS['late']:.0f}"
    )
    reached = all(statistics.median(figures[n]) >= GOALS[n] for n in ("hot", "many", "ssi", "beacons"))
    return 0 if reached and statistics.median(figures["late"]) < GOALS["late"] else 1


def ratios(ours: list[float], theirs: list[float]) -> list[float]:
    return [a / b for a, b in zip(ours, theirs, strict=True)]


if __name__ == "__main__":
    raise SystemExit(main())
