"""Texts are alike by the words that they share, in Khmer too, where no spaces part them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.likeness import likeness, telling_words

KHMER = "ទឹកជំនន់មកដល់ស្ពានចាស់"


def test_short_words_and_figures_tell_nothing() -> None:
    assert telling_words("The 40 Boats of the old river, 2026") == {"boats", "river"}


def test_khmer_texts_are_compared_without_cutting_words() -> None:
    near = likeness(telling_words(KHMER), telling_words("ទឹកជំនន់ឡើងដល់ស្ពាន"))
    far = likeness(telling_words(KHMER), telling_words("ឃ្មុំលើដំបូលផ្ទះ"))
    assert near > 0.3 > far


@given(st.text(), st.text())
def test_likeness_is_a_share_that_does_not_depend_on_the_order(one: str, other: str) -> None:
    a, b = telling_words(one), telling_words(other)
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1 + 1e-9
    assert not a or abs(likeness(a, a) - 1) < 1e-9
