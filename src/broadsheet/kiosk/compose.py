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


@dataclass(frozen=True, slots=True)
class LiveList:
    """One language's Most viewed as it stands now. `version` differs whenever the HTML does."""

    language: str
    version: str
    packed: Packed


def live_list(language: str, html: str) -> LiveList:
    text = html.encode()
    version = blake2b(text, digest_size=6).hexdigest()
    return LiveList(language, version, pack(text, final=False))


def parts_of(page: Page, live: LiveList | None) -> list[Packed]:
    """What the body is joined of; a page that wants a list where there is none simply lacks it."""
    if page.tail is None:
        return [page.head]
    return [page.head, live.packed, page.tail] if live else [page.head, page.tail]


def etag_of(page: Page, live: LiveList | None, *, gzip: bool) -> str:
    """A strong ETag: other bytes always have another one."""
    names = [page.etag.strip('"')]
    if page.tail is not None:
        names.append(live.version if live else "0")
    names.append("gzip" if gzip else "plain")
    return f'"{"-".join(names)}"'


def composed(page: Page, live: LiveList | None, *, gzip: bool, status: int = 200) -> Ready:
    """The whole answer for `page` with `live` in it; 404 and 410 have no ETag."""
    parts = parts_of(page, live)
    body = join(parts) if gzip else unpack(parts)
    etag = etag_of(page, live, gzip=gzip) if status == 200 else ""
    cache = {404: MISSING_CACHE, 410: GONE_CACHE}.get(status, cache_control(page.address, page.content_type))
    return Ready(
        status,
        page_headers(content_type=page.content_type, cache=cache, etag=etag, gzip=gzip),
        body,
        etag=etag,
        not_modified=not_modified_headers(cache=cache, etag=etag),
        list_language=page.language if page.tail is not None else "",
    )
