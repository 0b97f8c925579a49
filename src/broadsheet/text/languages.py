"""The languages that a paper can be printed in, each by its own name, and the way it is written."""

from __future__ import annotations

import re
from pathlib import Path

from babel import Locale, UnknownLocaleError

LANGUAGES = {
    "en": "English",
    "fr": "Français",
    "km": "ភាសាខ្មែរ",
}
"""Code as in BCP 47, in small letters → the language's own name. Those whose interface words are translated."""

CATALOGUES: dict[str, Path] = {}
"""Code → the catalogue of a newsroom's own: of a further language, or of words that stand in for ours."""

CATALOGUE = Path("locale", "{language}", "paper.po")
"""Where a newsroom's own catalogue lies in a paper's folder."""

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*\Z")


def learn(language: str, folder: Path) -> None:
    """Take up what the paper in `folder` says in `language`: nothing happens where it has no catalogue for it."""
    path = folder / str(CATALOGUE).format(language=language)
    if not _CODE.match(language) or not path.is_file():
        CATALOGUES.pop(language, None)
        return
    CATALOGUES[language] = path
    if language not in LANGUAGES:
        LANGUAGES[language] = _own_name(language)


def _own_name(language: str) -> str:
    try:
        name = Locale.parse(language, sep="-").get_display_name() or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


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
