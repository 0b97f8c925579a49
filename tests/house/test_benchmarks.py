"""A benchmark that compares unlike things says so and stops."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest
from repository import ROOT


@pytest.mark.parametrize(("ours", "theirs"), [(8_900, 10_000), (11_100, 10_000)])
def test_pages_of_stories_that_differ_by_more_than_a_tenth_are_not_compared(
    monkeypatch: pytest.MonkeyPatch, ours: int, theirs: int
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    hugo = import_module("hugo")
    hugo.refuse_unlike(ours=theirs * 0.95, theirs=theirs)
    with pytest.raises(SystemExit, match=f"{ours:,} bytes here and {theirs:,} there: make them alike"):
        hugo.refuse_unlike(ours, theirs)
    for name in ("hugo", "press", "servers"):
        del sys.modules[name]
