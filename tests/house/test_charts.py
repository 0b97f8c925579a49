"""The drawings of the figures are those of the figures that stand beside them."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]


def test_drawings_are_of_the_figures(monkeypatch):
    monkeypatch.syspath_prepend(str(HERE / "scripts"))
    import charts

    made = charts.charts()
    kept = {path: path.read_text("utf-8") for path in (HERE / "docs").glob("performance-*.svg")}
    assert kept == made, "Run `python scripts/charts.py`."
    del sys.modules["charts"]
