"""Packs text into deflate parts that join into one gzip member, and unpacks them again.

gzip head │ part │ part │ final part │ CRC-32, length
          └ each ends on a full flush and refers to nothing before itself
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from isal import isal_zlib

from broadsheet.edition.records import Packed

LEVEL = 1
"""Three hundredths larger than isal's best, 3, for two thirds of its time; about as small as gzip -2."""

FIRST = 289
"""Bytes that are handed over before the rest, one more than isal looks ahead: it then deals with the first byte alone.

Given more at once, it files the third byte of a text under a number made of an address in memory (isa-l 2.31, level 1),
and once in some thousand runs the same text would come out otherwise.
"""

GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""No name and no time of making: the same text gives the same bytes."""


def pack_small(text: bytes) -> Packed:
    """Deflate `text` as small as it can be, at ten times the price: for the few files that every reader fetches."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return Packed(compressor.compress(text) + compressor.flush(), zlib.crc32(text), len(text))


def pack(text: bytes, *, final: bool) -> Packed:
    """Deflate `text`; a part that is not `final` must be followed by others. The same text gives the same bytes."""
    whole = memoryview(text)
    compressor: zlib._Compress | isal_zlib.Compress
    if len(text) < FIRST:
        compressor = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
    else:
        compressor = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
    deflate = compressor.compress(whole[:FIRST]) + compressor.compress(whole[FIRST:])
    deflate += compressor.flush(zlib.Z_FINISH if final else zlib.Z_FULL_FLUSH)
    return Packed(deflate, isal_zlib.crc32(text), len(text))


def unpack(parts: Sequence[Packed]) -> bytes:
    """The text that `parts`, the last of which is final, inflate to."""
    return zlib.decompress(b"".join(part.deflate for part in parts), -15)


def join(parts: Sequence[Packed]) -> bytes:
    """One whole gzip member made of `parts`, nothing being decompressed. The last part must be final."""
    crc, size = parts[0].crc, parts[0].size
    for part in parts[1:]:
        crc = isal_zlib.crc32_combine(crc, part.crc, part.size)
        size += part.size
    body = b"".join(part.deflate for part in parts)
    return b"".join((GZIP_HEAD, body, struct.pack("<II", crc, size & 0xFFFFFFFF)))
