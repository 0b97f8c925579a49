"""What a story says, in whatever block, is found; what belongs to markup is not."""

from __future__ import annotations

import json

from broadsheet.edition.words import heads_of
from broadsheet.paper.body import texts
from broadsheet.paper.search_text import Label, SearchText, search_entry

BODY = [
    {"type": "prose", "value": "<p>A <b>bold</b> claim &amp; more</p><h2>Subhead</h2>"},
    {"type": "quotation", "value": {"text": "Quoted words", "attribution": "Sok Dara"}},
    {"type": "list", "value": {"items": [{"type": "item", "value": "<p>Listed</p>"}, "Older"]}},
    {
        "type": "table",
        "value": {"columns": [{"heading": "Head"}], "rows": [{"values": ["Cell"]}], "caption": "Figures"},
    },
    {"type": "fact_box", "value": {"title": "Boxed", "text": "<p>Facts</p>"}},
    {"type": "photo", "value": {"photo": 1, "caption": "Captioned"}},
    {"type": "unheard_of", "value": "nothing"},
]


def test_every_block_is_read_as_plain_text() -> None:
    said = ["A bold claim & more", "Subhead", "Quoted words", "Sok Dara", "Listed", "Older"]
    assert texts(json.dumps(BODY)) == (*said, "Figures", "Head", "Cell", "Boxed", "Facts", "Captioned")
    assert texts("") == ()


def test_an_entry_has_words_and_what_the_story_belongs_to() -> None:
    labels = (Label("s", "world", "World"), Label("a", "sok-dara", "Sok \tDara"))
    entry = search_entry(SearchText("en", "Floods rise", "The lead.", "Body text.", "1 May 2026", labels))
    assert entry.words == "flood ris _ lead world sok dara _ body text"
    assert heads_of(entry.words) == "1_flood 1_ris _ 2_flood 2_ris 2__ 2_lead 2_world 2_sok 2_dara"
    assert (heads_of(""), heads_of(" _ ")) == ("_ 2__", "_ 2__")
    assert (entry.tags, entry.labels) == ("l_en s_world a_sok-dara", "s\tworld\tWorld\na\tsok-dara\tSok Dara")
    assert entry.known.split() == ["dara", "floods", "rise", "world"]


def test_a_story_has_no_more_tokens_than_every_engine_counts() -> None:
    entry = search_entry(SearchText("en", "Head", "lead " * 9_000, "word " * 30_000, "", ()))
    assert len(entry.words.split()) == 14_000
    assert len(f"{entry.words} {heads_of(entry.words)}".split()) < 16_000
