"""Says the interface's fixed words, dates and numbers in the reader's language.

The words lie in `locale/LANGUAGE/paper.po`, read as they are: no compiled catalogue. The English wording is the key.
A newsroom's own catalogue, in the same place of the paper's folder, comes before ours; what it lacks is said our way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po

from broadsheet.paper.errors import UnknownLanguage, UnknownPhrase
from broadsheet.paper.pieces import Moment
from broadsheet.text.languages import CATALOGUES, in_digits

LOCALE = Path(__file__).parent / "locale"

_HOLE = re.compile(r"{\w*}")


@lru_cache(maxsize=64)
def words(language: str) -> Mapping[str, str]:
    """Every fixed phrase of the interface: English wording → wording in `language`.

    Errors: `UnknownLanguage`.
    """
    ours, own = LOCALE / language / "paper.po", CATALOGUES.get(language)
    if own is None and not ours.is_file():
        raise UnknownLanguage(language)
    found = _read(ours if ours.is_file() else LOCALE / "en" / "paper.po")
    if own is not None:
        found |= {said: wording for said, wording in _read(own).items() if _may_stand_for(wording, said, found)}
    return MappingProxyType({said: wording or said for said, wording in found.items()})


def _read(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def _may_stand_for(wording: str, said: str, known: Mapping[str, str]) -> bool:
    """Whether a newsroom's `wording` is there, for something that is said, and has the same {placeholders}."""
    return bool(wording) and said in known and sorted(_HOLE.findall(wording)) == sorted(_HOLE.findall(said))


def phrase(message: str, language: str, **values: object) -> str:
    """`message` as said in `language`, its {placeholders} filled with `values`; whole numbers in the language's digits.

    Errors: `UnknownPhrase` where the catalogue lacks it or a placeholder has no value, `UnknownLanguage`.
    """
    wording = words(language).get(message)
    if wording is None:
        raise UnknownPhrase(message, language)
    if not values:
        return wording
    said = {name: number(value, language) if isinstance(value, int) else value for name, value in values.items()}
    try:
        return wording.format_map(said)
    except KeyError as error:
        raise UnknownPhrase(message, language) from error


def number(value: int, language: str) -> str:
    """A whole number without grouping, in the digits that `language` prints."""
    return in_digits(str(value), language)


@lru_cache(maxsize=8192)
def moment(at: datetime, language: str, timezone: ZoneInfo) -> Moment:
    """A point in time (`at` is aware) as the paper's own clock shows it: "22 March 2022, 10:30" and "22 March 2022".

    Errors: `ValueError` for a naive time, `UnknownLanguage`.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone")
    local = at.astimezone(timezone)
    day, day_and_clock = _day(local.date(), language)
    clock = in_digits(f"{local.hour:02}:{local.minute:02}", language)
    return Moment(local.isoformat(timespec="seconds"), day_and_clock.replace(CLOCK, clock), day)


CLOCK = "\ue000"
"""Stands for the clock's time in a day's words: formatting a day anew for each of its minutes costs too much."""


@lru_cache(maxsize=8192)
def _day(day: date, language: str) -> tuple[str, str]:
    """The day in words, and the day with a place for the clock's time."""
    locale = Locale.parse(language, sep="-")
    pattern = phrase("d MMMM y, HH:mm", language).replace("HH:mm", CLOCK)
    whole = format_date(day, pattern, locale=locale)
    alone = format_date(day, phrase("d MMMM y", language), locale=locale)
    return in_digits(alone, language), in_digits(whole, language)


def day(at: date, language: str) -> str:
    """A day: "22 March 2022"."""
    return _day(at, language)[0]


def month(first: date, language: str) -> str:
    """The month in which `first` lies: "March 2022"."""
    locale = Locale.parse(language, sep="-")
    return in_digits(format_date(first, phrase("MMMM y", language), locale=locale), language)
