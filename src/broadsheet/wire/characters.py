"""Makes any text safe to store: what no database takes and no reader sees is taken out or marked."""

from __future__ import annotations

import re

_NEWLINES = re.compile("\r\n?|[\u2028\u2029\x85]")
# Tab and newline stay; a zero byte is refused by PostgreSQL, half a surrogate pair by every encoder.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """`text` without control characters, its newlines as `\\n`, half surrogates as U+FFFD. Letters stay as they are."""
    if text.isprintable():
        return text
    return _HALVES.sub("\ufffd", _UNSAFE.sub("", _NEWLINES.sub("\n", text)))


def line(text: str) -> str:
    """`text` cleaned, on one line, without white space at its ends."""
    return " ".join(clean(text).split())
