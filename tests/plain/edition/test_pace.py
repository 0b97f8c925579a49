"""A slice of a long press takes a moment, whatever its products cost."""

from __future__ import annotations

import pytest

from broadsheet.press import pace
from broadsheet.press.pace import Pace


class Work:
    """A clock that goes on by `costs` seconds a product; the costs may change from product to product."""

    def __init__(self, costs: list[float]) -> None:
        self.costs, self.now, self.done = costs, 0.0, 0
        self.pace = Pace(self)

    def __call__(self) -> float:
        return self.now

    def do(self, count: int) -> None:
        for _ in range(count):
            self.now += self.costs[min(self.done, len(self.costs) - 1)]
            self.done += 1

    def slice(self, seconds: float) -> list[int]:
        began, counts = self.now, []
        for count in self.pace.goes(seconds):
            self.do(count)
            counts.append(count)
        self.took = self.now - began
        return counts


@pytest.mark.parametrize("cost", [0.000_01, 0.000_5, 0.002, 0.008])
def test_a_slice_fills_its_time_and_no_more(cost: float) -> None:
    work = Work([cost])
    counts = work.slice(0.3)
    assert counts[0] == pace.FEWEST
    assert max(counts) <= pace.MOST
    assert work.took <= 0.3 + cost * pace.FEWEST
    assert work.took >= 0.3 * (1 - pace.WORTH_IT) - cost * pace.FEWEST


def test_very_dear_products_are_done_a_few_at_a_time() -> None:
    assert Work([0.1]).slice(0.3) == [pace.FEWEST]
    assert Work([0.1]).slice(0.000_001) == [pace.FEWEST]


def test_a_later_slice_begins_with_what_the_last_one_taught() -> None:
    work = Work([0.001])
    work.slice(0.3)
    assert work.slice(0.3) in ([299], [300])


def test_products_that_become_dear_lengthen_one_slice_and_no_later_one() -> None:
    work = Work([0.000_1] * 3_000 + [0.01] * 40_000)
    while work.done < 3_000:
        work.slice(0.3)
    work.slice(0.3)
    for _ in range(5):
        work.slice(0.3)
        assert work.took <= 0.3 + 0.01 * pace.FEWEST
