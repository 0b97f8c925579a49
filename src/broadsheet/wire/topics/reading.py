"""Reads a release of the Media Topics from whatever IPTC, or who passed it on, made of it."""

from __future__ import annotations

from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import head_of
from broadsheet.wire.topics import from_json, from_sheet, from_xml
from broadsheet.wire.topics.scheme import Scheme

MAX_BYTES = 64 * 1024 * 1024


def read(raw: bytes) -> Scheme:
    """The release in `raw`: IPTC's JSON, a NewsML-G2 knowledge item, or IPTC's spreadsheet (xlsx).

    Errors: `Refused` where it holds no Media Topics.
    """
    if len(raw) > MAX_BYTES:
        raise Refused(f"The file is larger than {MAX_BYTES // 1024 // 1024} MiB.")
    head = head_of(raw)
    if head.startswith((b"{", b"[")):
        found = from_json.read(raw)
    elif head.startswith(b"PK\x03\x04"):
        found = from_sheet.read(raw)
    elif head.startswith(b"<"):
        found = from_xml.read(raw)
    else:
        raise Refused("This is neither JSON, NewsML-G2 nor a spreadsheet (xlsx).")
    if not found.concepts:
        raise Refused("The file holds no Media Topics.")
    return found
