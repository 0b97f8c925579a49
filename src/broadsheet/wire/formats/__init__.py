"""The formats of the agencies: which one some bytes are in, told from the bytes alone.

Each format is a plain module with `read(raw) -> Reading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.wire.dispatch import Reading
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import ninjs

MAX_BYTES = 64 * 1024 * 1024
"""A larger delivery is refused before it is parsed."""

SPOKEN = "ninjs 1.x, 2.x and 3.x, and Superdesk's dialect of it"
"""What Broadsheet reads, as a person is told."""

_HEAD = 64 * 1024
_JSON_KEYS = re.compile(rb'"\$?([A-Za-z_]{2,20})"\s*:')
_ROOT = re.compile(r"<([A-Za-z_][\w.:\-]{0,60})[\s/>]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Format:
    """A format that Broadsheet reads: its name as kept with the raw item, and its reader, which may raise `Refused`."""

    name: str
    read: Callable[[bytes], Reading]


NINJS = Format("ninjs", ninjs.read)


def recognise(raw: bytes) -> Format:
    """The format of `raw`.

    Errors: `Refused`, which says what the bytes look like and what Broadsheet reads.
    """
    if not raw.strip(b" \t\r\n\x00"):
        raise Refused("The delivery is empty.")
    if len(raw) > MAX_BYTES:
        size, most = len(raw) // 1024 // 1024, MAX_BYTES // 1024 // 1024
        raise Refused(f"The delivery has {size} MiB; Broadsheet takes up to {most} MiB at once.")
    head = raw[:_HEAD]
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            head = head[: len(head) // 2 * 2].decode(encoding, "replace").encode()
    # JSON may also come as UTF-16 without a mark; then every other byte of its beginning is zero.
    head = head.replace(b"\x00", b"").lstrip()
    if head[:1] in (b"{", b"["):
        if _is_ap(head):
            raise _unread("AP Media API JSON")
        return NINJS
    raise _unread(_looks_like(head))


def _is_ap(head: bytes) -> bool:
    """Whether this is an answer of AP's own API, whose items look like ninjs but are identified otherwise."""
    keys = {match[1].lower() for match in _JSON_KEYS.finditer(head)}
    return {b"api_version", b"data"} <= keys and bool(keys & {b"altids", b"items", b"item"})


def _unread(what: str) -> Refused:
    return Refused(f"This is {what}, not a format that Broadsheet reads yet; it reads {SPOKEN}.")


def _looks_like(head: bytes) -> str:
    text = head[:4096].decode("utf-8", "replace")
    if head.startswith(b"<") and (root := _ROOT.search(text)):
        return f"XML or HTML that begins with <{root[1]}>"
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"%PDF", b"PK\x03\x04", b"\x1f\x8b")):
        return "a picture or another binary file"
    if any(byte < 9 for byte in head[:4096]):
        return "a text with control bytes (perhaps ANPA or IPTC 7901) or a binary file"
    return "plain text"
