"""Reads the times at the ends of transmissions: "131137 GMT Nov 13", "AP-WF-11-13-13 1509GMT"."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{2})(\d{2})(\d{2})(?!\d)\s*([A-Z]{2,4}(?=[\s\d]))?[\s.,]*([^\W\d_]{3,10})\.?\s*(\d{2,4})?(?!\d)"
)
_MONTH_FIRST = re.compile(r"(?<!\d)(\d{1,2})-(\d{1,2})-(\d{2,4})\s+(\d{2})(\d{2})\s*([A-Z]{2,4})?\b")
_HOURS = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "MEZ": 1}
_HOURS |= {"CEST": 2, "MESZ": 2, "BST": 1, "GMT": 0, "UTC": 0, "UT": 0, "Z": 0, "JST": 9, "AEST": 10, "AEDT": 11}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan ene gen", "feb fev", "mar mrz", "apr avr abr", "may mai mei mag", "jun juin giu", "jul juil lug"),
            *("aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic des"),
        ),
        1,
    )
    for name in names.split()
}


def moment(text: str) -> datetime | None:
    """The time that `text` names, in UTC; UTC too where it names no zone. None where it names no whole day."""
    for match in _MONTH_FIRST.finditer(text):
        month, day, year, hour, minute = (int(match[number]) for number in range(1, 6))
        if found := _moment((year, month, day, hour, minute), match[6]):
            return found
    for match in _DAY_FIRST.finditer(text):
        named = month_of(match[5])
        if named and match[6] and (found := _moment((int(match[6]), named, *map(int, match.group(1, 2, 3))), match[4])):
            return found
    return None


def month_of(word: str) -> int:
    """The month that `word` names in English, German, French, Spanish, Italian, Dutch or Portuguese; 0: none."""
    plain = unicodedata.normalize("NFKD", word.lower()).encode("ascii", "ignore").decode()
    return _MONTHS.get(plain[:4]) or _MONTHS.get(plain[:3]) or 0


def _moment(parts: tuple[int, ...], zone: str | None) -> datetime | None:
    year, month, day, hour, minute = parts
    year += (1900 if year > 69 else 2000) if year < 100 else 0
    try:
        found = datetime(year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None
    return found - timedelta(hours=_HOURS.get(zone or "", 0))
