"""Writes words into a picture's file, as IPTC's XMP and IIM, without touching a pixel: for files that leave the house.

    JPEG  SOI · (JFIF, EXIF) · APP1 XMP · APP13 IIM · everything else but former XMP and IIM
    PNG   IHDR · iTXt XMP · everything else but former XMP

**Source:** IPTC Photo Metadata Standard 2023.2; XMP part 3 (2020), clause 1.1; IIM 4.2, datasets of record 2.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from broadsheet.text import xmp_packet

_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_ADOBE = (_XMP, b"http://ns.adobe.com/xmp/extension/\x00", b"Photoshop 3.0\x00")
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_XMP = b"XML:com.adobe.xmp"
_MAX_SEGMENT = 65_533
_UTF_8 = b"\x1b%G"
_LONGEST = {5: 64, 40: 256, 80: 32, 110: 32, 115: 32, 116: 128, 120: 2_000}
"""Octets that IIM has room for, by dataset; XMP has the whole."""


@dataclass(frozen=True, slots=True)
class Inscription:
    """What is written; empty words are left out, and nothing of what the file said before is kept in their place."""

    title: str = ""
    caption: str = ""
    credit: str = ""
    creator: str = ""
    source: str = ""
    copyright: str = ""
    usage_terms: str = ""
    instructions: str = ""
    alt: str = ""
    expires_on: date | None = None
    keywords: tuple[str, ...] = ()


def can_hold(raw: bytes) -> bool:
    """Whether words can be written into this file: into JPEG and PNG."""
    return raw.startswith((b"\xff\xd8\xff", _PNG_START))


def inscribed(raw: bytes, words: Inscription) -> bytes:
    """`raw` with `words`; as it is where it is neither JPEG nor PNG."""
    if raw.startswith(_PNG_START):
        return _png(raw, words)
    return _jpeg(raw, words) if raw.startswith(b"\xff\xd8\xff") else raw


def packet(words: Inscription) -> bytes:
    """The XMP packet."""
    return xmp_packet.packet(
        {
            "photoshop:Credit": words.credit,
            "photoshop:Source": words.source,
            "photoshop:Instructions": words.instructions,
            "plus:LicenseEndDate": words.expires_on.isoformat() if words.expires_on else "",
            "dc:title": words.title,
            "dc:description": words.caption,
            "dc:rights": words.copyright,
            "xmpRights:UsageTerms": words.usage_terms,
            "Iptc4xmpCore:AltTextAccessibility": words.alt,
            "dc:creator": (words.creator,) if words.creator else (),
            "dc:subject": tuple(word for word in words.keywords if word),
        }
    )


def _jpeg(raw: bytes, words: Inscription) -> bytes:
    head, place = bytearray(raw[:2]), 2
    kept = bytearray()
    while raw[place : place + 1] == b"\xff" and (0xE0 <= raw[place + 1] <= 0xEF or raw[place + 1] == 0xFE):
        end = place + 2 + int.from_bytes(raw[place + 2 : place + 4], "big")
        if end > len(raw):
            break
        first = raw[place + 1] in (0xE0, 0xE1) and raw.startswith((b"JFIF\x00", b"Exif\x00"), place + 4)
        if not raw.startswith(_ADOBE, place + 4):
            (head if first else kept).extend(raw[place:end])
        place = end
    head += _segment(0xE1, _XMP + packet(words)) + _segment(0xED, _ADOBE[2] + _resource(words))
    return bytes(head + kept) + raw[place:]


def _segment(marker: int, value: bytes) -> bytes:
    """A segment; nothing where it has no room for `value`: half a packet is worse than none."""
    if len(value) > _MAX_SEGMENT:
        return b""
    return bytes([0xFF, marker]) + struct.pack(">H", len(value) + 2) + value


def _resource(words: Inscription) -> bytes:
    iim = b"".join(_datasets(words))
    return b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(iim)) + iim + b"\x00" * (len(iim) & 1)


def _datasets(words: Inscription) -> Iterator[bytes]:
    yield _dataset(1, 90, _UTF_8)
    yield _dataset(2, 0, b"\x00\x04")
    told = (
        (5, words.title), (40, words.instructions), (80, words.creator), (110, words.credit), (115, words.source),
        (116, words.copyright), (120, words.caption),
    )  # fmt: skip
    for number, value in told:
        if value:
            yield _dataset(2, number, _fitting(value, _LONGEST[number]))
    for word in words.keywords:
        yield _dataset(2, 25, _fitting(word, 64))
    if words.expires_on:
        yield _dataset(2, 37, f"{words.expires_on:%Y%m%d}".encode())


def _dataset(record: int, number: int, value: bytes) -> bytes:
    return bytes([0x1C, record, number]) + struct.pack(">H", len(value)) + value


def _fitting(text: str, octets: int) -> bytes:
    """Whole letters of `text`, in UTF-8, as many as there is room for."""
    return text.encode()[:octets].decode("utf-8", "ignore").encode()


def _png(raw: bytes, words: Inscription) -> bytes:
    kept, place = bytearray(_PNG_START), len(_PNG_START)
    said = _PNG_XMP + b"\x00\x00\x00\x00\x00" + packet(words)
    while place + 12 <= len(raw):
        end = place + 12 + int.from_bytes(raw[place : place + 4], "big")
        name = raw[place + 4 : place + 8]
        is_former = name in (b"iTXt", b"zTXt", b"tEXt") and raw.startswith(_PNG_XMP + b"\x00", place + 8)
        if not is_former:
            kept += raw[place:end]
        if name == b"IHDR":
            check = zlib.crc32(b"iTXt" + said)
            kept += struct.pack(">I", len(said)) + b"iTXt" + said + struct.pack(">I", check)
        place = end
    return bytes(kept)
