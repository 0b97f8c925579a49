"""Presses the whole paper named by BROADSHEET_PAPER into an empty edition, once, and prints what it cost as JSON."""

from __future__ import annotations

import json
import resource
import shutil
import time

from broadsheet.cli.opening import open_desk
from broadsheet.paperfile import current


def press_all() -> dict[str, float]:
    """CPU seconds, seconds by the clock, products, reader pages and catalogue rows of one full press; bytes of a
    story's page, peak memory."""
    open_desk(current())
    from django.utils import timezone

    from broadsheet.paper.presses import open_press

    shutil.rmtree(current().edition.parent, ignore_errors=True)
    with open_press() as press:
        cpu, clock = time.process_time(), time.monotonic()
        pressed = press.run_all(timezone.now())
        cpu, clock = time.process_time() - cpu, time.monotonic() - clock
        ask = press.writer.connection.execute
        pages, rows = (ask(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("pages", "catalogue"))
        size = ask("SELECT avg(head_size + tail_size) FROM pages WHERE kind = 'article'").fetchone()[0]
    if pressed.failed:
        raise SystemExit(f"{len(pressed.failed)} pages failed.")
    return {
        "cpu": cpu,
        "seconds": clock,
        "products": pressed.looked_at,
        "pages": pages,
        "rows": rows,
        "story_bytes": size,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(press_all()))
