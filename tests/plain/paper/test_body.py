"""What is stored of a body becomes what stands on a page, in the order that headings are read in."""

from __future__ import annotations

import json

from broadsheet.paper.body import blocks
from broadsheet.paper.pieces import FactBox, Prose, Table


def test_a_crosshead_stands_one_step_below_the_headline_and_in_a_box_below_its_title() -> None:
    said = '<h3 data-block-key="a">How it was</h3><p>Dry.</p>'
    raw = [{"type": "prose", "value": said}, {"type": "fact_box", "value": {"title": "The ladder", "text": said}}]
    prose, box = blocks(json.dumps(raw), lambda _: "", lambda *_: None)
    assert prose == Prose("<h2>How it was</h2><p>Dry.</p>")
    assert box == FactBox("The ladder", "<h3>How it was</h3><p>Dry.</p>")


def test_figures_of_a_table_never_break_between_thousands() -> None:
    cells = ["1 250 000 t", "១ ២៥០", "12 or 3 400", "4 of 1 2345"]
    raw = [{"type": "table", "value": {"columns": [{"heading": "In 10 000"}] * 4, "rows": [{"values": cells}]}}]
    (table,) = blocks(json.dumps(raw), lambda _: "", lambda *_: None)
    assert isinstance(table, Table)
    assert table.head[0] == "In 10\u00a0000"
    assert table.rows == (("1\u00a0250\u00a0000 t", "១\u00a0២៥០", "12 or 3\u00a0400", "4 of 1 2345"),)
