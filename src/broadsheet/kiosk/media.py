"""Serves photos and other files that lie beside the edition."""

from __future__ import annotations

import os
import re
import stat

from broadsheet.edition.store import Edition, media_path
from broadsheet.kiosk.headers import FOREVER, MEDIA_POLICY, NOT_SNIFFED, Headers
from broadsheet.kiosk.negotiation import byte_range, matches
from broadsheet.kiosk.protocol import Exchange, RequestHeaders

PREFIX = "/media/"

TYPES = {
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "png": "image/png",
    "svg": "image/svg+xml",
}

_NAME = re.compile(r"[0-9a-z]{2}[0-9a-z-]*\.(jpg|webp|avif|png|svg)\Z")


def send_media(edition: Edition, name: str, headers: RequestHeaders, exchange: Exchange) -> bool:
    """Send the file `name`; False, and nothing sent, unless the edition holds it and it is there.

    A file of a withdrawn story is refused at once, also while it still lies in the folder. Names follow content, so a
    name is an ETag.

    Errors: `EditionFailed` where the edition can't be read.
    """
    found = _NAME.match(name)
    if found is None or len(name) > 200 or not edition.holds_media(name):
        return False
    path = media_path(edition.media_folder, name)
    try:
        status = os.stat(path)
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode):
        return False
    etag = f'"{name}"'
    shared: Headers = [("cache-control", FOREVER), ("etag", etag)]
    held = headers.get("if-none-match")
    if held is not None and matches(held, etag):
        exchange.response_empty(304, shared)
        return True
    shared += [
        ("content-type", TYPES[found[1]]),
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
            return True
        if part is not None:
            start, end = part
            shared += [
                ("content-range", f"bytes {start}-{end}/{status.st_size}"),
                ("content-length", str(end - start + 1)),
            ]
            exchange.response_file_range(206, shared, str(path), start, end + 1)
            return True
    shared.append(("content-length", str(status.st_size)))
    exchange.response_file(200, shared, str(path))
    return True
