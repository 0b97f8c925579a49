"""Whatever markup comes from an agency, Wagtail's editor opens it, and saves it without losing a letter."""

from __future__ import annotations

import json
import re

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from broadsheet.wire import markup

FEATURES = ["bold", "italic", "link", "h3", "ol", "ul", "superscript", "subscript"]


def through_the_editor(ours: str) -> str:
    """What is saved of `ours` when an editor opens it and saves it; the random keys of blocks taken out."""
    converter = ContentstateConverter(features=FEATURES)
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
