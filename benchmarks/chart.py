"""Measures the chart of 100,000 stories with 1,000,000 distinct readers, as a kiosk makes it every ten seconds.

    python benchmarks/chart.py

The readers come over two days, a third of them in the last two hours. Told are the time of a chart from the store (what
older hours come to is kept, as the kiosk keeps it), of the first one in an hour, for which they were weighed in the
hour before, of that weighing, and the memory of the whole process at its highest.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from broadsheet.kiosk.config import KioskConfig
from broadsheet.kiosk.standing import Standing
from broadsheet.ranking.chart import hour_of
from broadsheet.ranking.counting import View

STORIES, READERS = 100_000, 1_000_000
GOAL_MS, GOAL_MB = 100.0, 100.0
AT_ONCE = 50_000


def fill(standing: Standing, now: datetime) -> None:
    """A million views, a few stories read by many and most by a handful."""
    random, hour = Random(1), hour_of(now)
    for ago in range(47, -1, -1):
        number = READERS // 6 if ago < 2 else READERS * 2 // 3 // 46
        for start in range(0, number, AT_ONCE):
            views = []
            for _ in range(min(AT_ONCE, number - start)):
                story = 1 + int(STORIES * random.random() ** 1.5)
                views.append(View(hour - ago, story, random.getrandbits(63)))
            standing._store.add(views, hour=hour - ago)


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return (time.process_time() - begun) * 1000


def main() -> int:
    now = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        folder = Path(name)
        config = KioskConfig(folder / "edition.sqlite3", folder / "ranking.sqlite3", languages=("en",))
        standing = Standing(config)
        begun = time.process_time()
        fill(standing, now)
        counted = time.process_time() - begun
        query = "SELECT count(DISTINCT story_id), sum(readers) FROM counts"
        stories, readers = standing._store._do(lambda connection: connection.execute(query).fetchone())
        start = milliseconds(lambda: standing._chart(now))
        later = min(milliseconds(lambda: standing._chart(now)) for _ in range(5))
        ahead = milliseconds(lambda: standing._look_ahead(now))
        first = milliseconds(lambda: standing._chart(now + timedelta(hours=1)))
        size = sum(path.stat().st_size for path in folder.glob("ranking*")) / 1e6
        standing.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{readers:,} readers of {stories:,} stories counted in {counted:.1f} s of CPU; the file has {size:.0f} MB")
    print(
        f"a chart takes {later:.0f} ms of CPU, the first one of an hour {first:.0f} ms; goal under {GOAL_MS:.0f}. "
        f"What it needs is weighed in the hour before, in {ahead:.0f} ms; the first after a start takes {start:.0f} ms."
    )
    print(f"the process took {memory:.0f} MB at its highest, Python included; goal under {GOAL_MB:.0f}")
    return 0 if max(first, later) < GOAL_MS and memory < GOAL_MB else 1


if __name__ == "__main__":
    raise SystemExit(main())
