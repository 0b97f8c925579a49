"""Search and replace: finds are what readers see, only those that are chosen change, and nothing else does."""

from __future__ import annotations

from typing import Any

from broadsheet.stories.replacing import Replacer, Wanted

BODY: list[dict[str, Any]] = [
    {"type": "prose", "id": "a", "value": '<p data-block-key="x">The dam &amp; the <a href="/dam">dam</a> damage.</p>'},
    {"type": "photo", "id": "b", "value": {"photo": 3, "caption": "A dam < 3 m"}},
    {"type": "quotation", "id": "c", "value": {"text": "<p>No dam!</p>", "attribution": "Dam Sok"}},
    {
        "type": "list", "id": "d",
        "value": {"ordered": False, "items": [{"type": "item", "id": "e", "value": "<p>dam</p>"}]},
    },
    {"type": "fact_box", "id": "f", "value": {"title": "The dam", "text": "<p>Built 1995</p>"}},
    {
        "type": "table", "id": "g",
        "value": {
            "columns": [{"type": "text", "heading": ""}, {"type": "rich_text", "heading": ""}],
            "rows": [{"values": ["dam < 2", "<p>dam</p>"]}], "caption": "",
        },
    },
]  # fmt: skip


def test_every_word_that_readers_see_is_found_and_no_tag() -> None:
    replacer = Replacer(Wanted("dam", "weir"))
    assert replacer.body(BODY) == BODY, "nothing is chosen, and not a letter changes"
    assert [find.where for find in replacer.finds] == [
        "Block 1", "Block 1", "Block 2", "Block 3", "Block 4", "Block 5", "Block 6", "Block 6",
    ]  # fmt: skip
    assert replacer.finds[2].before == "A " and replacer.finds[2].after == " < 3 m"


def test_what_is_chosen_changes_and_nothing_beside_it() -> None:
    body = Replacer(Wanted("dam", "weir & lock"), {1, 2, 7}).body(BODY)
    assert body[0]["value"] == (
        '<p data-block-key="x">The dam &amp; the <a href="/dam">weir &amp; lock</a> damage.</p>'
    )
    assert body[1]["value"] == {"photo": 3, "caption": "A weir & lock < 3 m"}
    assert body[5]["value"]["rows"] == [{"values": ["dam < 2", "<p>weir &amp; lock</p>"]}]
    assert body[2:5] == BODY[2:5]


def test_capitals_and_parts_of_words_are_found_where_that_is_wanted() -> None:
    def count(**how: bool) -> int:
        replacer = Replacer(Wanted("dam", "", **how))
        replacer.body(BODY)
        return len(replacer.finds)

    assert (count(), count(any_case=True), count(whole=False)) == (8, 9, 9)


def test_khmer_is_found_within_a_sentence_and_marks_of_patterns_are_letters() -> None:
    assert Replacer(Wanted("ទឹក", "X"), {0}).text("មានទឹកជំនន់", "") == "មានXជំនន់"
    assert Replacer(Wanted("a.b", "\\1"), {0}).text("axb a.b", "") == "axb \\1"
