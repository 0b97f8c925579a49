"""Measures the kiosk under several loads in one run, beside nginx and a plain Wagtail site where those can do the same.

    python benchmarks/kiosk.py [--seconds 6] [--rounds 3]

hot        one story page of 45 kB with the live list, against nginx's static precompressed file of the same bytes
many       2,000 different such pages by turns, against nginx with as many files
ssi        the hot page, against nginx that puts the list in by SSI and gzips (level 1) for each request
kept       the hot page, against nginx that has the page in its cache and gzips it for each request: what WordPress
           behind fastcgi_cache is for as long as it hits
wagtail    the hot page, against a plain Wagtail site that makes a page of the same text for each request
held       the hot page held already: 304
beacons    readers' beacons from ever other networks and browsers, counted without doubles
late       how long 99 % of readers wait at most at 70 % of the requests a second that "hot" reached

One worker on one core, wrk on another; gzip and keep-alive on. What is counted is the CPU time of the server's
processes, so that a ratio depends little on the machine; "late" is the clock's. Needs Debian's wrk and nginx.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from kiosk_servers import WAGTAIL_STORY, kiosk, nginx, wagtail
from sample_page import STORY, list_html, press, press_many, story_html
from servers import Load, Server, alternate, fetch, load, ratios, spread

MANY = 2_000
GOALS = {"hot": 0.6, "many": 0.6, "ssi": 10.0, "kept": 6.0, "wagtail": 300.0, "beacons": 15_000.0}
LATE_MS = 20.0
PAUSE_MS = 10

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


def measures(folder: Path, stack: ExitStack, *, seconds: int) -> dict[str, Callable[[], Load]]:
    """Starts all servers and returns what is to be measured, by name."""
    many, beacon = folder / "many.lua", folder / "beacon.lua"
    many.write_text(MANY_LUA.replace("MANY", str(MANY)))
    beacon.write_text(BEACON_LUA)
    ours, peer = stack.enter_context(kiosk(folder)), stack.enter_context(wagtail(folder))
    pages = {address: fetch(ours, address) for address in (STORY, *(f"/world/page-{n}" for n in range(MANY)))}
    body, headers = pages[STORY]
    etag = {name.lower(): value for name, value in headers}["etag"]
    head, tail = story_html(Random(1))
    limit = stack.enter_context(
        nginx(
            folder,
            {address: body for address, (body, _) in pages.items()},
            headers=headers,
            ssi=f'{head}<!--# include virtual="/list.html" -->{tail}',
            live=list_html(Random(1)),
            behind=ours,
        )
    )
    theirs, _ = fetch(peer, WAGTAIL_STORY)
    print(
        f"kiosk and nginx: {len(gzip.decompress(body)):,} bytes of HTML, {len(body):,} of gzip; "
        f"wagtail: {len(gzip.decompress(theirs)):,} and {len(theirs):,}",
        flush=True,
    )
    return {
        "hot": partial(load, ours, STORY, seconds=seconds),
        "hot nginx": partial(load, limit, STORY, seconds=seconds),
        "many": partial(load, ours, "/", script=many, seconds=seconds),
        "many nginx": partial(load, limit, "/", script=many, seconds=seconds),
        "ssi nginx": partial(load, limit, "/ssi/story", seconds=seconds),
        "kept nginx": partial(load, limit, "/kept", seconds=seconds),
        "wagtail": partial(load, peer, WAGTAIL_STORY, seconds=seconds),
        "held": partial(load, ours, STORY, headers=(f"If-None-Match: {etag}",), seconds=seconds),
        "beacons": partial(load, ours, "/-/view", script=beacon, seconds=seconds),
        "late": partial(at_share, ours, folder, seconds=seconds),
    }


def at_share(server: Server, folder: Path, *, seconds: int, share: float = 0.7) -> Load:
    """The hot page at `share` of the requests a second that are answered just now, readers pausing between two."""
    peak = load(server, STORY, seconds=min(3, seconds)).per_second
    script = folder / "delay.lua"
    script.write_text(DELAY_LUA.replace("MILLISECONDS", str(PAUSE_MS)))
    connections = max(4, round(share * peak * PAUSE_MS / 1000))
    return load(server, STORY, script=script, seconds=seconds, connections=connections)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for program in ("wrk", "nginx"):
        if shutil.which(program) is None and not Path(f"/usr/sbin/{program}").exists():
            raise SystemExit(f"{program} is missing: apt-get install {program}")
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name, ExitStack() as stack:
        folder = Path(name)
        # nginx drops to another user when started by root, and must still find its files.
        folder.chmod(0o755)
        press(folder / "edition" / "edition.sqlite3")
        press_many(folder / "edition" / "edition.sqlite3", MANY)
        found = alternate(measures(folder, stack, seconds=options.seconds), rounds=options.rounds)
    figures = {
        "hot": ratios(found["hot"], found["hot nginx"]),
        "many": ratios(found["many"], found["many nginx"]),
        "ssi": ratios(found["hot"], found["ssi nginx"]),
        "kept": ratios(found["hot"], found["kept nginx"]),
        "wagtail": ratios(found["hot"], found["wagtail"]),
        "beacons": [one.per_cpu_second for one in found["beacons"]],
    }
    late = [one.p99_ms for one in found["late"]]
    told = {
        "hot": "hot page, kiosk / nginx static",
        "many": f"{MANY:,} pages, kiosk / nginx static",
        "ssi": "hot page, kiosk / nginx SSI and gzip",
        "kept": "hot page, kiosk / nginx with its cache and gzip",
        "wagtail": "hot page, kiosk / plain Wagtail",
        "beacons": "beacons a CPU second",
    }
    for name, goal in GOALS.items():
        digits = 2 if goal < 1 else 1 if goal < 100 else 0
        print(f"{told[name]}: {spread(figures[name], digits=digits)}; goal {goal:,}")
    print(f"304s a CPU second: {spread([one.per_cpu_second for one in found['held']], digits=0)}")
    rates = ", ".join(f"{one.per_second:,.0f}" for one in found["late"])
    print(f"99 % wait at most, in ms, at {rates} requests a second: {spread(late, digits=1)}; goal under {LATE_MS:.0f}")
    reached = all(statistics.median(figures[name]) >= goal for name, goal in GOALS.items())
    return 0 if reached and statistics.median(late) < LATE_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
