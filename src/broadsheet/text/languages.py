"""The languages that a paper can be printed in, each by its own name, and the way it is written."""

from __future__ import annotations

LANGUAGES = {
    "en": "English",
    "km": "ភាសាខ្មែរ",
}
"""Code as in BCP 47 → the language's own name. A language stands here when its interface words are translated."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def direction(language: str) -> str:
    """ "rtl" or "ltr"."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


DIGITS = {"km": "០១២៣៤៥៦៧៨៩"}
"""Languages whose newspapers don't print Western digits → their digits, 0 to 9."""


def in_digits(text: str, language: str) -> str:
    """`text` with its figures in the digits that `language` prints."""
    digits = DIGITS.get(language)
    return text.translate(str.maketrans("0123456789", digits)) if digits else text
