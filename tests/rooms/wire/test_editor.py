"""Whatever markup comes from an agency, Wagtail's editor opens it, and saves it without losing a letter."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from broadsheet.stories.body_pieces import body_of, pieces_of_prose
from broadsheet.stories.models.blocks import BodyBlock
from broadsheet.wire import markup

FEATURES = ["bold", "italic", "link", "h3", "ol", "ul", "superscript", "subscript"]


def through_the_editor(ours: str, features: Sequence[str] = FEATURES) -> str:
    """What is saved of `ours` when an editor opens it and saves it; the random keys of blocks taken out."""
    converter = ContentstateConverter(features=list(features))
    opened = converter.from_database_format(ours)
    assert json.loads(opened)["blocks"]
    return re.sub(' data-block-key="[^"]*"', "", converter.to_database_format(opened))


@pytest.mark.parametrize(
    "agency",
    [
        "Bare text",
        "<p>One<br>Two</p><p><br></p>",
        "<ul><li>a<ul><li>b<br>c</li></ul></li></ul>",
        "<h2>Head</h2><p><b>bold <i>both</b> italic</i></p>",
        "<p>A <a href='https://a.example/?x=1&amp;y=2'>link<br>over two</a> lines</p>",
        "<table><tr><td>1</td><td>2</td></tr></table>",
        "<div><p>nested<div>deeper</p></div>",
        "<p>a&nbsp;b &lt;c&gt; &amp;amp;</p>",
        "<ol><li>a</li></ol><ul><li>b</li></ul>tail",
        "<p>ភាសា\u200bខ្មែរ</p>",
    ],
)
def test_the_editor_opens_and_saves_what_we_made(agency: str) -> None:
    ours = markup.from_html(agency)
    saved = through_the_editor(ours)
    assert markup.letters(saved) == markup.letters(ours)
    assert saved.count("<br/>") == ours.count("<br/>")
    # What the editor saved is of our own shape: another turn changes nothing.
    assert through_the_editor(markup.from_html(saved)) == saved


def test_lists_within_lists_stay_such_in_the_editor() -> None:
    agency = "<ul>" + "".join(f"<li>{n}<{kind}><li>{n}.1" for n, kind in enumerate(("ol", "ul", "ol", "ul"))) + "</ul>"
    ours = markup.from_html(agency)
    assert ours.count("<ul>") + ours.count("<ol>") == 5
    assert through_the_editor(ours) == ours


def test_a_table_and_a_quotation_of_an_agency_open_and_save_as_blocks_of_a_story() -> None:
    agency = """<p>Before</p><table><tr><th>Club</th><th>Points</th></tr><tr>
    <td><a href="https://delta.example/">Delta</a> <b>up</b></td><td>12</td></tr></table>
    <blockquote><p>Tired.</p><p>So <i>very</i> <a href="https://a.example/">tired</a>.</p></blockquote><p>After</p>"""
    body = body_of(pieces_of_prose(markup.from_html(agency)))
    block = BodyBlock()
    opened = block.to_python([dict(part, id=str(number)) for number, part in enumerate(body)])
    assert "Delta" in block.render(opened)
    saved = block.get_prep_value(block.clean(opened))
    assert [(part["type"], part["value"]) for part in saved[1:3]] == [
        (part["type"], part["value"]) for part in body[1:3]
    ]
    cell, quoted = body[1]["value"]["rows"][0]["values"][0], body[2]["value"]["text"]
    inline = ["bold", "italic", "link"]
    assert through_the_editor(cell, inline) == cell and through_the_editor(quoted, inline) == quoted


def test_a_quotation_that_was_kept_as_plain_words_opens_as_paragraphs() -> None:
    block = BodyBlock()
    kept = [{"type": "quotation", "value": {"text": "Tired & old,\nall.\n\nSo.", "attribution": ""}, "id": "1"}]
    (quotation,) = block.to_python(kept)
    assert quotation.value["text"].source == "<p>Tired &amp; old,<br/>all.</p><p>So.</p>"
