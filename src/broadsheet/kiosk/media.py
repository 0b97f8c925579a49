"""Serves photos and other files that lie beside the edition."""

from __future__ import annotations

import os
import re
import stat

from broadsheet.edition.store import Edition, find_media
from broadsheet.kiosk.headers import FOREVER, MEDIA_POLICY, NOT_SNIFFED, Headers
from broadsheet.kiosk.negotiation import byte_range, matches, prefers
from broadsheet.kiosk.protocol import Exchange, RequestHeaders

PREFIX = "/media/"

TYPES = {
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "png": "image/png",
    "svg": "image/svg+xml",
}

SMALLER = ("avif", "webp")
"""Formats that take a JPEG's place where the browser names them, the smallest first."""

_MADE = re.compile(r"[0-9a-f]{32}-\d{1,5}\.(?:jpg|webp|avif|png)\Z")
"""Names as the press makes them, keyed with the paper's secret."""

_NAME = re.compile(r"[0-9a-z]{2}[0-9a-z-]*\.(jpg|webp|avif|png|svg)\Z")


def send_media(edition: Edition, name: str, headers: RequestHeaders, exchange: Exchange) -> int:
    """Send the file `name` and return the status; 0, and nothing sent, unless the edition holds it and it is there.

    A file of a withdrawn story is refused at once, also while it still lies in the folder. Names follow content, so a
    name is an ETag. Where a JPEG has siblings of the same name in smaller formats, the best that the browser says it
    takes is sent in its place.

    Errors: `EditionFailed` where the edition can't be read.
    """
    found = _NAME.match(name)
    if found is None or len(name) > 200 or not edition.holds_media(name):
        return 0
    name, varies = _best(edition, name, headers)
    path = find_media(edition.media_folder, name)
    try:
        status = os.stat(path)
    except OSError:
        return 0
    if not stat.S_ISREG(status.st_mode):
        return 0
    etag = f'"{name}"'
    shared: Headers = [("cache-control", FOREVER), ("etag", etag)]
    if varies:
        shared.append(("vary", "Accept"))
    held = headers.get("if-none-match")
    if held is not None and matches(held, etag):
        exchange.response_empty(304, shared)
        return 304
    shared += [
        ("content-type", TYPES[name.rpartition(".")[2]]),
        ("accept-ranges", "bytes"),
        ("content-security-policy", MEDIA_POLICY),
        NOT_SNIFFED,
    ]
    wanted = headers.get("range")
    condition = headers.get("if-range")
    if wanted is not None and (condition is None or condition.strip() == etag):
        try:
            part = byte_range(wanted, status.st_size)
        except ValueError:
            exchange.response_empty(416, [*shared, ("content-range", f"bytes */{status.st_size}")])
            return 416
        if part is not None:
            start, end = part
            shared += [
                ("content-range", f"bytes {start}-{end}/{status.st_size}"),
                ("content-length", str(end - start + 1)),
            ]
            exchange.response_file_range(206, shared, str(path), start, end + 1)
            return 206
    shared.append(("content-length", str(status.st_size)))
    exchange.response_file(200, shared, str(path))
    return 200


def was_held(edition: Edition, name: str) -> bool:
    """Whether the file `name` was public once and is no more: nobody can have guessed such a name."""
    return bool(_MADE.match(name)) and not edition.holds_media(name)


def _best(edition: Edition, name: str, headers: RequestHeaders) -> tuple[str, bool]:
    """The file to send for `name`, and whether that depends on what the browser takes."""
    stem, _, ending = name.rpartition(".")
    if ending != "jpg":
        return name, False
    siblings = [other for other in SMALLER if edition.holds_media(f"{stem}.{other}")]
    accept = headers.get("accept") if siblings else None
    for other in siblings:
        if prefers(accept, TYPES[other]) and find_media(edition.media_folder, f"{stem}.{other}").is_file():
            return f"{stem}.{other}", True
    return name, bool(siblings)
