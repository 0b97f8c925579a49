"""How long readers at 50 kbit/s wait for words: home, section and story of the demo paper, in both languages.

    python benchmarks/slow_network.py [--kbit 50] [--delay 400]

Chromium (Debian's) on a telephone's screen, its network slowed down, nothing in its cache. Told are the seconds until
the first words stand there, until all of the page's words do, and until the page has everything, photos too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "browser")]

from demo_paper import DemoPaper, Site, free_port  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
PHONE = {"width": 360, "height": 800}
GOAL_SECONDS = 8.0
"""Until the first words: page and style are 17 kB, font and lead photo, which come beside, 43 kB."""
LONGEST_SECONDS = 300

TIMES = """() => {
    const [page] = performance.getEntriesByType('navigation');
    const first = performance.getEntriesByName('first-contentful-paint')[0];
    return [first && first.startTime, page.responseEnd, page.loadEventEnd].map(time => (time || 0) / 1000);
}"""


def waited(browser: Browser, address: str, *, kbit: float, delay: float) -> list[float]:
    """Seconds until first words, all words and everything."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, service_workers="block")  # type: ignore[arg-type]
    page = context.new_page()
    pace = dict.fromkeys(("downloadThroughput", "uploadThroughput"), kbit * 1000 / 8)
    conditions: dict[str, Any] = {"offline": False, "latency": delay} | pace
    context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)
    page.goto(address, timeout=LONGEST_SECONDS * 1000)
    found: list[float] = page.evaluate(TIMES)
    context.close()
    return found


def main() -> int:
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("--kbit", type=float, default=50)
    reading.add_argument("--delay", type=float, default=400, help="milliseconds")
    given = reading.parse_args()
    latest = 0.0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        site = Site.of(DemoPaper(Path(folder) / "paper", free_port()))
        process = site.paper.serve()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print("| page | first words | all words | everything |\n|---|---|---|---|")
        try:
            for kind, language in (("home", "en"), ("home", "km"), ("section", "en"), ("story", "en"), ("story", "km")):
                address = site.paper.address + site.kinds[kind, language]
                first, words, everything = waited(browser, address, kbit=given.kbit, delay=given.delay)
                print(f"| {kind}, {language} | {first:.1f} s | {words:.1f} s | {everything:.1f} s |", flush=True)
                latest = max(latest, first)
        finally:
            browser.close()
            process.terminate()
            process.wait(15)
    print(f"first words after {latest:.1f} s at most; goal {GOAL_SECONDS:.0f} s")
    return 0 if latest <= GOAL_SECONDS else 1


if __name__ == "__main__":
    raise SystemExit(main())
