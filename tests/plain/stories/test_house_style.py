"""What a sub-editor would mark: found as words in English and Khmer, counted as readers see it, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from broadsheet.paperfile.style import StylePlan
from broadsheet.stories.house_style import Copy, PhotoWords, characters, lines, read, sentences

STYLE = StylePlan(
    spellings=(("organize", "organise"),),
    banned=("very unique", "ខ្មៅ"),
    neutral=(("Sea of the East", "the bay"), ("តំបន់បូព៌ា", "ឈូងសមុទ្រ")),
    sentence_words=8,
)
COPY = Copy("Ferry sails", "It left at dawn.", (), topics=1)


def remarks(*paragraphs: str, **changed: object) -> list[tuple[str, str, str]]:
    copy = replace(COPY, paragraphs=paragraphs, **changed)  # type: ignore[arg-type]
    return [(one.check, one.where, one.words) for one in read(copy, STYLE).remarks]


def test_good_copy_is_not_remarked_on() -> None:
    assert remarks("They organise a fair.", "It was unique.") == []


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("They Organize a fair.", "spelling", "organize"),
        ("It was very, very unique.", "banned", "very unique"),
        ("Boats on the Sea of the East turned.", "neutral", "Sea of the East"),
        ("He left yesterday.", "day", "yesterday"),
        ("He came last night.", "day", "last night"),
        ("គាត់បានមកដល់ម្សិលមិញ។", "day", "ម្សិលមិញ"),
    ],
)
def test_a_fault_is_remarked_on_at_its_place(text: str, check: str, words: str) -> None:
    assert remarks("All is well.", text) == [(check, "Paragraph 2", words)]


def test_words_are_found_as_words_and_not_inside_of_others() -> None:
    assert remarks("They reorganized.", "It is every uniqueness.", "The Seas of the East turned.") == []
    assert remarks("ក្មេងខ្មៅម្នាក់។") == [("banned", "Paragraph 1", "ខ្មៅ")]
    assert remarks("ទឹកខ្មៅដៃមួយ។") == [], "a pencil is another word"


def test_a_name_with_two_sides_is_found_in_khmer() -> None:
    assert ("neutral", "Paragraph 1", "តំបន់បូព៌ា") in remarks("ទូកនៅតំបន់បូព៌ា។")


@pytest.mark.parametrize("text", ["He left yesterday, Monday.", "It opens today, 23 November.", "On May 3 he left."])
def test_a_day_with_its_date_is_one(text: str) -> None:
    assert remarks(text) == []


def test_a_long_sentence_is_one_whatever_stands_around_it() -> None:
    long = "one two three four five six seven eight nine."
    assert remarks(f"Short. {long} Short too.") == [("sentence", "Paragraph 1", long)]
    assert remarks("one two three four five. Six seven eight nine.") == []
    khmer = "យើងទៅផ្សារទិញត្រីបន្លែផ្លែឈើអង្ករស្ករនិងទឹកដោះគោនៅព្រឹកនេះ។"
    assert [found[0] for found in remarks(khmer)] == ["sentence"], "Khmer is counted in words without a space between"


def test_what_is_missing_is_said() -> None:
    bare = PhotoWords("Boats", "", " ", "")
    assert [one[0] for one in remarks(photos=(bare,), topics=0)] == ["credit", "caption", "alt", "topic"]
    assert remarks(photos=(PhotoWords("Boats", "AFP", "Boats at dusk.", "Three boats"),)) == []


def test_faults_are_found_in_headline_standfirst_and_captions_too() -> None:
    photo = PhotoWords("Boats", "AFP", "They organize.", "x")
    found = remarks(headline="We organize", standfirst="They organize.", photos=(photo,))
    assert [one[1] for one in found] == ["Headline", "Standfirst", "Caption of Boats"]


def test_a_headline_is_measured_against_its_slot() -> None:
    style = replace(STYLE, headline_characters=12, lead_headline_characters=11, line_characters=6)
    fit = read(replace(COPY, headline="Ferry sails!"), style).fits[0]
    assert (fit.characters, fit.room, fit.lines, fit.is_too_long) == (12, 12, 2, False)
    lead = read(replace(COPY, headline="Ferry sails!", leads=True), style)
    assert lead.fits[0].is_too_long and lead.remarks[0].says == "1 characters too long."


def test_marks_of_khmer_take_no_room() -> None:
    assert characters("ខ្មែរ") == 3
    assert characters("  a  b ") == 3


def test_lines_are_counted_without_breaking_words() -> None:
    assert [lines(text, 10) for text in ("", "one two", "one two three", "abcdefghijklm", "seven seven seven")] == [
        0, 1, 2, 2, 3
    ]  # fmt: skip


def test_sentences_end_where_they_end() -> None:
    assert sentences("Is it? “Yes.” It is។ បាទ។") == ["Is it?", "“Yes.”", "It is។", "បាទ។"]


def test_words_and_minutes_are_those_of_the_whole_story() -> None:
    reading = read(replace(COPY, paragraphs=("word " * 460,)), replace(STYLE, sentence_words=1_000))
    assert (reading.words, reading.minutes) == (466, 2)
