"""Three versions of a text side by side: nothing of ours is lost, and what we did not touch follows the agency."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stories.merging import Row, Standing, align, pairs

WORDS = st.sampled_from(["ships", "come", "in", "from", "the", "sea", "at", "noon", "harbour", "open", "again"])
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, max_size=8)


def column(rows: list[Row], name: str, text: list[str]) -> list[str]:
    return [text[getattr(row, name)] for row in rows if getattr(row, name) is not None]


def settled(rows: list[Row], new: list[str], ours: list[str], take: set[Standing]) -> list[str]:
    """The text where rows of these standings follow the agency and the others stay ours."""
    chosen = [(new, row.new) if row.standing in take else (ours, row.ours) for row in rows]
    return [text[place] for text, place in chosen if place is not None]


@given(TEXTS, TEXTS, TEXTS)
def test_each_column_is_its_text_whole_and_in_its_order(old: list[str], new: list[str], ours: list[str]) -> None:
    rows = align(old, new, ours)
    assert column(rows, "old", old) == old
    assert column(rows, "new", new) == new
    assert column(rows, "ours", ours) == ours


@given(TEXTS, TEXTS)
def test_where_we_changed_nothing_all_that_can_be_taken_gives_the_agencys_text(old: list[str], new: list[str]) -> None:
    rows = align(old, new, old)
    assert {row.standing for row in rows} <= {Standing.SAME, Standing.THEIRS}
    assert settled(rows, new, old, {Standing.THEIRS}) == new


@given(TEXTS, TEXTS)
def test_where_the_agency_changed_nothing_there_is_nothing_to_decide(old: list[str], ours: list[str]) -> None:
    assert {row.standing for row in align(old, old, ours)} <= {Standing.SAME, Standing.OURS}


@given(TEXTS, TEXTS, TEXTS)
def test_taking_what_is_untouched_loses_no_paragraph_of_ours(old: list[str], new: list[str], ours: list[str]) -> None:
    rows = align(old, new, ours)
    left = settled(rows, new, ours, {Standing.THEIRS})
    own = [ours[row.ours] for row in rows if row.ours is not None and row.standing is not Standing.THEIRS]
    rest = iter(left)
    assert all(paragraph in rest for paragraph in own)
    # What did go was the agency's own, word for word.
    gone = [row for row in rows if row.standing is Standing.THEIRS and row.ours is not None]
    assert all(row.old is not None and old[row.old] == ours[row.ours] for row in gone if row.ours is not None)


@given(TEXTS, TEXTS, TEXTS)
def test_taking_everything_gives_the_agencys_text(old: list[str], new: list[str], ours: list[str]) -> None:
    assert settled(align(old, new, ours), new, ours, set(Standing)) == new


def test_a_change_of_theirs_beside_a_change_of_ours_is_no_conflict() -> None:
    old = ["Ships come in at noon.", "Three of them are new.", "More will come."]
    new = ["Ships come in at noon.", "Four of them are new.", "More will come."]
    ours = ["Ships come in at noon today.", "Three of them are new.", "More will come.", "Our own last line."]
    rows = align(old, new, ours)
    assert [row.standing for row in rows] == [Standing.OURS, Standing.THEIRS, Standing.SAME, Standing.OURS]


def test_what_both_changed_is_asked() -> None:
    rows = align(["Three ships are new."], ["Four ships are new."], ["Three big ships are new."])
    assert rows == [Row(0, 0, 0, Standing.BOTH)]


def test_what_we_cut_and_they_changed_is_asked() -> None:
    rows = align(["One.", "Three ships are new."], ["One.", "Four ships are new."], ["One."])
    assert rows == [Row(0, 0, 0, Standing.SAME), Row(1, 1, None, Standing.BOTH)]


def test_what_both_put_in_alike_stands_once() -> None:
    rows = align(["One."], ["One.", "Two."], ["One.", "Two."])
    assert rows[1] == Row(None, 1, 1, Standing.SAME)


@pytest.mark.parametrize("length", [1_500, 4_000])
def test_a_very_long_text_is_still_whole(length: int) -> None:
    old = [f"paragraph {n % 7}" for n in range(length)]
    new = ["first", *old[: length // 2], "middle", *old[length // 2 :]]
    rows = align(old, new, old)
    assert settled(rows, new, old, {Standing.THEIRS}) == new
    assert pairs(old, new)[-1] == (length - 1, length + 1)
