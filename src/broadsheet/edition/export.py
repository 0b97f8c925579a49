"""Writes the edition out as plain files for a mirror, a bucket or any static server.

/                 index.html            /rss.xml          rss.xml
/world/a-story    world/a-story/index.html   !404/en      404.html, and 404.en.html
/media/ab1.jpg    media/ab1.jpg         a redirect        a page that leads on
!search/en        search/index.html: that a copy can't be searched
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from html import escape
from urllib.parse import quote

from broadsheet.edition import manifest
from broadsheet.edition.errors import AddressUnsafe
from broadsheet.edition.listing import MUTED, newest_lists
from broadsheet.edition.packing import unpack
from broadsheet.edition.pattern import filled, parsed
from broadsheet.edition.records import Page
from broadsheet.edition.store import Edition, find_media
from broadsheet.edition.targets import Target

SAVED_AFTER = 500
"""Files after which the list of those that are done is saved: what an export that is broken off begins with again."""

LIST_COUNT = 6

SEARCH = "!search/"
"""Begins the addresses of the pages that the kiosk fills with what was found."""

LONGEST_NAME = 240
"""Bytes of one file name; file systems end at 255, and a suffix is added while writing."""

_FILE = re.compile(r"\.(html|xml|txt|css|js|json|svg|png|jpg|webp|avif|ico|woff2|webmanifest)\Z")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")


def export(
    edition: Edition,
    target: Target,
    *,
    live_list: Callable[[str], str] | None = None,
    sign: Callable[[bytes], str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Write the whole `edition` into `target`; returns how many files were written or replaced.

    Files that hold the right bytes already are left alone, so an export that was broken off goes on where it was, and a
    second one writes only what changed. Files of an earlier export that the edition no longer has (a withdrawn story)
    are deleted; files that no export wrote are never touched. `live_list` gives the HTML of a language's list
    (default: the newest stories); it stays as it is until the next export. With `sign` the list of all files is signed
    at the end. `progress` is told how many of how many files are done.

    Errors: `AddressUnsafe` before anything is written; `OSError` where the target can't be written.
    """
    names = list(_names(edition))
    before = manifest.read(target)
    # Written first, with what is to come: an export that is broken off must not forget which files are its own.
    known = {name: manifest.UNKNOWN for name, _ in names} | before
    manifest.write(target, known)
    lists = None if live_list else newest_lists(edition, count=LIST_COUNT)
    frozen: Callable[[str], str] = live_list or (lambda language: (lists or {}).get(language, ""))
    written = 0
    for done, (name, content) in enumerate(names, start=1):
        raw = content(frozen)
        if raw is None:
            known.pop(name)
        else:
            digest = sha256(raw).hexdigest()
            lies_there = target.get(name) == raw if target.cheap_to_read else known[name] == digest
            if not lies_there:
                target.put(name, raw)
                written += 1
                if written % SAVED_AFTER == 0:
                    manifest.write(target, known | {name: digest})
            known[name] = digest
        if progress is not None:
            progress(done, len(names))
    kept = {name for name, _ in names}
    for name in known.keys() - kept:
        target.delete(name)
    manifest.write(target, {name: digest for name, digest in known.items() if name in kept}, sign=sign)
    return written


def file_name(address: str) -> str:
    """The name of the file for the page at `address`, relative to the export's folder.

    Errors: `AddressUnsafe` for what would leave the folder or is no file name.
    """
    notice = re.fullmatch(r"!(404|410)/([A-Za-z0-9-]+)", address)
    if notice is not None:
        return f"{notice[1]}.{notice[2]}.html"
    segments = address[1:].split("/") if address != "/" else []
    if not address.startswith("/") or _UNSAFE.search(address):
        raise AddressUnsafe(address)
    for segment in segments:
        if segment in ("", ".", "..") or len(segment.encode()) > LONGEST_NAME:
            raise AddressUnsafe(address)
    if segments and segments[0] in (manifest.MANIFEST, manifest.SIGNATURE):
        raise AddressUnsafe(address)
    if segments and _FILE.search(segments[-1]):
        return "/".join(segments)
    return "/".join([*segments, "index.html"])


Content = Callable[[Callable[[str], str]], bytes | None]


def _names(edition: Edition) -> Iterator[tuple[str, Content]]:
    """Every file of the export with what makes its bytes."""
    taken: set[str] = set()
    home = edition.page("/")
    for address in edition.addresses():
        if address == MUTED:
            continue
        if address.startswith(SEARCH):
            language = address.removeprefix(SEARCH)
            main = home is None or language == home.language
            yield file_name("/search" if main else f"/{language}/search"), _search_content(edition, address)
            continue
        name = file_name(address)
        taken.add(name)
        yield name, _page_content(edition, address)
        if home is not None and address == f"!404/{home.language}":
            yield "404.html", _page_content(edition, address)
    for address, moved_to in edition.redirects():
        name = file_name(address)
        if name not in taken:
            taken.add(name)
            yield name, _redirect_content(moved_to)
    for name in edition.media_names():
        yield file_name(f"/media/{name}"), _media_content(edition, name)


def _page_content(edition: Edition, address: str) -> Content:
    def content(live_list: Callable[[str], str]) -> bytes | None:
        page = edition.page(address)
        return text_of(page, live_list(page.language)) if page is not None else None

    return content


def _search_content(edition: Edition, address: str) -> Content:
    def content(live_list: Callable[[str], str]) -> bytes | None:
        page = edition.page(address)
        if page is None:
            return None
        html = filled(parsed(text_of(page, "")[: page.head.size].decode()), {"not_here": True}).encode()
        return html + live_list(page.language).encode() + text_of(page, "")[page.head.size :]

    return content


def _redirect_content(moved_to: str) -> Content:
    href = escape(quote(moved_to, safe="/:?#[]@!$&'()*+,;=-._~%"), quote=True)
    page = (
        f'<!doctype html><meta charset="utf-8"><title>Moved</title><link rel="canonical" href="{href}">'
        f'<meta http-equiv="refresh" content="0; url={href}"><p><a href="{href}">{escape(moved_to)}</a></p>\n'
    )
    return lambda _: page.encode()


def _media_content(edition: Edition, name: str) -> Content:
    def content(_: Callable[[str], str]) -> bytes | None:
        try:
            return find_media(edition.media_folder, name).read_bytes()
        except FileNotFoundError:
            # Withdrawn since the export began.
            return None

    return content


def text_of(page: Page, live_list: str) -> bytes:
    """The whole text of `page` with the HTML `live_list` in its hole, if it has one."""
    if page.tail is None:
        return unpack([page.head])
    # The first part alone has no end; with the last one it has, and its length says where the hole is.
    whole = unpack([page.head, page.tail])
    return whole[: page.head.size] + live_list.encode() + whole[page.head.size :]
