"""One measurement of the wire in a fresh paper, printed as JSON: `python -m wire_round day|dpa|batch FOLDER …`."""

from __future__ import annotations

import hashlib
import json
import logging
import resource
import sqlite3
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from broadsheet.cli.new import make_paper

PARTS, LIMITED = 10, 4
"""The day is taken in ten parts; of each part a quarter goes through the limit as well."""
BATCH_FILES, BATCH_PARAGRAPHS = 1_000, 690


def taker(source: str) -> Callable[[bytes], list[str]]:
    """Takes a delivery in, and tells what its items were."""
    from django.utils import timezone

    from broadsheet.wire.intake import take
    from broadsheet.wire.models import Source

    row = Source.objects.create(slug=source, name=source)

    def one(raw: bytes) -> list[str]:
        taken = take(raw, source=row, name=f"{source}.item", now=timezone.now())
        return [item.what.value for item in taken.items] or [taken.outcome]

    return one


class Limit:
    """The least that could be done: the bytes, an item and a version as rows of plain sqlite3, in two commits."""

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "limit.sqlite3", isolation_level=None)
        self.connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE raw (id INTEGER PRIMARY KEY, sha256 TEXT UNIQUE, content BLOB, outcome TEXT);"
            "CREATE TABLE item (id INTEGER PRIMARY KEY, guid TEXT UNIQUE, current INTEGER);"
            "CREATE TABLE version (id INTEGER PRIMARY KEY, item INTEGER, raw INTEGER, dispatch TEXT)"
        )
        self.taken = 0

    def one(self, raw: bytes) -> None:
        self.taken += 1
        ask = self.connection.execute
        ask("BEGIN IMMEDIATE")
        # A replay is a row here as well.
        name = hashlib.sha256(raw).hexdigest() + str(self.taken)
        kept = ask("INSERT INTO raw (sha256, content, outcome) VALUES (?, ?, 'waiting')", (name, raw)).lastrowid
        ask("COMMIT")
        ask("BEGIN IMMEDIATE")
        item = ask("INSERT INTO item (guid) VALUES (?)", (name,)).lastrowid
        text = raw.decode("utf-8", "replace")
        version = ask("INSERT INTO version (item, raw, dispatch) VALUES (?, ?, ?)", (item, kept, text)).lastrowid
        ask("UPDATE item SET current = ? WHERE id = ?", (version, item))
        ask("UPDATE raw SET outcome = 'taken' WHERE id = ?", (kept,))
        ask("COMMIT")


def measure(what: str, folder: Path, deliveries: list[bytes], *, rounds: int = 1) -> dict[str, Any]:
    """Takes the deliveries in parts, each part by us, then some of it by the limit; each round has its own source."""
    limit = Limit(folder)
    filed: Counter[str] = Counter()
    parts: list[float] = []
    limits: list[float] = []
    cpu, seconds = 0.0, 0.0
    ours = taker("warm")
    ours(deliveries[0])
    step = max(1, len(deliveries) // PARTS)
    for number, start in ((number, start) for number in range(rounds) for start in range(0, len(deliveries), step)):
        ours = taker(f"agency-{number}") if start == 0 else ours
        part = deliveries[start : start + step]
        begun, clock = time.process_time(), time.monotonic()
        for raw in part:
            filed.update(ours(raw))
        spent = time.process_time() - begun
        cpu, seconds = cpu + spent, seconds + time.monotonic() - clock
        parts.append(len(part) / spent)
        begun = time.process_time()
        for raw in part[: step // LIMITED or 1]:
            limit.one(raw)
        limits.append((step // LIMITED or 1) / (time.process_time() - begun))
    told = ", ".join(f"{count:,} {name}" for name, count in filed.most_common())
    return {
        "what": what,
        "count": len(deliveries) * rounds,
        "cpu": cpu,
        "seconds": seconds,
        "parts": parts,
        "limit": limits,
        "filed": told,
    }


def dpa_day(archive: Path) -> Iterator[bytes]:
    with tarfile.open(archive) as held:
        for member in held:
            file = held.extractfile(member) if member.name.endswith(".xml") else None
            if file is not None:
                yield file.read()


def batch(deliveries: Iterable[bytes]) -> dict[str, Any]:
    """Takes deliveries as they come, and tells the peak of this process's memory before, at half, and in the end."""
    ours = taker("agency")
    before, half, count, size = peak(), 0.0, 0, 0
    for count, raw in enumerate(deliveries, 1):
        if ours(raw) == ["refused"]:
            raise SystemExit(f"Delivery {count} was refused.")
        size += len(raw)
        half = peak() if count == BATCH_FILES // 2 else half
    return {"mb": size / 1e6, "count": count, "before_mib": before, "half_mib": half, "peak_mib": peak()}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    logging.disable(logging.INFO)
    what, folder = sys.argv[1], Path(sys.argv[2])
    make_paper(folder, name="The Gazette", languages=["en"], timezone="Asia/Phnom_Penh", sections=["National"])
    from wire_day import deliveries

    if what == "day":
        found = measure("a generated day of ninjs", folder, list(deliveries(int(sys.argv[3]))))
    elif what == "dpa":
        found = measure("dpa's day of NewsML-G2", folder, list(dpa_day(Path(sys.argv[3]))), rounds=5)
    else:
        found = batch(deliveries(BATCH_FILES, paragraphs=BATCH_PARAGRAPHS))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
