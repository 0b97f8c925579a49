"""What is written and what is asked meet, in Latin letters and in Khmer, however they were typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.search_words import Term, normal, terms_of, words_of


def test_latin_words_are_found_whatever_their_case_and_accents() -> None:
    assert words_of("Café ZÜRICH’s 3rd harbour-master").words == ("cafe", "zurich", "s", "3rd", "harbour", "master")
    assert terms_of("zürich") == (Term(("zurich",), begun=True),)


def test_khmer_is_cut_into_words_and_syllables() -> None:
    found = words_of("ទឹកជំនន់មកដល់ស្ពានចាស់")
    assert found.words == ("ទឹក", "ជំនន់", "មកដល់", "ស្ពាន", "ចាស់")
    assert found.syllables[:4] == ("ទឹ", "ក", "ជំ", "ន")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ស្រ្តី", "ស្ត្រី"),  # the subscript ro typed first
        ("េ\u17b8ង", "\u17beង"),  # a vowel typed as its two halves
        ("ភ្នំ\u200bពេញ", "ភ្នំពេញ"),  # a space that nobody sees
        ("\u17a3", "\u17a2"),  # a letter that Unicode would take back
    ],
)
def test_khmer_typed_in_another_order_is_the_same(typed: str, meant: str) -> None:
    assert normal(typed) == normal(meant)


@given(st.text(alphabet="ក្រសតខ េីាំ់៉ុaé\u200b12", max_size=30))
def test_normal_text_stays_as_it_is_in_any_composition(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert normal(unicodedata.normalize("NFD", text)) == once


def test_a_query_has_words_phrases_and_a_word_that_is_only_begun() -> None:
    assert terms_of('ships "old bridge" flo') == (
        Term(("ships",)),
        Term(("old", "bridge")),
        Term(("flo",), begun=True),
    )
    assert terms_of("ships ") == (Term(("ships",)),)
    assert terms_of("  *()\" ' ") == ()


def test_a_khmer_query_may_be_cut_otherwise_than_the_text() -> None:
    (term,) = terms_of("ស្ពានចាស់")
    assert term.words == ("ស្ពាន", "ចាស់") and not term.near
    assert term.syllables == ("ស្ពា", "ន", "ចា", "ស់")
