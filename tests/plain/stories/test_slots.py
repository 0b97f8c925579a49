"""Slots of a front: pinned stories keep their number, others move up, and the rest fills itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stories import slots
from broadsheet.stories.slots import Placed, fill

AUTOMATIC = (11, 12, 13, 14, 15, 16)


def stands(placed: tuple[Placed, ...], *, gone: tuple[int, ...] = (), count: int = 5) -> list[int]:
    shown = {one.story_id for one in placed} - set(gone)
    return [slot.story_id for slot in fill(placed, [pk for pk in AUTOMATIC if pk not in gone], count, shown=shown)]


def test_what_nobody_has_touched_fills_itself() -> None:
    assert stands(()) == [11, 12, 13, 14, 15]


def test_a_story_that_is_put_into_a_slot_stands_there_and_others_move_down() -> None:
    one = slots.put((), 15, 1, shown={15})
    assert one == (Placed(15),) and stands(one) == [15, 11, 12, 13, 14]
    two = slots.put(one, 7, 1, shown={15, 7})
    assert stands(two) == [7, 15, 11, 12, 13]
    assert stands(slots.put(two, 15, 1, shown={15, 7})) == [15, 7, 11, 12, 13]
    assert stands(slots.clear(two, 7)) == [15, 11, 12, 13, 14]


def test_a_story_that_leaves_lets_the_next_move_up() -> None:
    placed = (Placed(1), Placed(2), Placed(3))
    assert stands(placed, gone=(1,)) == [2, 3, 11, 12, 13]
    assert stands(placed, gone=(11,)) == [1, 2, 3, 12, 13]


def test_a_pinned_story_keeps_its_number() -> None:
    placed = slots.pin((Placed(1), Placed(2), Placed(3)), 3, 3, shown={1, 2, 3})
    assert stands(placed) == [1, 2, 3, 11, 12]
    assert stands(placed, gone=(1,)) == [2, 11, 3, 12, 13]
    assert stands(placed, gone=(3,)) == [1, 2, 11, 12, 13]
    assert stands(slots.unpin(placed, 3, shown={1, 2, 3}), gone=(1,)) == [2, 3, 11, 12, 13]


def test_below_stories_that_stand_there_by_themselves_it_is_pinned() -> None:
    placed = slots.put((), 7, 3, shown={7})
    assert placed == (Placed(7, slot=3),) and stands(placed) == [11, 12, 7, 13, 14]
    assert stands(slots.put(placed, 8, 3, shown={7, 8})) == [11, 12, 8, 7, 13]


def test_a_headline_follows_its_story() -> None:
    placed = slots.retitle((Placed(1), Placed(2)), 2, "Only here")
    assert slots.put(placed, 2, 1, shown={1, 2}) == (Placed(2, "Only here"), Placed(1))
    assert slots.read(slots.kept(placed)) == placed


def test_who_leads_is_the_first_that_editors_have_put() -> None:
    assert slots.leading(()) == 0
    assert slots.leading((Placed(1), Placed(2))) == 1
    assert slots.leading((Placed(1), Placed(2, slot=1))) == 2
    assert slots.leading((Placed(2, slot=3),)) == 0


NUMBERS = st.integers(1, 8)
ACTS = st.lists(st.tuples(st.sampled_from(["put", "pin", "unpin", "clear"]), NUMBERS, st.integers(1, 5)), max_size=8)


@given(acts=ACTS, gone=st.sets(NUMBERS, max_size=3))
def test_after_any_acts_each_story_stands_once_and_where_it_was_put(
    acts: list[tuple[str, int, int]], gone: set[int]
) -> None:
    shown = set(range(1, 9)) - gone
    placed: tuple[Placed, ...] = ()
    for act, story, slot in acts:
        if act == "clear":
            placed = slots.clear(placed, story)
        elif act == "unpin":
            placed = slots.unpin(placed, story, shown=shown)
        elif len([one for one in placed if one.story_id != story]) < 5:
            placed = {"put": slots.put, "pin": slots.pin}[act](placed, story, slot, shown=shown)
            found = fill(placed, AUTOMATIC, 5, shown=shown)
            if story in shown:
                assert found[slot - 1].story_id == story, (act, placed)
        found = fill(placed, AUTOMATIC, 5, shown=shown)
        ids = [one.story_id for one in found]
        assert len(ids) == 5 and len(set(ids)) == 5
        assert not gone & set(ids)
