"""Measures how fast agency copy is taken in, and what memory it takes.

    python benchmarks/wire.py [--items 20000] [--samples ../shared/samples]

An agency's day of 20,000 ninjs deliveries, generated, goes into a fresh paper on SQLite: bytes kept and committed,
read, items and versions filed and committed. Beside it, by turns in the same process, the limit: the same bytes and as
many rows by plain sqlite3, with as many commits. Then a batch of 200 MB in files of 200 kB, and the memory it takes.
Where the samples lie, a real day of dpa's NewsML-G2 as well, five times over. TMPDIR says on which disk.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from servers import child_environment, spread

GOAL = 150
MOST_MIB = 300


def told(what: str, *arguments: str) -> dict[str, Any]:
    """What one measurement, in a process of its own, prints as JSON."""
    command = [sys.executable, "-m", "wire_round", what, *arguments]
    said = subprocess.run(command, env=child_environment(), check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(said)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--items", type=int, default=20_000)
    parser.add_argument("--samples", type=Path, default=Path(__file__).parents[2] / "shared" / "samples")
    options = parser.parse_args()
    rates: list[float] = []
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        for what, arguments in (
            ("day", [str(options.items)]),
            ("dpa", [str(options.samples / "dpa-day-2017" / "20170629-dpa-sample.tar.xz")]),
        ):
            if what == "dpa" and not Path(arguments[0]).is_file():
                print("No samples: dpa's day was left out.")
                continue
            os.environ["BROADSHEET_PAPER"] = str(Path(name) / what)
            found = told(what, str(Path(name) / what), *arguments)
            rates.append(found["count"] / found["cpu"])
            print(
                f"{found['what']}: {rates[-1]:,.0f} items a CPU second, in parts {spread(found['parts'], digits=0)}; "
                f"{found['count']:,} items in {found['cpu']:.1f} s of CPU, {found['seconds']:.1f} s by the clock; "
                f"{found['filed']}; goal {GOAL}"
            )
            print(f"  the limit, plain sqlite3: {spread(found['limit'], digits=0)} items a CPU second")
        os.environ["BROADSHEET_PAPER"] = str(Path(name) / "batch")
        batch = told("batch", str(Path(name) / "batch"))
    print(
        f"a batch of {batch['mb']:.0f} MB in {batch['count']:,} files: peak {batch['peak_mib']:.0f} MiB, "
        f"{batch['before_mib']:.0f} MiB before, {batch['half_mib']:.0f} MiB after half of it; goal under {MOST_MIB} MiB"
    )
    return 0 if min(rates) >= GOAL and batch["peak_mib"] < MOST_MIB else 1


if __name__ == "__main__":
    raise SystemExit(main())
