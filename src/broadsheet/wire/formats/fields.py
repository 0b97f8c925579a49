"""Takes values of any type out of a JSON object as text, numbers, times and lists, and knows what nobody asked for."""

from __future__ import annotations

import email.utils
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from broadsheet.wire.characters import clean, line

MAX_UNREAD = 200
_OF_MAIL = re.compile(r"(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}\b")
_MOMENT = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ].*)?", re.DOTALL)


class Fields:
    """One JSON object under its path. Names are matched without regard to case or a leading "$".

    Each question marks its fields as read. A value of another type than asked for counts as absent and as unread.
    """

    __slots__ = ("_children", "_odd", "_open", "_values", "name", "path")

    def __init__(self, value: dict[str, Any], path: str = "", *, name: str = "") -> None:
        self.path, self.name = path, name
        self._values: dict[str, tuple[str, Any]] = {}
        self._odd: list[str] = []
        self._children: list[Fields] = []
        for key, held in value.items():
            plain = key.lower().lstrip("$")
            if plain in self._values:
                self._odd.append(self._path(key))
            else:
                self._values[plain] = (key, held)
        self._open = dict.fromkeys(self._values)

    def has(self, *names: str) -> bool:
        """Whether one of the fields is there and not null; reads none."""
        return any(self._values.get(name, ("", None))[1] is not None for name in names)

    def names(self) -> tuple[str, ...]:
        """The names there are, in lower case."""
        return tuple(self._values)

    def skip(self, *names: str) -> None:
        """Counts the fields as read: they say nothing that is kept."""
        for name in names:
            self._open.pop(name, None)

    def raw(self, name: str) -> Any:
        """The value as it is; None where there is none."""
        self.skip(name)
        return self._values.get(name, ("", None))[1]

    def text(self, *names: str) -> str:
        """The first of the fields that holds a text or a number, cleaned, newlines kept; else empty."""
        for name in names:
            if found := self._text(name):
                return found
        return ""

    def words(self, *names: str) -> str:
        """As `text`, on one line."""
        return line(self.text(*names))

    def moment(self, *names: str) -> datetime | None:
        """The first of the fields that holds a time (ISO 8601; UTC where it names no zone), in UTC."""
        for name in names:
            text = self._text(name)
            if text and (found := moment(text)):
                return found
            if text:
                self.odd(name)
        return None

    def number(self, name: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`; 0 where there is none."""
        text = self._text(name)
        if not text:
            return 0
        digits = re.fullmatch(r"\s*([0-9]{1,9})(?:\.0*)?\s*", text, re.ASCII)
        if digits and low <= int(digits[1]) <= high:
            return int(digits[1])
        self.odd(name)
        return 0

    def one(self, name: str) -> Fields | None:
        """The object in a field, or the first one of a list."""
        found = self.many(name)
        return found[0] if found else None

    def many(self, name: str, *, keyed: bool = False) -> list[Fields]:
        """The objects in a field: those of a list, a text in it as an object with a name, or a single object.

        `keyed`: an object whose values are objects is a list of them, each named by its key.
        """
        value = self.raw(name)
        path = self._path(name)
        entries: Iterator[tuple[str, str, Any]]
        if value is None:
            return []
        if isinstance(value, dict) and keyed:
            entries = ((f"{path}.{key}", clean(key), held) for key, held in value.items())
        elif isinstance(value, list):
            entries = ((f"{path}[{number}]", "", held) for number, held in enumerate(value))
        else:
            entries = iter([(path, "", value)])
        found = []
        for place, key, held in entries:
            if isinstance(held, dict):
                found.append(Fields(held, place, name=key))
            elif isinstance(held, str) and not keyed:
                found.extend([Fields({"name": held}, place)] if held.strip() else [])
            elif held is not None:
                self._odd.append(place)
        self._children.extend(found)
        return found

    def odd(self, name: str) -> None:
        """Counts a field, or the path of a part of it, as not understood."""
        self._odd.append(self._path(name) if name in self._values else name)

    def unread(self) -> tuple[str, ...]:
        """The paths of what nobody asked for or nobody could use, at most `MAX_UNREAD`, each cleaned and short."""
        found: dict[str, None] = {}
        for path in self._unread():
            found[line(path)[:200]] = None
            if len(found) >= MAX_UNREAD:
                break
        return tuple(found)

    def _unread(self) -> Iterator[str]:
        yield from self._odd
        for name in self._open:
            key, value = self._values[name]
            if value not in (None, "", [], {}):
                yield self._path(key)
        for child in self._children:
            yield from child._unread()

    def _text(self, name: str) -> str:
        value = self.raw(name)
        if isinstance(value, str):
            return clean(value).strip()
        # Python writes no number of more than 4,300 digits.
        if isinstance(value, float) or (type(value) is int and abs(value) < 10**18):
            return str(value)
        if value not in (None, "", [], {}):
            self.odd(name)
        return ""

    def _path(self, name: str) -> str:
        key = self._values[name][0] if name in self._values else name
        return f"{self.path}.{key}" if self.path else key


def moment(text: str) -> datetime | None:
    """The time that `text` names in ISO 8601 or as e-mails have it, in UTC; None: it names none.

    A time without a zone is taken as UTC.
    """
    text = text.strip()
    try:
        if _MOMENT.fullmatch(text):
            found = datetime.fromisoformat(text)
        elif _OF_MAIL.match(text[:40]):
            found = email.utils.parsedate_to_datetime(text[:60])
        else:
            return None
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    # Years such as 1 and 9999 mean "unknown" and "for ever", and break the arithmetic of time zones.
    return found if 1800 < found.year < 2200 else None
