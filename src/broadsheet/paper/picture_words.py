"""Writes whose picture it is into every file that readers get."""

from __future__ import annotations

from broadsheet.paper.picture_pieces import PhotoRow
from broadsheet.text.xmp_packet import packet


def xmp(photo: PhotoRow) -> bytes:
    """Creator, credit, copyright and caption as an XMP packet."""
    return packet(
        {
            "photoshop:Credit": photo.credit,
            "dc:creator": (photo.creator,) if photo.creator else (),
            "dc:rights": photo.copyright,
            "dc:description": photo.caption,
        }
    )
