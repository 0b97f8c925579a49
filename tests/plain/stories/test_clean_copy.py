"""Words without what no reader sees."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stories import clean_copy

KHMER = "កប៉ាល់\u200bចុងក្រោយ"


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("Two  boats\u00ad ", "Two boats"),
        (" harbour\u00admaster\ufeff", "harbourmaster"),
        ("Lantern\r\n\r\nmakers\u00a0 count", "Lantern makers count"),
        ("over\u200b the\u200d river", "over the river"),
        (f"{KHMER}\u200b at dawn", f"{KHMER} at dawn"),
        ("40\u00a0km of\u00a0queue", "40\u00a0km of queue"),
        ("a family 👨\u200d👩\u200d👧 on deck", "a family 👨\u200d👩\u200d👧 on deck"),
        ("\u202aleft\u202c to\x07 right\x0b", "left to right"),
        ("\u00a0\u2003 ", ""),
    ],
)
def test_a_line_has_only_what_is_seen(given_: str, kept: str) -> None:
    assert clean_copy.line(given_) == kept


def test_empty_lines_of_a_text_go() -> None:
    assert clean_copy.lines("One \n\n\u00a0\n  two\u00a0\r\n") == "One\ntwo"


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        (
            '<p data-block-key="a">Two\u00a0 <b>boats </b> left&nbsp;</p>',
            '<p data-block-key="a">Two <b>boats </b>left</p>',
        ),
        ("<p>One</p><p>\u00a0</p><p><b> </b></p><h3></h3><p>two</p>", "<p>One</p><p>two</p>"),
        ("<ul><li>\u00ad</li><ul><li> </li></ul></ul><p>Two</p>", "<p>Two</p>"),
        ('<p data-block-key="a"> </p><p></p>', '<p data-block-key="a"></p>'),
        (f"<p>{KHMER[:7]}<b>{KHMER[7:]}</b></p>", f"<p>{KHMER[:7]}<b>{KHMER[7:]}</b></p>"),
        ('<p>5 &lt; 6 &amp; <a href="https://a.example/?b=1&amp;c=2">so</a> on</p>',) * 2,
        ("<p>One<br/> two </p>", "<p>One<br/>two</p>"),
        ("", ""),
    ],
)
def test_rich_text_keeps_its_marks(given_: str, kept: str) -> None:
    assert clean_copy.rich(given_) == kept


@given(st.text(alphabet="ab ក\u200b\u00a0\u00ad\n👨\u200d1 <>&", max_size=40))
def test_cleaned_once_is_clean_and_no_letter_is_lost(text: str) -> None:
    once = clean_copy.line(text)
    assert clean_copy.line(once) == once
    assert [one for one in once if one.isprintable() and one != " "] == [
        one for one in text if one.isprintable() and one != " "
    ]


def test_a_body_is_cleaned_block_by_block() -> None:
    dirty, clean = "Two  boats\u00ad", "Two boats"
    body = [
        {"type": "prose", "value": f"<p>{dirty}</p><p></p>", "id": "1"},
        {"type": "quotation", "value": {"text": f"<p>{dirty}</p>", "attribution": dirty}},
        {
            "type": "list",
            "value": {"ordered": False, "items": [{"type": "item", "value": f"<p>{dirty}</p>", "id": "2"}]},
        },
        {"type": "photo", "value": {"photo": 7, "caption": dirty}},
        {"type": "fact_box", "value": {"title": dirty, "text": f"<p>{dirty}</p>"}},
        {
            "type": "table",
            "value": {
                "columns": [{"type": "text", "heading": dirty}, {"type": "rich_text", "heading": ""}],
                "rows": [{"values": [dirty, f"<p>{dirty}</p>"]}],
                "caption": dirty,
            },
        },
        {"type": "unknown", "value": 3},
    ]
    text = str(clean_copy.body(body))
    assert "\u00ad" not in text and "\\xad" not in text and "  " not in text and text.count(clean) == 11
    assert "'id': '1'" in text and "'id': '2'" in text and "<p></p>" not in text
    assert clean_copy.body(clean_copy.body(body)) == clean_copy.body(body)
