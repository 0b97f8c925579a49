"""What Lighthouse says of the demo paper: home, section, story, search, on its slow-4G telephone.

    python benchmarks/lighthouse.py --node NODE --lighthouse FOLDER [--rounds 3] [--bare]

FOLDER is where `npm install lighthouse@13.5` was said, NODE a Node of version 22 or newer: neither is part of this
repository, and the demo needs neither. Chromium and nginx are Debian's. Readers come through the nginx that
docs/kiosk.md sets up, by HTTP/2 and TLS, the round trip for it counted; `--bare` asks the kiosk itself, by HTTP/1.1.
Of each page the median of the rounds is printed; scores of accessibility, best practices and SEO must be 100 in each
round, the layout must never shift.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

from behind_nginx import behind_nginx  # noqa: E402
from demo_paper import DemoPaper, Site, free_port  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
SCORES = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
FIGURES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
LARGEST_PAINT_MS = 1_200
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu --ignore-certificate-errors"
FLAGS = ("--quiet", "--output=json", f"--chrome-flags={CHROMIUM_FLAGS}")


def looked_at(node: str, folder: Path, address: str) -> dict[str, Any]:
    """Lighthouse's report about one page."""
    program = str(folder / "node_modules" / "lighthouse" / "cli" / "index.js")
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    done = subprocess.run([node, program, address, *FLAGS], check=True, capture_output=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def pages_of(site: Site) -> dict[str, str]:
    pages = {kind: site.kinds[kind, "en"] for kind in ("home", "section", "story")}
    # Answers are no pages for other search engines: `noindex` is meant, and Lighthouse counts it as a fault.
    return pages | {"search": "/search", "story in Khmer": site.kinds["story", "km"]}


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("--node", default="node")
    reading.add_argument("--lighthouse", type=Path, required=True, metavar="FOLDER")
    reading.add_argument("--rounds", type=int, default=3)
    reading.add_argument("--bare", action="store_true", help="without nginx, by HTTP/1.1")
    given = reading.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        site = Site.of(DemoPaper(Path(folder) / "paper", free_port()))
        process = site.paper.serve()
        print(f"| page | {' | '.join((*SCORES, *FIGURES))} |\n|{'---|' * (1 + len(SCORES) + len(FIGURES))}")
        try:
            with nullcontext(site.paper.address) if given.bare else behind_nginx(site.paper) as front:
                for name, path in pages_of(site).items():
                    address = front + path
                    reports = [looked_at(given.node, given.lighthouse, address) for _ in range(given.rounds)]
                    scores = {key: [100 * report["categories"][key]["score"] for report in reports] for key in SCORES}
                    figures = {key: [report["audits"][key]["numericValue"] for report in reports] for key in FIGURES}
                    middle = {key: statistics.median(values) for key, values in (scores | figures).items()}
                    print(f"| {name} | {' | '.join(f'{middle[key]:.4g}' for key in (*SCORES, *FIGURES))} |", flush=True)
                    missed |= any(middle[key] < least for key, least in SCORES.items())
                    missed |= middle["largest-contentful-paint"] > LARGEST_PAINT_MS
                    missed |= max(figures["cumulative-layout-shift"]) > 0
                    missed |= any(min(scores[key]) < 100 for key in SCORES if key != "performance")
        finally:
            process.terminate()
            process.wait(15)
    if missed:
        sys.exit("A goal is missed.")


if __name__ == "__main__":
    main()
