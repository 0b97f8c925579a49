"""Reads the times of feeds' entries: ISO 8601, as e-mails have them, and as such with the months of other languages."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import UTC, datetime
from typing import Any

from broadsheet.wire.formats.fields import moment

_MONTHS = (
    ("Jan", "jan ene gen"), ("Feb", "feb fev"), ("Mar", "mar mrz mrt maer"), ("Apr", "apr abr avr"),
    ("May", "may mai mag mei"), ("Jun", "jun juin giu"), ("Jul", "jul juil lug"), ("Aug", "aug ago aou"),
    ("Sep", "sep set"), ("Oct", "oct okt out ott"), ("Nov", "nov"), ("Dec", "dec dez dic"),
)  # fmt: skip
"""How the months begin in English, German, French, Spanish, Portuguese, Italian and Dutch."""
_CLOCK = r"(?:,?\s+(?P<clock>\d{1,2}[:h]\d\d(?::\d\d)?)\s*(?P<zone>[+-]\d\d:?\d\d|[A-Z]{1,4})?)?"
_SPELT = re.compile(
    r"(?:[^\W\d]{2,12}\.?,?\s+)?(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<month>[^\W\d]{3,12})\.?\s+(?:de\s+)?"
    rf"(?P<year>\d{{4}}){_CLOCK}\s*"
)
_DOTTED = re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_CLOCK}\s*")


def moments(entry: Any) -> tuple[datetime | None, datetime | None]:
    """When it was published and when it was changed, as far as the entry says."""
    return _moment(entry, "published") or _moment(entry, "created"), _moment(entry, "updated")


def moment_of(said: str) -> datetime | None:
    """The time in `said`, in UTC; None where it names none that we read."""
    said = said.strip()[:100]
    return moment(said) or moment(_in_english(said))


def _in_english(said: str) -> str:
    """`said` as an e-mail would have it; empty where it is no date."""
    found = _SPELT.fullmatch(said)
    month = _month(found["month"]) if found else ""
    if found is None and (found := _DOTTED.fullmatch(said)):
        number = int(found["month"])
        month = _MONTHS[number - 1][0] if 0 < number <= 12 else ""
    if found is None or not month:
        return ""
    clock = (found["clock"] or "00:00").replace("h", ":")
    return f"{found['day']} {month} {found['year']} {clock} {(found['zone'] or '+0000').replace(':', '')}"


def _month(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower().replace("ä", "ae"))
    letters = "".join(letter for letter in plain if letter.isalpha())
    return next((name for name, stems in _MONTHS if letters.startswith(tuple(stems.split()))), "")


def _moment(entry: Any, name: str) -> datetime | None:
    parsed, said = dict.get(entry, f"{name}_parsed"), dict.get(entry, name)
    try:
        found = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        found = None
    if found and 1800 < found.year < 2200:
        return found
    return moment_of(said) if isinstance(said, str) else None
