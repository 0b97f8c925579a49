"""Reads the few words that a camera or its owner writes into EXIF: description, artist, copyright, when it was taken.

The position and everything else of the camera's is not read: it never leaves the file.
"""

from __future__ import annotations

from broadsheet.wire.characters import clean

DESCRIPTION, ARTIST, COPYRIGHT, TAKEN, OFFSET = 0x010E, 0x013B, 0x8298, 0x9003, 0x9011
_SUB_IFD = 0x8769
_WANTED = frozenset({DESCRIPTION, ARTIST, COPYRIGHT, TAKEN, OFFSET})
_MAX_ENTRIES = 500
_MAX_TEXT = 20_000
# What cameras put where a description belongs.
_NOTHING = frozenset(
    {"default", "olympus digital camera", "sony dsc", "dcim", "dsc", "digital camera", "untitled", "screenshot"}
    | {"samsung camera pictures", "kodak digital still camera", "minolta digital camera", "image description"}
)


def read(exif: bytes) -> dict[int, str]:
    """Tag → text, for the tags named here; empty for damaged EXIF."""
    order: dict[bytes, str] = {b"II": "little", b"MM": "big"}
    said = order.get(exif[:2])
    if said is None:
        return {}
    little = said == "little"

    def number(place: int, size: int) -> int:
        return int.from_bytes(exif[place : place + size], "little" if little else "big")

    found: dict[int, str] = {}
    directories = [number(4, 4)]
    for directory in directories:
        for entry in range(min(number(directory, 2), _MAX_ENTRIES)):
            place = directory + 2 + 12 * entry
            tag, kind, size = number(place, 2), number(place + 2, 2), number(place + 4, 4)
            if tag == _SUB_IFD and len(directories) == 1:
                directories.append(number(place + 8, 4))
            elif tag in _WANTED and kind in (2, 129) and 0 < size <= _MAX_TEXT and tag not in found:
                start = place + 8 if size <= 4 else number(place + 8, 4)
                text = _text(exif[start : start + size], tag)
                if text and text.casefold() not in _NOTHING:
                    found[tag] = text
    return found


def _text(value: bytes, tag: int) -> str:
    if tag == COPYRIGHT:
        # Two holders, parted by a zero byte: photographer and editor.
        value = b", ".join(part.strip() for part in value.split(b"\x00") if part.strip())
    value = value.split(b"\x00", 1)[0]
    try:
        return clean(value.decode("utf-8")).strip()
    except UnicodeDecodeError:
        return clean(value.decode("cp1252", "replace")).strip()
