"""Reads what a reader's request asks for: its encodings, the versions that it holds, a range."""

from __future__ import annotations

import re

LONGEST_REMEMBERED = 200

PLAIN, GZIP, BROTLI = 0, 1, 2
"""Codings of a body. Who is sent brotli takes gzip too: where there is no time to make it, the gzip is sent."""

NAMES = ("plain", "gzip", "br")
"""The codings as ETags call them."""

_ETAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")


def coding_of(accept_encoding: str | None) -> int:
    """The coding to send (RFC 9110, 12.5.3): named or meant by `*`, with a weight that isn't 0.

    Brotli only where gzip is taken as well and not preferred.
    """
    if not accept_encoding:
        return PLAIN
    weights: dict[str, float] = {}
    for item in accept_encoding.lower().split(","):
        name, _, rest = item.partition(";")
        name = name.strip()
        weights.setdefault("gzip" if name == "x-gzip" else name, _weight(rest))
    star = weights.get("*", 0.0)
    gzip, brotli = weights.get("gzip", star), weights.get("br", 0.0)
    if not gzip > 0:
        return PLAIN
    return BROTLI if brotli > 0 and brotli >= gzip else GZIP


def prefers(accept: str | None, media_type: str) -> bool:
    """Whether `media_type` ("image/avif") is named in the header with a weight that isn't 0; `image/*` names none."""
    for item in (accept or "").lower().split(","):
        name, _, rest = item.partition(";")
        if name.strip() == media_type:
            return _weight(rest) > 0
    return False


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def matches(if_none_match: str, etag: str) -> bool:
    """Whether `etag` is among those of the header, compared weakly (RFC 9110, 13.1.2); `*` holds for any."""
    if if_none_match == etag or if_none_match.strip() == "*":
        return True
    return etag in _ETAG.findall(if_none_match)


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte meant, of `size` (RFC 9110, 14.1.2).

    None where the header is to be ignored: several ranges, another unit, bad form.

    Errors: `ValueError` where no such byte is there (416).
    """
    found = _RANGE.match(header.strip())
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, size - int(last)), size - 1
        if int(last) == 0:
            raise ValueError(header)
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start >= size:
        raise ValueError(header)
    return start, end
