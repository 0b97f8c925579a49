"""Readers' search: what is written and what is asked become the same tokens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.text.index_words import _DIGITS, _WORD, known_words, spelt, tag, tokens_of, wanted_in, words_in
from broadsheet.text.search_words import normal
from broadsheet.text.stems import stem


def rows(query: str) -> list[tuple[str, ...]]:
    return [wanted.anywhere for wanted in wanted_in(query)]


@pytest.mark.parametrize(
    "family",
    [
        "flood floods flooded flooding",
        "rise rises rising",
        "carry carries carried carrying",
        "stop stops stopped stopping",
        "church churches",
        "box boxes",
        "policy policies",
        "tax taxes taxed taxing",
        "agree agrees",
        "minister ministers",
    ],
)
def test_the_forms_of_a_word_have_one_stem(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize("word", ["bus", "crisis", "press", "need", "red", "king", "speed", "gas", "covid19", "sing"])
def test_what_is_no_ending_stays(word: str) -> None:
    assert stem(word) == word


def test_different_words_stay_apart() -> None:
    words = ["universe", "university", "general", "generous", "organ", "organisation", "policy", "police"]
    assert len({stem(word) for word in words}) == len(words)


def test_case_and_accents_do_not_count() -> None:
    assert tokens_of("ÉLYSÉE, Café") == tokens_of("elysee cafe")
    assert tokens_of("cafe\u0301") == tokens_of("caf\u00e9")


def test_words_that_stand_in_every_story_are_not_kept() -> None:
    assert tokens_of("The state of the river's mouth") == ["stat", "river", "mouth"]
    assert wanted_in("the of") == ()


def test_a_phrase_is_a_row_and_words_are_single() -> None:
    assert rows('prime "Flooding rivers" water') == [("prim",), ("flood", "river"), ("water",)]
    assert rows("“state of emergency") == [("stat", "emergency")]


def test_a_khmer_word_is_the_row_of_its_syllables() -> None:
    (wanted,) = wanted_in("ភ្នំពេញ")
    assert (wanted.sure, wanted.anywhere) == (("ភ្នំពេញ",), ("_ភ្នំ", "_ពេ", "_ញ"))
    assert tokens_of("នៅភ្នំពេញ")[-3:] == ["_ភ្នំ", "_ពេ", "_ញ"]


def test_khmer_is_cut_into_words_on_both_sides() -> None:
    asked = [wanted.sure[0] for wanted in wanted_in("រដ្ឋាភិបាលកម្ពុជា")]
    assert asked == ["រដ្ឋាភិបាល", "កម្ពុជា"]
    assert set(asked) <= set(tokens_of("រដ្ឋាភិបាលកម្ពុជាបានប្រកាស", words=True))
    assert not set(asked) & set(tokens_of("រដ្ឋាភិបាលកម្ពុជាបានប្រកាស"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ភ្នំ\u200bពេញ", "ភ្នំពេញ"),  # a zero-width space
        ("ក្ត្រី", "ក្រ្តី"),  # subscripts in the other order
        ("កេី", "កើ"),  # a vowel typed in two parts
        ("កំុ", "កុំ"),  # a sign before its vowel
        ("ឆ្នាំ ២០២៦", "ឆ្នាំ 2026"),
    ],
)
def test_spellings_that_look_alike_are_one(one: str, other: str) -> None:
    assert tokens_of(one) == tokens_of(other)
    assert rows(one) == rows(other)


@pytest.mark.parametrize(
    "query", ['"', '""', "(", "AND", "a*", "NEAR(x", "-", "\x00", "' OR 1", "{headline}:x", "្", "“„"]
)
def test_no_query_has_a_token_with_a_sign_in_it(query: str) -> None:
    for wanted in wanted_in(query):
        assert all(token.replace("_", "").isalnum() for token in wanted.sure + wanted.anywhere)


def test_a_long_query_is_bounded() -> None:
    assert len(wanted_in(" ".join(f"word{n}" for n in range(100)))) == 12
    assert [len(token) for token in tokens_of("x" * 500)] == [60]


def test_a_tag_has_no_sign_that_an_engine_knows() -> None:
    assert tag("s", "world") == "s_world"
    assert tag("a", "sok\"dara'*)") == "a_sok-dara-"


def test_known_words_are_those_that_can_be_shown() -> None:
    assert known_words("The Mekong rises in 2026: no news") == {"mekong", "rises", "news"}
    assert "រដ្ឋាភិបាល" in known_words("រដ្ឋាភិបាលកម្ពុជា")


@given(st.text(st.sampled_from("aZ9_-'’“”…•–.,\n\u00a0 é\u0301ß១ក")))
def test_the_short_way_to_the_words_of_a_plain_text_is_the_long_way(text: str) -> None:
    assert words_in(spelt(text)) == _WORD.findall(normal(text).translate(_DIGITS))
