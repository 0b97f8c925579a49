"""Reads JSON from agencies: any bytes become a value or a refusal that names the place.

{…}  [{…}, {…}]  ──▶ as they are      {…}⏎{…}⏎{…}  (one behind the other, with or without a record mark)  ──▶ a list
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from broadsheet.wire.errors import Refused

MAX_NAMES = 250_000
"""Names and objects of a delivery: what holds more would keep its reader busy for longer than it is worth."""

MAX_VALUES = 20_001
"""Values that stand behind each other; a delivery of more is refused by who counts its items."""

_DEEPEST = "it is nested too deeply"
_BETWEEN = re.compile(r"[\s,\x1e\x00\x1a]*")


def load(raw: bytes) -> Any:
    """The value of `raw`, JSON in UTF-8, UTF-16 or UTF-32. A name given twice keeps its last value; earlier ones are
    kept under "name#2", "name#3" …, so that nothing is lost in silence.

    Errors: `Refused`.
    """
    encoding = json.detect_encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(f"The JSON is not valid {encoding.upper()}: byte {error.start + 1:,} is wrong.") from error
    try:
        return _value(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Refused(f"This is not complete, valid JSON: {error.msg.lower()} at {where}.") from error
    except RecursionError as error:
        raise Refused(f"The JSON can't be read: {_DEEPEST}.") from error
    except ValueError as error:
        raise Refused("The JSON can't be read: it holds a number that is far too long.") from error


def _value(text: str) -> Any:
    # Not strict: a tab or the end of a line may stand in a string as it is.
    decoder = json.JSONDecoder(object_pairs_hook=_Objects().take, parse_constant=_no_number, strict=False)
    text = text.lstrip("\ufeff")
    found: list[Any] = []
    place = _after(text, 0)
    while not found or place < len(text):
        if len(found) == MAX_VALUES:
            raise Refused("The JSON can't be read: far too many values stand behind each other.")
        value, end = decoder.raw_decode(text, place)
        if found and not (isinstance(value, dict) and isinstance(found[0], dict)):
            raise json.JSONDecodeError("Extra data", text, place)
        found.append(value)
        place = _after(text, end)
    return found if len(found) > 1 else found[0]


def _after(text: str, place: int) -> int:
    """Where the next value begins."""
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


class _Objects:
    """Makes the objects of one delivery, and counts them."""

    def __init__(self) -> None:
        self.left = MAX_NAMES

    def take(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self.left -= len(pairs) + 1
        if self.left < 0:
            raise Refused(f"The JSON can't be read: it holds more than {MAX_NAMES:,} names.")
        return _object(pairs)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        counts: dict[str, int] = {}
        for name, value in reversed(pairs):
            counts[name] = counts.get(name, 0) + 1
            if counts[name] > 1:
                values[f"{name}#{counts[name]}"] = value
    return values


def _no_number(word: str) -> NoReturn:
    raise Refused(f"The JSON can't be read: it holds {word}, which is no number in JSON.")
