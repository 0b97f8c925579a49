"""The headers of answers: what a browser may do with a page, and how long anyone may keep it."""

from __future__ import annotations

import re

from broadsheet.kiosk.negotiation import NAMES
from broadsheet.kiosk.negotiation import PLAIN as UNCODED

Headers = list[tuple[str, str]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For a file opened by itself: an SVG may dress itself, and do nothing else."""

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"

NOT_SNIFFED = ("x-content-type-options", "nosniff")
PLAIN = ("content-type", "text/plain; charset=utf-8")

SECURITY: Headers = [
    NOT_SNIFFED,
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("permissions-policy", PERMISSIONS_POLICY),
    ("cross-origin-opener-policy", "same-origin"),
]

HTML_CACHE = "public, max-age=5, s-maxage=5, stale-while-revalidate=5, stale-if-error=86400"
"""A list is at most 10 s old when the kiosk sends it; a shared cache may add 10 s, the reader's browser 10: 30 s."""
FEED_CACHE = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400"
FOREVER = "public, max-age=31536000, immutable"
MISSING_CACHE = "public, max-age=10"
"""For 404: a page may be about to appear here."""
GONE_CACHE = "public, max-age=30"
MOVED_CACHE = "public, max-age=300"
NO_STORE = "no-store"

_HASHED_NAME = re.compile(r"[.-][0-9a-f]{8,64}\.[a-z0-9]{2,5}\Z")


def cache_control(address: str, content_type: str) -> str:
    """How long the page at `address` may be kept: for ever where its name holds a hash of its content."""
    if content_type.startswith("text/html") or address.endswith("/live.json"):
        return HTML_CACHE
    if _HASHED_NAME.search(address):
        return FOREVER
    return FEED_CACHE


def page_headers(*, content_type: str, cache: str, etag: str, coding: int) -> Headers:
    """All headers of a page that is served whole."""
    html = content_type.startswith(("text/html", "image/svg"))
    headers: Headers = [("content-type", content_type), ("cache-control", cache)]
    if etag:
        headers.append(("etag", etag))
    headers.append(("vary", "Accept-Encoding"))
    if coding != UNCODED:
        headers.append(("content-encoding", NAMES[coding]))
    return headers + (SECURITY if html else [NOT_SNIFFED])


def not_modified_headers(*, cache: str, etag: str) -> Headers:
    """What a 304 must repeat (RFC 9110, 15.4.5)."""
    return [("cache-control", cache), ("etag", etag), ("vary", "Accept-Encoding")]


def plain_headers(*, cache: str = NO_STORE) -> Headers:
    """For a short answer of our own as plain text."""
    return [PLAIN, ("cache-control", cache), *SECURITY]
