"""Nobody has more than his share, and the count itself stays small."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire import rates
from broadsheet.wire.rates import Rate


@given(st.lists(st.floats(0, 30), max_size=80), st.integers(1, 5))
def test_within_any_window_there_are_never_more_than_allowed(pauses: list[float], most: int) -> None:
    rate, now, let = Rate(most, 60), 0.0, []
    for pause in pauses:
        now += pause
        if not rate.wait("delta", now):
            rate.count("delta", now)
            let.append(now)
    assert all(sum(at - 60 < other <= at for other in let) <= most for at in let)


def test_each_name_has_its_own_share() -> None:
    rate = Rate(1, 60)
    rate.count("a", 0)
    assert rate.wait("a", 30) == 30 and rate.wait("b", 30) == 0 and rate.wait("a", 60) == 0


def test_no_more_names_are_remembered_than_is_due() -> None:
    rate = Rate(1, 60)
    for number in range(rates.MOST_REMEMBERED + 10):
        rate.count(str(number), 0)
    assert rate.wait("0", 1) == 0 and rate.wait(str(rates.MOST_REMEMBERED), 1) > 0
