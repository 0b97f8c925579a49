"""Tells what a kiosk process counted: a file every two seconds, which the inner port reads, and a line in the log.

worker ──▶ data/reports/kiosk-PID.json ──▶ metrics (in the server's main process) ──▶ Prometheus

No address of a reader and no path that somebody asked for is in any of it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadsheet.kiosk.figures import Histogram

if TYPE_CHECKING:
    from broadsheet.kiosk.app import Kiosk

logger = logging.getLogger("broadsheet.kiosk")

REPORT_SECONDS = 2.0
LOG_SECONDS = 60.0


async def keep(kiosk: Kiosk) -> None:
    """Report for as long as the loop runs."""
    loop = asyncio.get_running_loop()
    logged_at, logged = loop.time(), 0
    while True:
        write(kiosk)
        if loop.time() - logged_at >= LOG_SECONDS:
            total = requests(kiosk)
            if total > logged:
                logger.info(
                    "answered %d requests in %d s", total - logged, LOG_SECONDS,
                    extra={"figures": {"requests": total - logged, "lite": kiosk.answers.lite}},
                )  # fmt: skip
            logged_at, logged = loop.time(), total
        await asyncio.sleep(REPORT_SECONDS)


def leave(kiosk: Kiosk) -> None:
    """Report for the last time; who reads the file finds that its process is gone, and keeps the sums."""
    write(kiosk)


def write(kiosk: Kiosk) -> None:
    """Lay the report down, whole; a disk that is full costs the report and nothing else."""
    folder = kiosk.config.reports
    if folder is None:
        return
    lay_down(folder, f"kiosk-{os.getpid()}", report(kiosk, datetime.now(UTC)))


def lay_down(folder: Path, name: str, content: dict[str, Any]) -> None:
    path = folder / f"{name}.json"
    temporary = path.with_suffix(".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(content), "utf-8")
        temporary.replace(path)
    except OSError as error:
        logger.warning("The report %s can't be written: %s", path, error)


def requests(kiosk: Kiosk) -> int:
    figures = kiosk.figures
    return figures.ready + figures.ready_held + sum(figures.others.values())


def report(kiosk: Kiosk, now: datetime) -> dict[str, Any]:
    """All figures: `counters` and `histograms` to be added up over processes, `gauges` of which the worst counts.

    Names are "metric" or "metric|label|value".
    """
    figures, beacons = kiosk.figures, kiosk.standing.counter.figures
    statuses = dict(figures.others)
    statuses[200] = statuses.get(200, 0) + figures.ready
    statuses[304] = statuses.get(304, 0) + figures.ready_held
    counters: dict[str, float] = {f"requests|status|{status}": n for status, n in statuses.items()}
    counters |= {
        "cache_hits": figures.ready + figures.ready_held,
        "cache_misses": sum(figures.making.places),
        "brotli_pages": kiosk.hot.made,
        "brotli_cpu_seconds": kiosk.hot.seconds,
        "beacons|outcome|taken": beacons.buffered,
        "beacons|outcome|repeated": beacons.repeated,
        "beacons|outcome|lost": beacons.lost,
        "ranking_failures": beacons.failures,
    }
    counters |= {f"beacons|outcome|refused_{reason}": n for reason, n in beacons.refused.items()}
    edition = kiosk.watch.edition
    return {
        "pid": os.getpid(),
        "counters": counters,
        "histograms": {"making_seconds": _places(figures.making), "loop_lag_seconds": _places(figures.lag)},
        "gauges": {
            "cache_bytes": kiosk.cache.size,
            "cache_addresses": len(kiosk.cache.ready),
            "beacons_waiting": len(kiosk.standing.counter.waiting()),
            "edition_there": int(edition is not None),
            "ranking_age_seconds": _age(kiosk.standing.charted_at, now),
            "lists_age_seconds": _age(figures.lists_made_at, now),
            "lite": int(kiosk.answers.lite),
        },
    }


def _places(histogram: Histogram) -> dict[str, Any]:
    return {"places": histogram.places, "seconds": histogram.seconds}


def _age(moment: float, now: datetime) -> float:
    return round(now.timestamp() - moment, 3) if moment else -1.0
