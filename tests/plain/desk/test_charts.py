"""Bars with their words and their numbers."""

from __future__ import annotations

from broadsheet.desk.charts import chart, table

LABELS = ["08:00", "09:00", "10:00"]


def test_the_tallest_bar_fills_the_drawing_and_what_is_there_can_be_seen() -> None:
    drawn = chart([0, 1_000, 1], LABELS, what="Items", unit="items", height=40)
    assert [(bar.y, bar.height) for bar in drawn.bars] == [(40, 0), (0, 40), (39, 1)]
    assert drawn.words == "Items: 1,001 items in all, most at 09:00 (1,000), 1 in the last bar."


def test_a_chart_of_nothing_says_so() -> None:
    assert chart([0, 0, 0], LABELS, what="Items", unit="items").words == "Items: none."
    assert table("Items", []).rows == ()


def test_the_numbers_stand_in_a_table_a_column_a_chart() -> None:
    one, two = (chart(values, LABELS, what="x", unit="x") for values in ([1, 2, 3], [4, 5, 6]))
    told = table("Items", [("AFP", one), ("DPA", two)])
    assert told.heads == ("AFP", "DPA") and told.rows[1] == ("09:00", (2, 5))
