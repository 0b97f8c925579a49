"""The inner port: Prometheus metrics of all kiosk processes together, and whether they are well.

Listens on an address that readers can't reach. Runs in the server's main process, which answers no reader.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from broadsheet.kiosk.figures import BOUNDS

logger = logging.getLogger(__name__)

SUMMED = ("cache_bytes", "cache_addresses", "beacons_waiting")
"""Gauges that are added up over processes; of the others the worst is told."""
LEAST = ("edition_there",)
"""Gauges of which the lowest is the worst."""

PREFIX = "broadsheet_"


class Reports(Collector):
    """Adds up the reports in `folder`. What a process that ended had counted stays in the sums."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._past: dict[str, float] = {}
        self._past_histograms: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()

    def read(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The reports of the kiosk processes that live, and that of the press, or an empty one."""
        living, press = [], {}
        for path in sorted(self.folder.glob("*.json")):
            try:
                found = json.loads(path.read_text("utf-8"))
            except (OSError, ValueError):
                # Taken away meanwhile, or somebody else's.
                continue
            if path.name == "press.json":
                press = found
            elif _lives(found["pid"]):
                living.append(found)
            else:
                add(self._past, found["counters"])
                add_histograms(self._past_histograms, found["histograms"])
                path.unlink(missing_ok=True)
        return living, press

    def collect(self) -> Iterator[Metric]:
        with self._lock:
            living, press = self.read()
            counters, histograms = dict(self._past), json.loads(json.dumps(self._past_histograms))
        gauges: dict[str, list[float]] = {}
        for one in living:
            add(counters, one["counters"])
            add_histograms(histograms, one["histograms"])
            for name, value in one["gauges"].items():
                gauges.setdefault(name, []).append(value)
        yield GaugeMetricFamily(f"{PREFIX}kiosk_processes", "Kiosk processes that live.", value=len(living))
        yield from _counters(counters)
        for name, values in sorted(gauges.items()):
            value = sum(values) if name in SUMMED else min(values) if name in LEAST else max(values)
            yield GaugeMetricFamily(f"{PREFIX}kiosk_{name}", f"Kiosk: {_words(name)}.", value=value)
        for name, held in sorted(histograms.items()):
            yield _histogram(name, held)
        for name, value in sorted(press.get("gauges", {}).items()):
            yield GaugeMetricFamily(f"{PREFIX}press_{name}", f"Press: {_words(name)}.", value=value)

    def health(self) -> tuple[bool, dict[str, Any]]:
        """Whether every living process has an edition to serve and at least one lives, with the worst figures."""
        with self._lock:
            living, press = self.read()
        there = [one["gauges"]["edition_there"] for one in living]
        told = {
            "processes": len(living),
            "edition": bool(there) and all(there),
            "lite": any(one["gauges"]["lite"] for one in living),
            "ranking_age_seconds": max((one["gauges"]["ranking_age_seconds"] for one in living), default=-1),
            "beacons_lost": sum(one["counters"]["beacons|outcome|lost"] for one in living),
            "press": press.get("gauges", {}),
        }
        return bool(told["edition"]), told


def serve(folder: Path, port: int, *, host: str = "127.0.0.1") -> ThreadingHTTPServer:
    """The inner port on `host`, in a thread of its own; its `shutdown()` ends it.

    Errors: `OSError` where the port is taken.
    """
    reports = Reports(folder)
    registry = CollectorRegistry()
    registry.register(reports)

    class Inner(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._send(200, "text/plain; version=0.0.4; charset=utf-8", generate_latest(registry))
            elif self.path == "/healthz":
                well, told = reports.health()
                self._send(200 if well else 503, "application/json", json.dumps(told).encode())
            else:
                self._send(404, "text/plain", b"Here are /metrics and /healthz.\n")

        def _send(self, status: int, content_type: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer((host, port), Inner)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="metrics", daemon=True).start()
    return server


def add(sums: dict[str, float], more: dict[str, float]) -> None:
    for name, value in more.items():
        sums[name] = sums.get(name, 0) + value


def add_histograms(sums: dict[str, dict[str, Any]], more: dict[str, dict[str, Any]]) -> None:
    for name, held in more.items():
        known = sums.setdefault(name, {"places": [0] * (len(BOUNDS) + 1), "seconds": 0.0})
        known["places"] = [a + b for a, b in zip(known["places"], held["places"], strict=True)]
        known["seconds"] += held["seconds"]


def _counters(counters: dict[str, float]) -> Iterator[Metric]:
    families: dict[str, CounterMetricFamily] = {}
    for full, value in sorted(counters.items()):
        name, *label = full.split("|")
        family = families.get(name)
        if family is None:
            family = families[name] = CounterMetricFamily(
                f"{PREFIX}kiosk_{name}", f"Kiosk: {_words(name)}.", labels=label[:1]
            )
        family.add_metric(label[1:], value)
    yield from families.values()


def _histogram(name: str, held: dict[str, Any]) -> HistogramMetricFamily:
    total, buckets = 0, []
    for bound, count in zip([*map(str, BOUNDS), "+Inf"], held["places"], strict=True):
        total += count
        buckets.append((bound, total))
    family = HistogramMetricFamily(f"{PREFIX}kiosk_{name}", f"Kiosk: {_words(name)}.")
    family.add_metric([], buckets, held["seconds"])
    return family


def _words(name: str) -> str:
    return name.replace("_", " ")


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
