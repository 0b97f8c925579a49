"""The interface speaks each of its languages wholly, dates and digits included."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.pofile import read_po

from broadsheet.paper import phrases
from broadsheet.paper.errors import UnknownLanguage, UnknownPhrase
from broadsheet.paper.phrases import LOCALE, moment, month, number, phrase, words
from broadsheet.paper.rendering import Renderer
from broadsheet.paper.sample_pages import PAGES
from broadsheet.text import languages
from broadsheet.text.languages import LANGUAGES

OWN = """
msgid "Most viewed"
msgstr "Most read"

msgid "More in {section}"
msgstr "More in {sektion}"

msgid "Share"
msgstr ""

msgid "Horoscope"
msgstr "Stars"
"""

AT = datetime(2022, 3, 22, 3, 30, tzinfo=UTC)
PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_every_phrase_with_the_same_placeholders(language: str) -> None:
    with (LOCALE / language / "paper.po").open("rb") as file:
        said = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    assert said.keys() == words("en").keys()
    for message, wording in said.items():
        assert wording, message
        assert sorted(re.findall(r"{\w+}", wording)) == sorted(re.findall(r"{\w+}", message))


def test_every_phrase_of_the_templates_is_in_the_catalogue() -> None:
    renderer = Renderer()
    used = {text for name in PAGES for member in renderer.family(name) for text in renderer.phrases(member)}
    assert used <= words("km").keys()
    assert "Most viewed" in used


def test_placeholders_are_filled_and_numbers_are_printed_in_native_digits() -> None:
    assert phrase("More in {section}", "en", section="World") == "More in World"
    assert phrase("{minutes} min read", "km", minutes=14) == "អាន ១៤ នាទី"
    assert number(2022, "km") == "២០២២"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(UnknownPhrase, match="Horoscope"):
        phrase("Horoscope", "en")
    with pytest.raises(UnknownPhrase, match="section"):
        phrase("More in {section}", "en", name="World")
    with pytest.raises(UnknownLanguage, match="eo"):
        phrase("Latest", "eo")


def test_a_newsrooms_own_words_stand_in_for_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "LANGUAGES", dict(LANGUAGES))
    monkeypatch.setattr(languages, "CATALOGUES", {})
    monkeypatch.setattr(phrases, "CATALOGUES", languages.CATALOGUES)
    for language, said in (("ar", 'msgid "Latest"\nmsgstr "الأحدث"\n'), ("en", OWN)):
        file = tmp_path / "locale" / language / "paper.po"
        file.parent.mkdir(parents=True)
        file.write_text(said, "utf-8")
        languages.learn(language, tmp_path)
    languages.learn("../ar", tmp_path)
    languages.learn("km", tmp_path)
    words.cache_clear()
    try:
        assert languages.LANGUAGES == LANGUAGES | {"ar": "العربية"}
        # What isn't translated yet is said in English; what would not fit is said as before.
        assert (phrase("Latest", "ar"), phrase("Page not found", "ar")) == ("الأحدث", "Page not found")
        assert phrase("Most viewed", "en") == "Most read"
        assert phrase("More in {section}", "en", section="World") == "More in World"
        assert phrase("Share", "en") == "Share"
        assert "Horoscope" not in words("en")
        assert moment(AT, "ar", PHNOM_PENH).date == "22 مارس 2022"
    finally:
        words.cache_clear()


def test_a_moment_is_told_by_the_papers_own_clock() -> None:
    english = moment(AT, "en", PHNOM_PENH)
    assert (english.iso, english.text, english.date) == (
        "2022-03-22T10:30:00+07:00",
        "22 March 2022, 10:30",
        "22 March 2022",
    )
    khmer = moment(AT, "km", PHNOM_PENH)
    assert (khmer.iso, khmer.text, khmer.date) == (
        "2022-03-22T10:30:00+07:00",
        "២២ មីនា ២០២២ ម៉ោង ១០:៣០",
        "២២ មីនា ២០២២",
    )
    assert moment(AT, "fr", PHNOM_PENH).text == "22 mars 2022, 10:30"
    assert month(date(2022, 3, 1), "en") == "March 2022"
    assert month(date(2022, 3, 1), "km") == "មីនា ២០២២"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        moment(AT.replace(tzinfo=None), "en", PHNOM_PENH)
