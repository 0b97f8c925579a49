"""Reads IPTC's IIM out of a picture: the datasets by which agencies have captioned photos since 1991.

    1C 02 78 00 0B caption…    marker, record 2, dataset 120, length, value

**Source:** IIM 4.2. Texts are in the character set that 1:90 names; where it names none, in UTF-8 if they are valid
UTF-8, else in Windows-1252, the Latin-1 that agencies' tools write.
"""

from __future__ import annotations

from broadsheet.wire.characters import clean

MAX_DATASETS = 5_000
_RESOURCE = 0x0404
_SIGNS = (b"8BIM", b"AgHg", b"DCSR", b"PHUT", b"MeSa")
_UTF_8 = (b"\x1b%G", b"\x1b%/G", b"\x1b%/H", b"\x1b%/I")
_LATIN_1 = (b"\x1b-A", b"\x1b.A", b"\x1b,A", b"\x1b/A")
_CHARSET = (1, 90)

Datasets = dict[tuple[int, int], list[str]]


def of_resources(resources: bytes) -> bytes:
    """The IIM in Photoshop's resources; bytes that begin as IIM are IIM. Empty where there is none."""
    if resources.startswith(b"\x1c"):
        return resources
    place, found = 0, b""
    for _ in range(MAX_DATASETS):
        if resources[place : place + 4] not in _SIGNS:
            break
        number = int.from_bytes(resources[place + 4 : place + 6], "big")
        name = resources[place + 6] if place + 6 < len(resources) else 0
        # A name and a value take an even number of bytes each.
        place += 6 + (name + 2 & ~1)
        size = int.from_bytes(resources[place : place + 4], "big")
        if number == _RESOURCE:
            found += resources[place + 4 : place + 4 + size]
        place += 4 + (size + 1 & ~1)
    return found


def read(iim: bytes) -> Datasets:
    """(record, dataset) → its values as they stand, in order; what follows damage is left out."""
    values: dict[tuple[int, int], list[bytes]] = {}
    place = iim.find(b"\x1c")
    for _ in range(MAX_DATASETS):
        if place < 0 or place + 5 > len(iim) or iim[place] != 0x1C:
            break
        key, size = (iim[place + 1], iim[place + 2]), int.from_bytes(iim[place + 3 : place + 5], "big")
        place += 5
        if size & 0x8000:
            digits = size & 0x7FFF
            size = int.from_bytes(iim[place : place + digits], "big") if digits <= 4 else len(iim)
            place += digits
        if place + size > len(iim):
            break
        values.setdefault(key, []).append(iim[place : place + size])
        place += size
    charset = b"".join(values.get(_CHARSET, []))
    return {key: [_text(value, charset) for value in held] for key, held in values.items() if key[0] in (1, 2)}


def _text(value: bytes, charset: bytes) -> str:
    value = value.rstrip(b"\x00")
    if not charset.startswith(_LATIN_1) or charset.startswith(_UTF_8):
        try:
            return clean(value.decode("utf-8")).strip()
        except UnicodeDecodeError:
            # Tools that say UTF-8 and write Latin-1 are real.
            pass
    try:
        return clean(value.decode("cp1252")).strip()
    except UnicodeDecodeError:
        return clean(value.decode("latin-1")).strip()
