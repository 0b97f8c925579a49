"""Measures a full press of 10,000 stories, in reader pages per CPU second, against its limit and against Wagtail.

    python benchmarks/press.py [--stories 10000] [--rounds 3]

By turns, each in a process of its own: `press all` into an empty edition, with reading the desk's database, rendering,
compressing, the ledger and the commit; the limit, the same pages rendered and compressed from memory; and the peer,
a plain Wagtail site with stories of the same text, whose pages are served, rendered and compressed one after another.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from servers import child_environment, spread

from broadsheet.demo.sentences import headline, paragraph

GOAL = 1_000
PARAGRAPHS = 9
WAGTAIL_STORIES = 1_000


@dataclass(slots=True)
class Found:
    """One figure a round."""

    press: list[float] = field(default_factory=list)
    products: list[float] = field(default_factory=list)
    limit: list[float] = field(default_factory=list)
    wagtail: list[float] = field(default_factory=list)
    peak_mib: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    making: list[float] = field(default_factory=list)
    laying: list[float] = field(default_factory=list)


def told(module: str, *arguments: str) -> dict[str, Any]:
    """What `module`, run in a process of its own, prints as JSON; nothing if it prints nothing."""
    command = [sys.executable, "-m", module, *arguments]
    said = subprocess.run(command, env=child_environment(), check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(said) if said.strip() else {}
    return found


def fill_wagtail(folder: Path) -> None:
    """A plain Wagtail site with the text of the paper's first stories."""
    folder.mkdir()
    os.environ["PLAIN_WAGTAIL"] = str(folder)
    articles = []
    for number in range(WAGTAIL_STORIES):
        dice = Random(number)
        title = headline(dice)
        paragraphs = [f"<p>{paragraph(dice)}</p>" for _ in range(PARAGRAPHS)]
        articles.append({"title": title, "teaser": paragraph(dice)[:270], "paragraphs": paragraphs})
    (folder / "articles.json").write_text(json.dumps(articles), "utf-8")
    told("plain_wagtail.filling", str(folder / "articles.json"))


def one_round(number: int, found: Found) -> None:
    pressed, bare, baked = told("press_round"), told("press_limit"), told("plain_wagtail.baking")
    if bare["pages"] != pressed["pages"]:
        raise SystemExit(f"The limit made {bare['pages']} pages, the press {pressed['pages']}.")
    making = bare["pages_cpu"] + bare["rows_cpu"]
    found.press.append(pressed["pages"] / pressed["cpu"])
    found.products.append(pressed["products"] / pressed["cpu"])
    found.limit.append(bare["pages"] / bare["pages_cpu"])
    found.wagtail.append(baked["pages"] / baked["cpu"])
    found.peak_mib.append(pressed["peak_mib"])
    found.reading.append(bare["gathering"] / pressed["cpu"])
    found.making.append(making / pressed["cpu"])
    found.laying.append(1 - (bare["gathering"] + making) / pressed["cpu"])
    print(
        f"  round {number}  press {found.press[-1]:,.0f} pages a CPU second ({pressed['pages']:,.0f} pages and "
        f"{pressed['rows']:,.0f} catalogue rows in {pressed['cpu']:.1f} s of CPU, {pressed['seconds']:.1f} s by the "
        f"clock, {pressed['peak_mib']:.0f} MiB), limit {found.limit[-1]:,.0f}, wagtail {found.wagtail[-1]:,.0f}",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found = Found()
    with tempfile.TemporaryDirectory(prefix="broadsheet-benchmark-") as name:
        paper = Path(name) / "paper"
        told("paper_of_stories", str(paper), str(options.stories))
        os.environ["BROADSHEET_PAPER"] = str(paper)
        fill_wagtail(Path(name) / "wagtail")
        for number in range(1, options.rounds + 1):
            one_round(number, found)
    percent = {part: statistics.median(getattr(found, part)) * 100 for part in ("reading", "making", "laying")}
    print(f"reader pages per CPU second: {spread(found.press, digits=0)}; goal {GOAL:,}")
    print(f"with the catalogue's rows counted: {spread(found.products, digits=0)}")
    print(
        f"of its CPU time: gathering from the desk {percent['reading']:.0f} %, rendering and compressing "
        f"{percent['making']:.0f} %, ledger, writing and commit {percent['laying']:.0f} %"
    )
    print(f"peak memory: {spread(found.peak_mib, digits=0)} MiB")
    print(f"press / limit: {spread([a / b for a, b in zip(found.press, found.limit, strict=True)], digits=2)}")
    print(f"press / wagtail: {spread([a / b for a, b in zip(found.press, found.wagtail, strict=True)], digits=1)}")
    return 0 if statistics.median(found.press) >= GOAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
