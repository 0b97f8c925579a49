"""Measures the kiosk against nginx: requests per CPU second of a 45 kB story page with the live list.

    python benchmarks/kiosk.py [--seconds 8] [--rounds 3]

Both servers run with one worker on one core, the load (wrk) on the other, gzip and keep-alive on; nginx sends the very
bytes that the kiosk composed, as a static precompressed file. What is counted is the CPU time of the server's
processes, so that the ratio depends little on the machine. Needs wrk and nginx (Debian packages of these names).
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from broadsheet.edition.packing import pack
from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.writing import EditionWriter

PAGE_BYTES = 45_000
GOAL = 0.40
STORY = "/world/the-river-and-the-market"
VOCABULARY = """
the a of and to in for on with at from by after before over under river market minister village council rain
harvest price school bridge road teacher doctor farmer driver morning evening week month report question answer
budget vote court police fire water power light street house family child worker union factory export tourist
temple festival season flood drought repair promise delay plan project company bank loan debt growth trade
border province said told asked found built opened closed raised lowered moved stayed waited began ended agreed
refused explained nearly often never always again still already however meanwhile according despite because
although while where when new old small large quiet busy early late public private local national foreign annual
common rare
"""
WORDS = VOCABULARY.split()


@dataclass(frozen=True, slots=True)
class Server:
    """A server under test: where it listens, and the process whose tree is paid for."""

    name: str
    port: int
    process: subprocess.Popen[bytes]


@dataclass(frozen=True, slots=True)
class Load:
    """One load: requests answered, CPU seconds of the server, seconds by the clock."""

    requests: int
    cpu: float
    seconds: float

    @property
    def per_cpu_second(self) -> float:
        return self.requests / self.cpu


def sentence(random: Random) -> str:
    words = " ".join(random.choice(WORDS) for _ in range(random.randint(7, 24)))
    return f"{words[0].upper()}{words[1:]}{random.choice(('.', '.', '.', ', he said.', ', she said.'))}"


def story_html(random: Random) -> tuple[str, str]:
    """The two halves of a story page, `PAGE_BYTES` long together with a list of six."""
    title = f"The Gazette - {sentence(random)}"
    head = f'<!doctype html><html lang="en"><head><title>{title}</title></head><body><main><article>'
    tail = "</main><footer><p>The Gazette</p></footer></body></html>"
    paragraphs: list[str] = []
    length = len(head) + len(tail) + len(list_html(Random(1)))
    while length < PAGE_BYTES:
        paragraphs.append(f"<p>{' '.join(sentence(random) for _ in range(random.randint(2, 6)))}</p>\n")
        length += len(paragraphs[-1])
    return f"{head}{''.join(paragraphs)}</article>", tail


def card(random: Random, story_id: int) -> str:
    teaser = " ".join(sentence(random) for _ in range(3))
    return (
        f'<li><a href="/world/story-{story_id}"><img src="/media/ab{story_id}.jpg" alt="" width="160" height="90">'
        f"<h3>{sentence(random)}</h3></a><p>{teaser}</p><time>23 November 2023</time></li>"
    )


def list_html(random: Random) -> str:
    return "".join(card(random, story_id) for story_id in range(1, 7))


def press(path: Path) -> None:
    """An edition with one long story and six more for the list."""
    random = Random(1)
    head, tail = story_html(random)
    writer = EditionWriter(path)
    with writer.run() as run:
        run.put_shell("en", "<aside><h2>Most viewed</h2><ol><!--items--></ol></aside>")
        for story_id in range(1, 7):
            address = f"/world/story-{story_id}"
            run.put_row(CatalogueRow(story_id, "en", "world", address, "", "", story_id, card(random, story_id)))
        page = Page(
            STORY, "article", "text/html; charset=utf-8", "en", "0123456789abcdef01",
            pack(head.encode(), final=False), pack(tail.encode(), final=True),
        )  # fmt: skip
        run.put_page(page)
    writer.close()


def cpu_seconds(pid: int) -> float:
    """User and system time of the process tree of `pid`, the living part of it."""
    ticks = 0
    waiting = [pid]
    while waiting:
        current = waiting.pop()
        try:
            fields = Path(f"/proc/{current}/stat").read_text().rpartition(")")[2].split()
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
        except FileNotFoundError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def pinned(core: int, command: list[str]) -> list[str]:
    cores = sorted(os.sched_getaffinity(0))
    if shutil.which("taskset") is None or len(cores) < 2:
        return command
    return ["taskset", "-c", str(cores[core % len(cores)]), *command]


@contextmanager
def running(name: str, port: int, command: list[str], folder: Path) -> Iterator[Server]:
    """The server that `command` starts on core 0, from its first answer to the end of the block."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with (folder / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(pinned(0, command), cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            until = time.monotonic() + 20
            while time.monotonic() < until and process.poll() is None:
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            else:
                raise SystemExit(f"{name} did not start:\n{(folder / f'{name}.log').read_text()}")
            yield Server(name, port, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


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


def fetch(server: Server, address: str) -> tuple[bytes, list[tuple[str, str]]]:
    """The body as sent, and the headers, of a page asked with gzip."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != 200 or response.getheader("content-encoding") != "gzip":
        raise SystemExit(f"{server.name} answered {response.status}, {response.getheaders()}")
    return body, response.getheaders()


def load(server: Server, address: str, *, seconds: int) -> Load:
    """What `server` answers and burns while wrk asks for `address` with 32 connections."""
    url = f"http://127.0.0.1:{server.port}{address}"
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", "-H", "Accept-Encoding: gzip", url]
    before, begun = cpu_seconds(server.process.pid), time.monotonic()
    told = subprocess.run(pinned(1, command), capture_output=True, text=True, check=True).stdout
    cpu, spent = cpu_seconds(server.process.pid) - before, time.monotonic() - begun
    if "Non-2xx" in told or "Socket errors" in told:
        raise SystemExit(f"{server.name}: {told}")
    requests = next(int(line.split()[0]) for line in told.splitlines() if " requests in " in line)
    return Load(requests, cpu, spent)


def alternate(measures: Mapping[str, Callable[[], Load]], *, rounds: int) -> dict[str, list[float]]:
    """Requests per CPU second of each of `measures`, by turns, so that a slow minute slows all of them."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(1, rounds + 1):
        for name, measure in measures.items():
            done = measure()
            found[name].append(done.per_cpu_second)
            print(
                f"  round {number}  {name:<8} {done.per_cpu_second:>9,.0f} requests a CPU second "
                f"({done.requests:,} in {done.seconds:.1f} s, {done.cpu:.2f} s of CPU)",
                flush=True,
            )
    return found


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):.3f} (from {min(values):.3f} to {max(values):.3f})"


def against_nginx(folder: Path, *, seconds: int, rounds: int) -> list[float]:
    """Kiosk ÷ nginx, one ratio a round."""
    with kiosk(folder) as ours:
        body, headers = fetch(ours, STORY)
        with nginx(folder, body=body, headers=headers) as theirs:
            if fetch(theirs, STORY)[0] != body:
                raise SystemExit("nginx sends other bytes")
            print(f"{STORY}: {len(body):,} bytes of gzip", flush=True)
            measures = {server.name: partial(load, server, STORY, seconds=seconds) for server in (ours, theirs)}
            found = alternate(measures, rounds=rounds)
    return [a / b for a, b in zip(found["kiosk"], found["nginx"], strict=True)]


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
        ratios = against_nginx(folder, seconds=options.seconds, rounds=options.rounds)
    print(f"kiosk / nginx: {spread(ratios)}; goal {GOAL:.2f}")
    return 0 if statistics.median(ratios) >= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
