"""A press photo drawn for journeys: a JPEG that carries what agencies' pictures carry, its place included."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from PIL import Image, ImageDraw

CREDIT = "Northern Wire"
CREATOR = "Marit Haugen"
PLACE_SECRET = "Vestvik-Pier-7"
"""Stands in the EXIF data, which no reader may get."""

_XMP = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="{CREDIT}">
<dc:creator><rdf:Seq><rdf:li>{CREATOR}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def draw(path: Path) -> None:
    """Write a photo of 1800 × 1200 pixels with XMP, IPTC and EXIF (GPS included) to `path`."""
    image = Image.new("RGB", (1800, 1200), (196, 214, 226))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 760, 1800, 1200), fill=(58, 92, 110))
    for row in range(800, 1200, 40):
        pen.line((0, row, 1800, row - 30), fill=(88, 126, 142), width=6)
    pen.rectangle((1180, 240, 1260, 1000), fill=(120, 84, 60))
    for mark in range(280, 980, 60):
        pen.line((1180, mark, 1225, mark), fill=(240, 236, 220), width=8)
    pen.ellipse((620, 380, 760, 520), fill=(224, 180, 150))
    pen.rounded_rectangle((560, 520, 820, 980), 60, fill=(150, 40, 40))
    exif = Image.Exif()
    exif[0x010E] = PLACE_SECRET
    exif.get_ifd(0x8825).update({1: "N", 2: (62.0, 30.0, 15.0), 3: "E", 4: (6.0, 10.0, 45.0)})
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, exif=exif)
    raw = buffer.getvalue()
    path.write_bytes(raw[:2] + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + _XMP.encode()) + _iptc() + raw[2:])


def _iptc() -> bytes:
    fields = {80: CREATOR, 110: CREDIT, 92: PLACE_SECRET}
    block = b"".join(
        b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(text.encode())) + text.encode()
        for number, text in sorted(fields.items())
    )
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    return _segment(0xED, b"Photoshop 3.0\0" + resource)


def _segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content
