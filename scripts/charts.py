"""Draws docs/performance-*.svg from the figures in docs/performance.toml.

    python scripts/charts.py

Bars lie from left to right; a thin line over each reaches from the lowest of the rounds to the highest.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent.parent / "docs"
LEFT, RIGHT, TOP, ROW = 250, 690, 52, 34
WIDTH = 800

STYLE = """
    :root { --ink: #1d1b18; --quiet: #6b655c; --paper: #fffdf8; --rule: #d9d1c3; --ours: #9c2a1f; --theirs: #8a9ba3 }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #ece7dd; --quiet: #a39c90; --paper: #161513; --rule: #3a362f; --ours: #e58a78; --theirs: #6f828b }
    }
    text { font: 15px ui-serif, Georgia, "Times New Roman", serif; fill: var(--ink) }
    .said { font-size: 13px; fill: var(--quiet) }
    .sheet { fill: var(--paper) } .rule { stroke: var(--rule) } .goal { stroke: var(--ink); stroke-dasharray: 3 4 }
    .span { stroke: var(--ink); stroke-width: 1.5 }
    .ours { fill: var(--ours) } .theirs { fill: var(--theirs) }
"""


@dataclass(frozen=True)
class Scale:
    """Where a value lies between left and right: from nought, or by its logarithm."""

    first: float
    last: float
    logarithmic: bool

    def at(self, value: float) -> float:
        if self.logarithmic:
            share = math.log(max(value, self.first) / self.first) / math.log(self.last / self.first)
        else:
            share = value / self.last
        return round(LEFT + share * (RIGHT - LEFT), 1)


def number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:g}"


def drawn(chart: dict[str, Any]) -> str:
    """The drawing of one chart, as SVG that speaks: its title and all its figures are in words too."""
    bars = chart["bars"]
    scale = Scale(chart["ticks"][0], chart["ticks"][-1], chart.get("logarithmic", False))
    foot = TOP + ROW * len(bars)
    told = "; ".join(f"{bar['name']}: {number(bar['value'])}" for bar in bars)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {foot + 46}" role="img" '
        'aria-labelledby="title description">',
        f'<title id="title">{escape(chart["title"])}</title>',
        f'<desc id="description">{escape(told)}.</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="sheet" width="{WIDTH}" height="{foot + 46}" rx="8"/>',
        f'<text x="24" y="32">{escape(chart["title"])}</text>',
    ]
    for tick in chart["ticks"]:
        at = scale.at(tick)
        parts.append(f'<path class="rule" d="M{at:g} {TOP}V{foot}"/>')
        parts.append(f'<text class="said" x="{at:g}" y="{foot + 20}" text-anchor="middle">{number(tick)}</text>')
    for row, bar in enumerate(bars):
        parts += _bar(bar, scale, TOP + ROW * row)
    if "goal" in chart:
        at = scale.at(chart["goal"])
        parts.append(f'<path class="goal" d="M{at:g} {TOP - 6}V{foot}"/>')
        parts.append(f'<text class="said" x="{at:g}" y="{foot + 38}" text-anchor="middle">goal</text>')
    return "\n".join([*parts, "</svg>", ""])


def _bar(bar: dict[str, Any], scale: Scale, top: int) -> list[str]:
    low, high = scale.at(bar.get("low", bar["value"])), scale.at(bar.get("high", bar["value"]))
    end, middle = scale.at(bar["value"]), top + ROW // 2
    kind = "ours" if bar.get("ours") else "theirs"
    return [
        f'<text x="{LEFT - 10}" y="{middle + 5}" text-anchor="end">{escape(bar["name"])}</text>',
        f'<rect class="{kind}" x="{LEFT}" y="{top + 8}" width="{max(1.0, end - LEFT):g}" height="{ROW - 16}"/>',
        f'<path class="span" d="M{low:g} {middle}H{high:g}"/>',
        f'<text class="said" x="{max(end, high) + 8:g}" y="{middle + 5}">{number(bar["value"])}</text>',
    ]


def charts() -> dict[Path, str]:
    """Each drawing by its file."""
    told = tomllib.loads((DOCS / "performance.toml").read_text("utf-8"))
    return {DOCS / f"performance-{name}.svg": drawn(chart) for name, chart in told.items()}


if __name__ == "__main__":
    for path, svg in charts().items():
        path.write_text(svg, "utf-8")
