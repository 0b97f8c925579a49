"""Which dispatch updates, corrects, repeats or cancels which."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.wire.dispatch import Dispatch, Status
from broadsheet.wire.succession import Held, Succession, fingerprint, judge, standing


def version(number: str, hour: int | None = None, *, words: str = "", status: Status = Status.USABLE) -> Dispatch:
    created = None if hour is None else datetime(2024, 5, 6, hour, tzinfo=UTC)
    body = f"<p>{words or number}</p>" if status is not Status.CANCELLED else ""
    return Dispatch("g", "text", "Ferry", version=number, version_created=created, status=status, body_html=body)


def held(*dispatches: Dispatch) -> list[Held]:
    return [Held(one.version, one.version_created, one.status, fingerprint(one)) for one in dispatches]


KILL = version("9", 9, status=Status.CANCELLED)


def test_the_first_version_is_new() -> None:
    assert judge([], version("1", 1)) is Succession.NEW


def test_a_later_time_updates_whatever_the_number() -> None:
    assert judge(held(version("7", 1)), version("3", 2)) is Succession.UPDATE


def test_an_earlier_time_is_older_whatever_the_number() -> None:
    assert judge(held(version("3", 2)), version("7", 1)) is Succession.OLDER


def test_without_times_numbers_count_as_numbers() -> None:
    assert judge(held(version("9")), version("10")) is Succession.UPDATE
    assert judge(held(version("10")), version("9")) is Succession.OLDER


def test_the_newest_of_all_versions_counts() -> None:
    assert judge(held(version("3", 3), version("1", 1)), version("2", 2)) is Succession.OLDER


def test_the_same_again_is_a_replay_also_of_an_old_version() -> None:
    assert judge(held(version("1", 1), version("2", 2)), version("1", 1)) is Succession.REPLAY


def test_new_words_under_an_old_number_are_an_update() -> None:
    assert judge(held(version("1", 1)), version("1", 1, words="Changed")) is Succession.UPDATE


def test_another_subheadline_is_an_update_and_no_replay() -> None:
    first = version("1", 1)
    assert judge(held(first), replace(first, subheadline="Storm is over")) is Succession.UPDATE


def test_a_correction_is_told_from_an_update() -> None:
    corrected = Dispatch("g", "text", "CORRECTED-Ferry", version="2", signal="correction")
    assert judge(held(version("1")), corrected) is Succession.CORRECTION


def test_a_cancellation_wins_in_whatever_order() -> None:
    story, update = version("1", 1), version("10", 10)
    for order in permutations([story, update, KILL]):
        before: list[Dispatch] = []
        verdicts = []
        for dispatch in order:
            verdicts.append(judge(held(*before), dispatch))
            before.append(dispatch)
        killed_at = order.index(KILL)
        assert verdicts[killed_at] is Succession.CANCELLATION
        assert set(verdicts[killed_at + 1 :]) <= {Succession.OLDER}


def test_a_cancellation_said_twice_is_a_replay() -> None:
    assert judge(held(KILL), KILL) is Succession.REPLAY


@st.composite
def arrivals(draw: st.DrawFn) -> tuple[list[Dispatch], list[Dispatch]]:
    """The same versions twice, each in an order of its own and some of them again: with and without times and kills."""
    keys = st.tuples(st.integers(0, 30), st.none() | st.integers(0, 23))
    by_number = draw(st.booleans())
    unique = (lambda key: key[0]) if by_number else (lambda key: key[1])
    rows = draw(st.lists(keys, min_size=1, max_size=6, unique_by=unique))
    status = st.sampled_from([Status.USABLE, Status.USABLE, Status.WITHHELD, Status.CANCELLED])
    versions = [version(str(number), hour if by_number else hour or 0, status=draw(status)) for number, hour in rows]
    if not by_number:
        versions = list({one.version_created: one for one in versions}.values())
    again = [draw(st.permutations([*versions, *draw(st.lists(st.sampled_from(versions), max_size=4))])) for _ in "ab"]
    return again[0], again[1]


def shown_after(order: list[Dispatch]) -> tuple[str, Status]:
    """The fingerprint of what is shown in the end, and the item's status, replays dropped as intake drops them."""
    kept: list[Dispatch] = []
    for dispatch in order:
        kept += [] if judge(held(*kept), dispatch) is Succession.REPLAY else [dispatch]
    end = standing(held(*kept))
    return fingerprint(kept[end.shown]), end.status


@settings(deadline=None, max_examples=300)
@given(arrivals())
def test_whatever_the_order_and_the_replays_the_end_is_the_same(orders: tuple[list[Dispatch], list[Dispatch]]) -> None:
    assert shown_after(orders[0]) == shown_after(orders[1])


@settings(deadline=None)
@given(arrivals())
def test_a_cancelled_item_is_never_usable_and_never_blank(orders: tuple[list[Dispatch], list[Dispatch]]) -> None:
    order = orders[0]
    end = standing(held(*order))
    assert (end.status is Status.CANCELLED) == any(one.status is Status.CANCELLED for one in order)
    if any(one.body_html for one in order):
        assert order[end.shown].body_html


def test_versions_without_times_between_others_make_no_circle() -> None:
    # "3" has no time and is ahead of "2" by number; "2" is ahead of "4" by time: one clock must hold for all.
    three = [version("3"), version("4", 1), version("2", 2)]
    assert len({shown_after(list(order)) for order in permutations(three)}) == 1


NUMBERS = st.text(max_size=6) | st.integers(0, 10**30).map(str)


@settings(deadline=None)
@given(st.lists(st.tuples(NUMBERS, st.none() | st.integers(0, 23), st.sampled_from(Status)), max_size=5))
def test_whatever_came_comes_again_as_a_replay(rows: list[tuple[str, int | None, Status]]) -> None:
    dispatches = [version(number, hour, status=status) for number, hour, status in rows]
    for dispatch in dispatches:
        assert judge(held(*dispatches), dispatch) is Succession.REPLAY
