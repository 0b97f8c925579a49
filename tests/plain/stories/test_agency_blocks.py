"""An agency's tables and quotations become the story's own blocks, and no word of them is lost."""

from __future__ import annotations

from typing import Any

from broadsheet.stories.agency_blocks import words_of
from broadsheet.stories.body_pieces import Piece, body_of, pieces_of, pieces_of_prose
from broadsheet.wire import markup

ROWS = "<tr><th>Club</th><th>Points</th></tr><tr><td>Delta &amp; Sons</td><td>12</td></tr><tr><td>Tamuon</td></tr>"
QUOTED = "<blockquote><p>We are tired,<br/>all of us.</p><p>So <b>tired</b>.</p></blockquote>"
AGENCY = f"<p>Delta lead again.</p><table>{ROWS}</table>{QUOTED}<h3>Next</h3><ul><li>Monday</li></ul>"


def test_tables_and_quotations_become_blocks_between_the_paragraphs() -> None:
    body = body_of(pieces_of_prose(markup.from_html(AGENCY)))
    assert [block["type"] for block in body] == ["prose", "table", "quotation", "prose"]
    assert body[1]["value"] == {
        "columns": [{"type": "text", "heading": "Club"}, {"type": "text", "heading": "Points"}],
        "rows": [{"values": ["Delta & Sons", "12"]}, {"values": ["Tamuon", ""]}],
        "caption": "",
    }
    said = "<p>We are tired,<br/>all of us.</p><p>So <b>tired</b>.</p>"
    assert body[2]["value"] == {"text": said, "attribution": ""}
    assert body[3]["value"] == "<h3>Next</h3><ul><li>Monday</li></ul>"


def test_a_table_without_headings_keeps_its_first_row() -> None:
    (block,) = body_of(pieces_of_prose("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"))
    assert [column["heading"] for column in block["value"]["columns"]] == ["", ""]
    assert [row["values"] for row in block["value"]["rows"]] == [["a", "b"], ["c", "d"]]


def test_what_the_agency_sent_and_what_the_story_holds_compare_as_equal() -> None:
    sent = pieces_of_prose(markup.from_html(AGENCY))
    assert [piece.key for piece in pieces_of(body_of(sent))] == [piece.key for piece in sent]


def test_the_words_of_a_block_can_be_read_side_by_side() -> None:
    table, quotation = (piece.block for piece in pieces_of_prose(markup.from_html(AGENCY)) if piece.block)
    assert words_of(table) == "Club | Points\nDelta & Sons | 12\nTamuon | "
    assert words_of(quotation) == "We are tired,\nall of us.\n\nSo tired."


def test_links_and_marks_stay_in_cells_and_one_in_a_heading_keeps_its_row() -> None:
    rows = """<tr><th>Club</th><th><a href="https://a.example/">Points</a></th></tr>
    <tr><td>Delta <b>&amp; Sons</b></td><td>12</td></tr>"""
    (table,) = (piece.block for piece in pieces_of_prose(markup.from_html(f"<table>{rows}</table>")))
    assert table is not None
    assert [column["type"] for column in table["value"]["columns"]] == ["rich_text", "rich_text"]
    assert table["value"]["rows"][0]["values"][1] == '<p><a href="https://a.example/">Points</a></p>'
    assert table["value"]["rows"][1]["values"] == ["<p>Delta <b>&amp; Sons</b></p>", "<p>12</p>"]
    assert words_of(table) == "Club | Points\nDelta & Sons | 12"


def test_what_an_editor_opened_and_saved_compares_as_equal() -> None:
    sent = pieces_of_prose(markup.from_html(AGENCY))[2].block
    assert sent is not None
    text = '<p data-block-key="x1">We are tired,<br/>all of us.</p><p data-block-key="x2">So <b>tired</b>.</p>'
    saved: dict[str, Any] = {"type": "quotation", "value": {"text": text, "attribution": ""}, "id": "1"}
    assert Piece(block=saved).key == Piece(block=sent).key
    assert (
        Piece(block={**saved, "value": {"text": text.replace("all", "many"), "attribution": ""}}).key
        != Piece(block=sent).key
    )
