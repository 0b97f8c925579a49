"""Joins a pressed page with the live list, without rendering or decompressing anything.

page.head │ list │ page.tail ──▶ one gzip member
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from broadsheet.edition.packing import join, pack, unpack
from broadsheet.edition.records import Packed, Page
from broadsheet.kiosk.cache import Ready
from broadsheet.kiosk.headers import (
    GONE_CACHE,
    MISSING_CACHE,
    cache_control,
    not_modified_headers,
    page_headers,
)
from broadsheet.kiosk.lite import without_pictures
from broadsheet.kiosk.negotiation import NAMES, PLAIN


@dataclass(frozen=True, slots=True)
class LiveList:
    """Most viewed as it stands now, of one language ("en") or one section ("/world").

    `version` differs whenever the HTML does.
    """

    key: str
    version: str
    packed: Packed


def live_list(key: str, html: str) -> LiveList:
    text = html.encode()
    version = blake2b(text, digest_size=6).hexdigest()
    return LiveList(key, version, pack(text, final=False))


def parts_of(page: Page, live: LiveList | None) -> list[Packed]:
    """What the body is joined of; a page that wants a list where there is none simply lacks it."""
    if page.tail is None:
        return [page.head]
    return [page.head, live.packed, page.tail] if live else [page.head, page.tail]


def etag_of(page: Page, live: LiveList | None, *, coding: int, lite: bool = False) -> str:
    """A strong ETag: other bytes always have another one."""
    names = [page.etag.strip('"')]
    if lite:
        names.append("lite")
    elif page.tail is not None:
        names.append(live.version if live else "0")
    names.append(NAMES[coding])
    return f'"{"-".join(names)}"'


def composed(page: Page, live: LiveList | None, *, coding: int, status: int = 200) -> Ready:
    """The whole answer for `page` with `live` in it, plain or as gzip; 404 and 410 have no ETag."""
    parts = parts_of(page, live)
    body = unpack(parts) if coding == PLAIN else join(parts)
    key = (live.key if live else page.language) if page.tail is not None else ""
    return answer(page, body, etag_of(page, live, coding=coding), coding=coding, status=status, list_key=key)


def composed_lite(page: Page, *, coding: int, status: int = 200) -> Ready:
    """The answer for `page` without its list and, if it is HTML, without pictures: what a flood of readers can have."""
    text = unpack(parts_of(page, None))
    if page.content_type.startswith("text/html"):
        text = without_pictures(text)
    body = text if coding == PLAIN else join([pack(text, final=True)])
    etag = etag_of(page, None, coding=coding, lite=True)
    return answer(page, body, etag, coding=coding, status=status, list_key="")


def answer(page: Page, body: bytes, etag: str, *, coding: int, status: int, list_key: str) -> Ready:
    cache = {404: MISSING_CACHE, 410: GONE_CACHE}.get(status, cache_control(page.address, page.content_type))
    if status != 200:
        etag = ""
    return Ready(
        status,
        page_headers(content_type=page.content_type, cache=cache, etag=etag, coding=coding),
        body,
        etag=etag,
        not_modified=not_modified_headers(cache=cache, etag=etag),
        list_key=list_key,
    )
