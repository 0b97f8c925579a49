"""Beside a kiosk each slice of a backlog begins small: what waits next may be dearer than what waited last."""

from __future__ import annotations

from typing import Any

import pytest
from cast import NOW, Cast

from broadsheet.press import pace
from broadsheet.press.backlog import Backlog, Waiting
from broadsheet.press.run import Press

STORIES = ("/2026/11/23/flood", "/2026/11/23/lantern")


def test_what_one_backlog_taught_does_not_make_the_next_one_keep_a_publication_waiting(
    cast: Cast, pressed: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    really = Backlog.first

    def first(self: Backlog, count: int, **others: Any) -> list[Waiting]:
        asked.append(count)
        return really(self, count, **others)

    monkeypatch.setattr(Backlog, "first", first)
    monkeypatch.setattr(pace, "FEWEST", 5)
    for _ in range(2):
        asked.clear()
        with pressed.writer.transaction():
            pressed.backlog.add((1, address, "article") for address in STORIES)
        assert pressed.run_once(NOW) is not None
        assert max(asked) == 5
