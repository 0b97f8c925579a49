"""Tells what became of every crash: a table, and a drawing with a mark for every point."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

Scenes = list[dict[str, Any]]

BEGIN, END = "<!-- points: written by make crash -->", "<!-- end of points -->"

KINDS = {"statement": "statements", "call": "system calls"}

OUTCOMES = {
    "old": "never happened",
    "made good": "made good afterwards",
    "new": "was done already",
    "bad": "not as promised",
}

COLOURS = {"old": "#8a8f98", "made good": "#c98a1b", "new": "#2f7d5b", "bad": "#c0282d", "not tried": "#e3e0d8"}

WIDTH, LEFT, ROW, BAR = 960, 150, 30, 14


def outcome(trial: dict[str, Any]) -> str:
    """What became of the act that was broken off at this point."""
    if trial["problems"]:
        return "bad"
    if trial["in_the_end"] == "old":
        return "old"
    return "new" if trial["at_once"] == "new" else "made good"


def table(scenes: Scenes) -> str:
    """One line a scene and kind of point, in Markdown."""
    lines = [
        "| killed | at | points | tried | " + " | ".join(OUTCOMES.values()) + " |",
        "|---|---|--:|--:|" + "--:|" * len(OUTCOMES),
    ]
    for scene in scenes:
        for kind, words in KINDS.items():
            trials = [trial for trial in scene["trials"] if trial["kind"] == kind]
            counts = Counter(outcome(trial) for trial in trials)
            points = (
                f"{scene['statements']:,}" if kind == "statement" else f"{scene['changing']:,} of {scene['calls']:,}"
            )
            figures = " | ".join(f"{counts[name]:,}" for name in OUTCOMES)
            process, _, what = scene["name"].partition("-")
            lines.append(f"| {process}: {what} | {words} | {points} | {len(trials):,} | {figures} |")
    return "\n".join(lines)


def drawing(scenes: Scenes) -> str:
    """A bar for each scene and kind of point, from the first point to the last, each in the colour of its outcome."""
    rows = [(scene, kind) for scene in scenes for kind in KINDS]
    height = 70 + ROW * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'role="img" font-family="sans-serif" font-size="12">',
        "<title>What became of an act at every point at which its process was killed</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fffdf8"/>',
    ]
    for place, (name, colour) in enumerate(COLOURS.items()):
        x = 10 + place * 185
        parts.append(f'<rect x="{x}" y="14" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 18}" y="24" fill="#222">{OUTCOMES.get(name, name)}</text>')
    for number, (scene, kind) in enumerate(rows):
        y = 46 + ROW * number
        label = scene["name"].replace("-", ": ") if kind == "statement" else ""
        parts.append(f'<text x="10" y="{y + 11}" fill="#222" font-weight="bold">{label}</text>')
        words = "statements" if kind == "statement" else "calls"
        parts.append(f'<text x="{LEFT - 5}" y="{y + 11}" fill="#555" text-anchor="end">{words}</text>')
        last = scene["statements"] if kind == "statement" else scene["calls"]
        parts.append(_bar(0, WIDTH - LEFT - 10, y, "not tried"))
        parts += _marks(scene, kind, y, max(1, last))
    return "\n".join([*parts, "</svg>", ""])


def _marks(scene: dict[str, Any], kind: str, y: int, last: int) -> list[str]:
    """One rectangle for neighbouring points of one outcome; a point reaches to the next that was tried."""
    width = WIDTH - LEFT - 10
    trials = [trial for trial in scene["trials"] if trial["kind"] == kind]
    ends = [trial["place"] for trial in trials[1:]] + [last + 1]
    runs: list[list[Any]] = []
    for trial, end in zip(trials, ends, strict=True):
        name = outcome(trial)
        if runs and runs[-1][0] == name:
            runs[-1][2] = end
        else:
            runs.append([name, trial["place"], end])
    return [
        _bar((begin - 1) * width / last, max(1.0, (end - begin) * width / last), y, name, f"{begin} to {end - 1}")
        for name, begin, end in runs
    ]


def _bar(begin: float, width: float, y: int, name: str, where: str = "") -> str:
    title = f"<title>{where}: {OUTCOMES[name]}</title>" if where else ""
    place = f'x="{LEFT + begin:.1f}" y="{y}" width="{width:.1f}" height="{BAR}"'
    return f'<rect {place} fill="{COLOURS[name]}">{title}</rect>'


def write(docs: Path, scenes: Scenes, *, every: int) -> None:
    """Put table and drawing into the document."""
    said = f"Every {every}th point was tried.\n\n" if every > 1 else ""
    path = docs / "crash-safety.md"
    text = path.read_text("utf-8")
    block = f"{BEGIN}\n{said}{table(scenes)}\n{END}"
    path.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: block, text, flags=re.DOTALL), "utf-8")
    (docs / "crash-points.svg").write_text(drawing(scenes), "utf-8")
