"""Several workers: new ones in the place of old ones without a lost request, and what they tell together."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import sys
import threading
import time
import urllib.request
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

import broadsheet
from broadsheet.kiosk import metrics


class Readers:
    """Asks for a page again and again, half of them on connections that stay; a kept one may be closed between two
    questions, as HTTP allows, and the question is then put again on a fresh one."""

    def __init__(self, port: int, number: int = 4) -> None:
        self.port, self.good, self.lost = port, 0, []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.read, args=(n % 2 == 0,)) for n in range(number)]

    def __enter__(self) -> Readers:
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def read(self, keep: bool) -> None:
        connection = None
        while not self.stopping.is_set():
            fresh = connection is None
            connection = connection or HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                connection.request("GET", "/world/story-1")
                response = connection.getresponse()
                whole = response.read().endswith(b"The end of 1.</footer>")
            except (OSError, HTTPException) as error:
                if fresh:
                    self.lost.append(repr(error))
                connection = None
                continue
            if response.status != 200 or not whole:
                self.lost.append(f"{response.status}")
            self.good += 1
            if not keep or response.getheader("connection") == "close":
                connection.close()
                connection = None


@pytest.fixture
def two(paper, serve):
    return serve(KIOSK_WORKERS="2")


@pytest.fixture
def code(tmp_path):
    """A copy of the package that can be changed."""
    package = Path(broadsheet.__file__).parent
    ignored = shutil.ignore_patterns("__pycache__", "desk", "demo", "paper", "stories", "wire", "morgue")
    shutil.copytree(package, tmp_path / "code" / "broadsheet", ignore=ignored)
    return tmp_path / "code" / "broadsheet"


def test_no_request_is_lost_while_all_workers_are_replaced_by_ones_with_new_code(serve, paper, code, config):
    others = [path for path in sys.path if path]
    two = serve(KIOSK_WORKERS="2", PYTHONPATH=os.pathsep.join([str(code.parent), *others]))
    assert two.get("/nowhere").headers["cache-control"] == "public, max-age=10"
    for name, old, new in (("headers", "max-age=10", "max-age=11"), ("figures", "0.25, 1.0)", "0.25, 1.0, 2.0)")):
        file = code / "kiosk" / f"{name}.py"
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))
    with Readers(two.port) as readers:
        two.process.send_signal(signal.SIGHUP)
        two.read_log(b"Stopped old worker-2")
    assert readers.lost == []
    assert readers.good > 100
    assert {two.get("/nowhere").headers["cache-control"] for _ in range(10)} == {"public, max-age=11"}
    two.stop()
    # The main process knows this file too.
    reports = [json.loads(path.read_text()) for path in config.ranking.with_name("reports").glob("kiosk-*.json")]
    assert sorted({len(one["histograms"]["making_seconds"]["places"]) for one in reports}) == [11, 12]


def eventually(claim, seconds=20):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if claim():
            return True
        time.sleep(0.02)
    return False


def test_every_worker_drops_what_the_press_changed(two, paper):
    for _ in range(20):
        two.get("/world/story-1")
    with paper.writer.run() as run:
        paper.story(run, 1, text="A corrected story.")
    assert eventually(lambda: all("A corrected story." in two.get("/world/story-1").text for _ in range(20)))


def test_the_inner_port_adds_up_all_workers(two, config):
    reports = config.ranking.with_name("reports")
    assert eventually(lambda: len(list(reports.glob("kiosk-*.json"))) == 2)
    for _ in range(30):
        two.get("/world/story-1")
    two.get("/nowhere"), two.get("/-/view", "POST", body=b"2"), two.get("/-/view", "POST", body=b"999")
    inner = metrics.serve(reports, 0)
    try:
        port = inner.server_address[1]

        def told() -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                return answer.read().decode()

        def holds(*lines: str) -> bool:
            return set(lines) <= set(told().splitlines())

        assert eventually(
            lambda: holds(
                'broadsheet_kiosk_requests_total{status="200"} 30.0',
                'broadsheet_kiosk_requests_total{status="404"} 1.0',
                'broadsheet_kiosk_requests_total{status="204"} 2.0',
                'broadsheet_kiosk_beacons_total{outcome="taken"} 1.0',
                'broadsheet_kiosk_beacons_total{outcome="refused_unknown"} 1.0',
                "broadsheet_kiosk_processes 2.0",
            )
        ), told()
        assert "broadsheet_kiosk_ranking_age_seconds" in told()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == 200
        two.stop()
        assert holds('broadsheet_kiosk_requests_total{status="200"} 30.0', "broadsheet_kiosk_processes 0.0")
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/healthz")
        assert connection.getresponse().status == 503
        connection.close()
    finally:
        inner.shutdown()
        inner.server_close()


def test_no_report_and_no_metric_tells_of_a_reader(two, config):
    two.get("/world/story-1", User_Agent="Telltale/1.0", X_Forwarded_For="198.51.100.77")
    two.get("/-/view", "POST", body=b"2 telltale.example", User_Agent="Telltale/1.0")
    reports = config.ranking.with_name("reports")
    assert eventually(lambda: any('"beacons|outcome|taken": 1' in p.read_text() for p in reports.glob("kiosk-*.json")))
    two.stop()
    everything = "".join(path.read_text() for path in reports.iterdir()) + two.log.decode()
    for secret in ("Telltale", "telltale", "198.51", "127.0.0.1:", "story-1"):
        assert secret not in everything.replace(f"127.0.0.1:{two.port}", "")


def test_with_everything_dead_pages_answer_and_beacons_are_kept_and_shown(paper, serve, config):
    paper.writer.close()
    alone = serve(KIOSK_VALKEY="valkey://127.0.0.1:1/0")
    assert all(alone.get(f"/world/story-{n}").text.count("<li>") == 6 for n in range(1, 9))
    assert [alone.get(path).status for path in ("/", "/rss.xml", "/media/ab1.jpg", "/km/world/story-21")] == [200] * 4
    assert alone.get("/-/view", "POST", body=b"2").status == 204
    reports = config.ranking.with_name("reports")

    def told() -> dict[str, float]:
        found = [json.loads(path.read_text()) for path in reports.glob("kiosk-*.json")]
        return found[0]["gauges"] | found[0]["counters"] if found else {}

    assert eventually(lambda: told().get("beacons_waiting") == 1 and told().get("ranking_failures", 0) > 0)
    alone.stop()
    # Kept in memory, and nobody was there to take it: lost, and said so.
    assert told()["beacons|outcome|lost"] == 1
