"""An excerpt shows what was asked for, cut between words, and loses no letter of what it shows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.text.excerpts import LENGTH, Piece, beginning, excerpt, marked
from broadsheet.text.index_words import wanted_in

LONG = "Nothing of note happened here. " * 20


def shown(pieces: list[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def found(text: str, query: str) -> str:
    return shown(marked(text, wanted_in(query)))


@pytest.mark.parametrize(
    ("text", "query", "wanted"),
    [
        ("Flooding on the Mekong", "mekong floods", "[Flooding] on the [Mekong]"),
        ("Café, cafes and CAFÉ", "cafe", "[Café], [cafes] and [CAFÉ]"),
        (
            "a state of emergency, an emergency state",
            '"state of emergency"',
            "a [state of emergency], an emergency state",
        ),
        ("state state of emergency", '"state emergency"', "state [state of emergency]"),
        ("នៅភ្នំពេញថ្ងៃនេះ", "ភ្នំពេញ", "នៅ[ភ្នំពេញ]ថ្ងៃនេះ"),
        ("នៅភ្នំ\u200bពេញ", "ភ្នំពេញ", "នៅ[ភ្នំ\u200bពេញ]"),
        ("ឆ្នាំ២០២៦", "2026", "ឆ្នាំ[២០២៦]"),
        ("one two three", '"one two" "two three"', "[one two three]"),
        ("no such thing", "mekong", "no such thing"),
    ],
)
def test_what_was_asked_for_is_marked(text: str, query: str, wanted: str) -> None:
    assert found(text, query) == wanted


def test_the_piece_that_holds_most_is_shown() -> None:
    paragraphs = [LONG, "The river rose.", LONG + "At the bridge the river stood a metre higher. " + LONG, LONG]
    said = shown(excerpt(paragraphs, wanted_in("river bridge metre")))
    assert "[bridge] the [river] stood a [metre] higher" in said
    assert said.startswith("… ") and said.endswith(" …")
    assert len(said) < LENGTH + 20


def test_nothing_is_shown_where_nothing_was_found() -> None:
    assert excerpt([LONG], wanted_in("river")) == []


def test_khmer_is_cut_between_syllables() -> None:
    text = "រដ្ឋាភិបាលកម្ពុជាបានប្រកាស" * 20 + "ភ្នំពេញ" + "រដ្ឋាភិបាលកម្ពុជាបានប្រកាស" * 20
    said = shown(excerpt([text], wanted_in("ភ្នំពេញ"))).strip("… ")
    assert "[ភ្នំពេញ]" in said
    assert "\u1780" <= said[0] <= "\u17b3"
    assert text[text.index(said.split("]")[1]) :][len(said.split("]")[1])] <= "\u17b3"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet='ab\u0301é ក្ខាំ\u200b".,', max_size=60), st.text(alphabet='abé ក្ខា"', max_size=12))
def test_no_letter_is_lost(text: str, query: str) -> None:
    assert "".join(piece.text for piece in marked(text, wanted_in(query))) == text


def test_a_beginning_that_was_cut_says_so() -> None:
    for text, said in (
        ("Rain fell.", "Rain fell."),
        ("Rain fell and", "Rain fell and …"),
        ("ភ្លៀង។", "ភ្លៀង។"),
        ("", ""),
    ):
        assert "".join(piece.text for piece in beginning(text)) == said
