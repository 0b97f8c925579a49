"""Finds the parts of a picture's file that hold words, without decoding a pixel; counts frames, and says where it ends.

Every reader walks the file once, allocates what it keeps and nothing else, and stops at a stated number of parts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from broadsheet.wire.errors import PictureRefused

MAX_WORDS = 8 * 1024 * 1024
"""Bytes that all parts other than the picture itself may have together, unpacked where they are packed."""
MAX_PARTS = 50_000
"""Segments or chunks in a file; the largest press photos have some hundred."""
MAX_PIECES = 500_000
"""Pieces of at most 255 bytes that a GIF is cut into."""

JPEG, PNG, WEBP, GIF = "JPEG", "PNG", "WEBP", "GIF"

_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_XMP_MORE = b"http://ns.adobe.com/xmp/extension/\x00"
_PHOTOSHOP = b"Photoshop 3.0\x00"
_PNG_XMP = b"XML:com.adobe.xmp"
_GIF_TRAILER = 258
"""Bytes behind an XMP packet in a GIF, by which readers of plain pieces find its end."""


@dataclass(slots=True)
class Blocks:
    """What a file holds beside its pixels; `end` is 0 where it breaks off before its end."""

    kind: str
    photoshop: bytearray = field(default_factory=bytearray)
    """Photoshop's resources, of which one is IIM."""
    iim: bytes = b""
    xmp: list[bytes] = field(default_factory=list)
    exif: bytes = b""
    frames: int = 1
    end: int = 0
    size: int = 0
    """Bytes of all parts that are not pixels."""

    def count(self, size: int) -> None:
        """Errors: `PictureRefused` where words and profiles weigh more than `MAX_WORDS`."""
        self.size += size
        if self.size > MAX_WORDS:
            most = MAX_WORDS // 1024 // 1024
            raise PictureRefused(f"Its file holds more than {most} MiB of words and profiles beside the picture.")


def find(raw: bytes) -> Blocks | None:
    """The blocks of a JPEG, PNG, WebP or GIF; None for other bytes.

    Errors: `PictureRefused` for more parts or heavier ones than any press photo has.
    """
    if raw.startswith(b"\xff\xd8\xff"):
        return _jpeg(raw)
    if raw.startswith(b"\x89PNG\r\n\x1a\n"):
        return _png(raw)
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return _webp(raw)
    if raw.startswith((b"GIF87a", b"GIF89a")):
        return _gif(raw)
    return None


def _jpeg(raw: bytes) -> Blocks:
    found = Blocks(JPEG)
    more: dict[bytes, bytearray] = {}
    for marker, start, end in _segments(raw, found):
        if marker == 0xE1:
            if raw.startswith(_XMP, start):
                found.xmp.append(raw[start + len(_XMP) : end])
            elif raw.startswith(_XMP_MORE, start):
                # 32 letters of the packet's digest, its whole length, the place of this piece: four bytes each.
                place = start + len(_XMP_MORE)
                more.setdefault(raw[place : place + 32], bytearray()).extend(raw[place + 40 : end])
            elif raw.startswith(b"Exif\x00", start) and not found.exif:
                found.exif = raw[start + 6 : end]
        elif marker == 0xED and raw.startswith(_PHOTOSHOP, start):
            found.photoshop += raw[start + len(_PHOTOSHOP) : end]
        if 0xE0 <= marker <= 0xEF or marker == 0xFE:
            found.count(end - start)
    found.xmp += [bytes(packet) for packet in more.values()]
    return found


def _segments(raw: bytes, found: Blocks) -> Iterator[tuple[int, int, int]]:
    """(marker, start, end of what it holds) for each segment; sets `end` where the picture's end is reached."""
    place = 2
    for _ in range(MAX_PARTS):
        place = raw.find(b"\xff", place)
        while place >= 0 and raw[place : place + 1] == b"\xff":
            place += 1
        if place <= 0 or place >= len(raw):
            return
        marker = raw[place]
        place += 1
        if marker == 0xD9:
            found.end = place
            return
        if marker in (0x00, 0x01) or 0xD0 <= marker <= 0xD8:
            continue
        size = int.from_bytes(raw[place : place + 2], "big")
        if size < 2 or place + size > len(raw):
            return
        yield marker, place + 2, place + size
        place += size
        if marker == 0xDA:
            behind = _AFTER_SCAN.search(raw, place)
            if behind is None:
                return
            place = behind.start()
    raise PictureRefused(f"Its file is cut into more than {MAX_PARTS:,} parts.")


