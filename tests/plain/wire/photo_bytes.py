"""Builds photos whose files say what a test wants them to: IIM, XMP and EXIF by hand, as agencies' tools lay them."""

from __future__ import annotations

import io
import struct
import zlib
from xml.sax.saxutils import escape

from PIL import Image

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A whole picture, dark in the middle."""
    buffer = io.BytesIO()
    Image.radial_gradient("L").resize(size).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def segment(marker: int, value: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(value) + 2) + value


def photo(*, iim: bytes = b"", xmp: bytes = b"", exif: bytes = b"") -> bytes:
    """A JPEG with these blocks behind its beginning."""
    raw = picture()
    found = b""
    if exif:
        found += segment(0xE1, b"Exif\x00\x00" + exif)
    if xmp:
        found += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + xmp)
    if iim:
        resource = b"8BIM" + struct.pack(">H", 0x0404) + b"\x00\x00" + struct.pack(">I", len(iim)) + iim
        found += segment(0xED, b"Photoshop 3.0\x00" + resource + b"\x00" * (len(iim) % 2))
    return raw[:2] + found + raw[2:]


def iim(values: dict[int, str | bytes], *, charset: bytes = b"", encoding: str = "utf-8") -> bytes:
    """Datasets of record 2, after the character set where one is named."""
    sets = [(1, 90, charset)] if charset else []
    sets += [(2, number, v if isinstance(v, bytes) else v.encode(encoding)) for number, v in values.items()]
    return b"".join(b"\x1c" + bytes([r, n]) + struct.pack(">H", len(v)) + v for r, n, v in sets)


def xmp(attributes: dict[str, str] | None = None, inside: str = "") -> bytes:
    """A packet whose description has these attributes and holds `inside`."""
    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in NAMESPACES.items())
    said = " ".join(f'{name}="{escape(value, {chr(34): "&quot;"})}"' for name, value in (attributes or {}).items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces} {said}>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>'
        f'{" " * 200}<?xpacket end="w"?>'
    ).encode()


def exif(texts: dict[int, str]) -> bytes:
    """An IFD of texts, little-endian."""
    values, place = b"", 8 + 2 + 12 * len(texts) + 4
    entries = b""
    for tag, text in sorted(texts.items()):
        raw = text.encode() + b"\x00"
        raw += b"\x00" * (5 - len(raw))
        entries += struct.pack("<HHII", tag, 2, len(raw), place + len(values))
        values += raw
    return b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(texts)) + entries + b"\x00" * 4 + values


def png_with(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with these chunks before its pixels."""
    raw = picture("PNG")
    made = b""
    for name, value in chunks:
        made += struct.pack(">I", len(value)) + name + value + struct.pack(">I", zlib.crc32(name + value))
    return raw[:33] + made + raw[33:]


def bit_map(side: int) -> bytes:
    """A PNG of one bit a pixel, all white, made without ever holding its pixels."""
    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * ((side + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", packed), (b"IEND", b"")]
    made = [struct.pack(">I", len(v)) + n + v + struct.pack(">I", zlib.crc32(n + v)) for n, v in chunks]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)
