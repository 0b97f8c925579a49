"""What a page read and a run cost on SQLite and on PostgreSQL, in one go: `python benchmarks/edition_engines.py`.

Figures are CPU and wall time of this process, the server's own left out. Pages are of 45 kB before
they are packed. Reading is what a kiosk does for a page that is not in its memory, on its event loop.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.editions import place_in

from broadsheet.edition.packing import pack
from broadsheet.edition.records import Page
from broadsheet.edition.store import Edition
from broadsheet.edition.writing import EditionWriter

PAGES = 2_000
READS = 4_000


def pages() -> list[Page]:
    chosen = random.Random(1)
    words = ["".join(chosen.choices("abcdefghijklmnop", k=7)) for _ in range(4_000)]
    made = []
    for number in range(PAGES):
        text = " ".join(chosen.choices(words, k=5_600)).encode()
        made.append(Page(f"/{number}", "article", "text/html", "en", str(number), pack(text, final=True), None))
    return made


def main() -> None:
    made = pages()
    for name, on_server in (("SQLite", False), ("PostgreSQL", True)):
        place = place_in(Path(tempfile.mkdtemp()) / "edition", server=on_server)
        writer = EditionWriter(place)
        cpu, wall = time.process_time(), time.perf_counter()
        with writer.run() as run:
            for page in made:
                run.put_page(page)
        print(
            f"{name}: a run of {PAGES} pages: {1e6 * (time.process_time() - cpu) / PAGES:.0f} µs CPU, "
            f"{1e6 * (time.perf_counter() - wall) / PAGES:.0f} µs wall a page"
        )
        edition = Edition(place, serving=True)
        took = []
        cpu = time.process_time()
        for _ in range(READS):
            began = time.perf_counter()
            assert edition.page(f"/{random.randrange(PAGES)}") is not None
            took.append(time.perf_counter() - began)
        cpu = time.process_time() - cpu
        took.sort()
        print(
            f"{name}: one page read: {1e6 * cpu / READS:.0f} µs CPU; wall p50 {1e6 * statistics.median(took):.0f} µs, "
            f"p99 {1e6 * took[int(READS * 0.99)]:.0f} µs"
        )
        edition.close()
        writer.close()


if __name__ == "__main__":
    main()
