"""What is typed in a hurry becomes paragraphs and quotations, letter by letter, and never markup."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stories.typed_words import blocks_of


def test_paragraphs_quotations_and_links_are_seen() -> None:
    typed = "The dam holds.\nSo far.\r\n\r\nMore at https://dam.example/now."
    typed += "\n\n> We stay.\n> Always. — Sok Dara\n\n<b>5 > 4"
    assert blocks_of(typed) == [
        {
            "type": "prose",
            "value": "<p>The dam holds.<br/>So far.</p>"
            '<p>More at <a href="https://dam.example/now">https://dam.example/now</a>.</p>',
        },
        {"type": "quotation", "value": {"text": "<p>We stay.<br/>Always.</p>", "attribution": "Sok Dara"}},
        {"type": "prose", "value": "<p>&lt;b&gt;5 &gt; 4</p>"},
    ]
    assert blocks_of("  \n\n ") == []


@given(st.text(alphabet=st.sampled_from("ab<>&\"' \n—-:/.htps"), max_size=80))
def test_no_letter_is_lost_and_none_becomes_markup(typed: str) -> None:
    said = ""
    for block in blocks_of(typed):
        value = block["value"]
        html = value if isinstance(value, str) else value["text"]
        assert set(re.findall(r"<(/?\w+)", html)) <= {"p", "/p", "a", "/a", "br"}
        said += unescape(re.sub(r"<[^>]*>", "", html)) + ("" if isinstance(value, str) else value["attribution"])
    letters = re.compile(r"[\s>—-]")
    assert letters.sub("", said) == letters.sub("", typed)
