"""What an address may look like, and which other spellings mean the same page."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 2048
"""Bytes of a decoded path."""

# A percent sign that is left after decoding was bad or encoded twice; U+FFFD stands for bytes that were no UTF-8.
_TRICK = re.compile(r"[\x00-\x1f\x7f\\%\ufffd]|(?:^|/)\.{1,2}(?:/|\Z)")
_SLASHES = re.compile(r"/{2,}")


def is_trick(path: str) -> bool:
    """Whether no page of ours could ever stand at the decoded `path`, and somebody tries the locks."""
    return (
        not path.startswith("/")
        or len(path) > LONGEST
        or _TRICK.search(path) is not None
        or len(path.encode("utf-8", "replace")) > LONGEST
    )


def other_spellings(path: str) -> list[str]:
    """The canonical addresses that `path` may have been meant for, the likeliest first; never `path` itself."""
    tidy = unicodedata.normalize("NFC", _SLASHES.sub("/", path))
    if len(tidy) > 1:
        tidy = tidy.rstrip("/")
    return [a for a in dict.fromkeys((tidy, tidy.lower())) if a != path]


def language_of(path: str, languages: tuple[str, ...]) -> str:
    """The language of `path` by its first segment; the first of `languages` has no prefix."""
    first = path[1:].partition("/")[0]
    return first if first in languages[1:] else languages[0]


def location(target: str) -> str | None:
    """`target` as a Location header, ASCII and without line ends; None for what leads nobody knows where."""
    if target.startswith("/"):
        if target.startswith(("//", "/\\")):
            return None
    elif not target.startswith(("https://", "http://")):
        return None
    return quote(target, safe="/:?#[]@!$&'()*+,;=-._~%")