def _png(raw: bytes) -> Blocks:
    found = Blocks(PNG)
    place = 8
    for _ in range(MAX_PARTS):
        if place + 12 > len(raw):
            return found
        size, name = int.from_bytes(raw[place : place + 4], "big"), raw[place + 4 : place + 8]
        start, end = place + 8, place + 8 + size
        if end + 4 > len(raw):
            return found
        place = end + 4
        if name == b"IEND":
            found.end = place
            return found
        if name == b"acTL":
            found.frames = max(1, int.from_bytes(raw[start : start + 4], "big"))
        elif name == b"eXIf":
            found.exif = raw[start:end]
        elif name in (b"zTXt", b"iTXt", b"tEXt", b"iCCP"):
            _png_text(name, raw[start:end], found)
        if name not in (b"IDAT", b"fdAT", b"PLTE"):
            found.count(size)
    raise PictureRefused(f"Its file is cut into more than {MAX_PARTS:,} parts.")


def _png_text(name: bytes, chunk: bytes, found: Blocks) -> None:
    keyword, _, rest = chunk.partition(b"\x00")
    packed = name in (b"zTXt", b"iCCP")
    if name == b"iTXt":
        packed = rest[:1] == b"\x01"
        # Flag, method, language, translated keyword.
        rest = rest[2:].partition(b"\x00")[2].partition(b"\x00")[2]
    elif packed:
        rest = rest[1:]
    text = _unpacked(rest, found) if packed else rest
    if keyword == _PNG_XMP:
        found.xmp.append(text)
    elif keyword.startswith(b"Raw profile type "):
        # ImageMagick's way: a name, a length, then the bytes in hexadecimal.
        lines = text.strip().split(b"\n", 2)
        try:
            profile = bytes.fromhex(lines[2].decode("ascii")) if len(lines) == 3 else b""
        except (ValueError, UnicodeDecodeError):
            return
        if keyword.endswith((b"iptc", b"8bim")):
            found.photoshop += profile
        elif keyword.endswith(b"xmp"):
            found.xmp.append(profile)
        elif keyword.endswith((b"exif", b"APP1")):
            found.exif = found.exif or profile.removeprefix(b"Exif\x00\x00")


def _unpacked(packed: bytes, found: Blocks) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MAX_WORDS + 1 - found.size)
    except zlib.error as error:
        raise PictureRefused("Its file holds a part that can't be unpacked.") from error
    found.count(len(text))
    return text


def _webp(raw: bytes) -> Blocks:
    found = Blocks(WEBP, frames=0)
    last = min(len(raw), 8 + int.from_bytes(raw[4:8], "little"))
    whole = len(raw) >= 8 + int.from_bytes(raw[4:8], "little")
    place = 12
    for _ in range(MAX_PARTS):
        if place + 8 > last:
            found.frames = max(1, found.frames)
            found.end = last if whole else 0
            return found
        name, size = raw[place : place + 4], int.from_bytes(raw[place + 4 : place + 8], "little")
        start, end = place + 8, place + 8 + size
        if end > last:
            return found
        if name == b"XMP ":
            found.xmp.append(raw[start:end])
        elif name == b"EXIF":
            found.exif = raw[start:end].removeprefix(b"Exif\x00\x00")
        elif name == b"ANMF":
            found.frames += 1
        if name not in (b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANMF"):
            found.count(size)
        place = end + (size & 1)
    raise PictureRefused(f"Its file is cut into more than {MAX_PARTS:,} parts.")


def _gif(raw: bytes) -> Blocks:
    found = Blocks(GIF, frames=0)
    place = 13 + _palette(raw, 10)
    pieces = 0
    while place < len(raw):
        introducer = raw[place]
        if introducer == 0x3B:
            found.end = place + 1
            return found
        if introducer == 0x2C:
            found.frames += 1
            start = place + 10 + _palette(raw, place + 9) + 1
        elif introducer == 0x21:
            start = place + 2
        else:
            return found
        place, pieces = _behind_pieces(raw, start, pieces)
        if place <= 0:
            return found
        if introducer == 0x21:
            found.count(place - start)
            if raw.startswith(b"\x0bXMP DataXMP", start):
                found.xmp.append(raw[start + 12 : max(start + 12, place - _GIF_TRAILER)])
    return found


def _palette(raw: bytes, place: int) -> int:
    """Bytes of the palette that the flags at `place` announce."""
    flags = raw[place] if place < len(raw) else 0
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _behind_pieces(raw: bytes, place: int, pieces: int) -> tuple[int, int]:
    """The place behind a row of pieces, and how many there were so far; 0 where the file breaks off."""
    while place < len(raw):
        size = raw[place]
        place += 1
        if not size:
            return place, pieces
        place += size
        pieces += 1
        if pieces > MAX_PIECES:
            raise PictureRefused(f"Its file is cut into more than {MAX_PIECES:,} pieces.")
    return 0, pieces
