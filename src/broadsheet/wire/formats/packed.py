"""Unpacks a delivery that came as a ZIP file or as gzip, bounded, and reads what lies in it.

delivery.zip ──┬──▶ texts ──▶ each in its own format ──▶ their items
               └──▶ pictures ──▶ files of the items that name them; the others are items of their own
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace

from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, Reading
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import photo
from broadsheet.wire.unpacking import Unpacker

MAX_BYTES = 64 * 1024 * 1024
"""Of all that lies in a packed delivery, unpacked."""
MAX_FILES = 2_000

Reader = Callable[[bytes], Reading]

_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b\x08"
_ENTRIES = b"PK\x01\x02"
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, KeyError)
"""What the reader of ZIP files is known to raise on broken, sealed or strange ones."""


def recognises(head: bytes) -> bool:
    return head.startswith((_ZIP, _GZIP))


def read(raw: bytes, read_inside: Reader) -> Reading:
    """All that lies in `raw`; `read_inside` reads one file. What can't be read is told in `refused`.

    Errors: `Refused` where it can't be unpacked within bounds, or holds no item.
    """
    # The end of the marks: `head_of` takes zero bytes out, the delivery itself has them.
    if raw.startswith(_GZIP):
        return read_inside(_unzipped(raw))
    dispatches: list[Dispatch] = []
    refused: list[str] = []
    files: list[tuple[str, bytes]] = []
    pictures: dict[str, bytes] = {}
    for name, inner in _members(raw):
        if photo.recognises(inner):
            pictures[name if name not in pictures else f"{len(pictures)}-{name}"] = inner
            continue
        try:
            reading = read_inside(inner)
        except Refused as error:
            refused.append(f"{name}: {error.sentence}")
            continue
        dispatches += reading.dispatches
        refused += [f"{name}: {sentence}" for sentence in reading.refused]
        files += reading.files
    named = {href: name for href in _hrefs(dispatches) if (name := _called(href, pictures))}
    files += [(href, pictures[name]) for href, name in named.items()]
    for name, inner in pictures.items():
        if name in named.values():
            continue
        try:
            dispatches += [_alone(one, name) for one in photo.read(inner).dispatches]
        except Refused as error:
            refused.append(f"{name}: {error.sentence}")
            continue
        files.append((name, inner))
    if not dispatches:
        raise Refused(refused[0] if refused else "The packed delivery holds no item.")
    return Reading(tuple(dispatches), tuple(refused), tuple(files))


def _hrefs(dispatches: Sequence[Dispatch]) -> Iterator[str]:
    yield from dict.fromkeys(picture.href for one in dispatches for picture in one.pictures if picture.href)


def _called(href: str, pictures: Collection[str]) -> str:
    """The file that an item means; one in another folder where it is the only one of its name. Empty where none is."""
    if href in pictures:
        return href
    same = [name for name in pictures if name.rpartition("/")[2] == href.rpartition("/")[2]]
    return same[0] if len(same) == 1 else ""


def _alone(dispatch: Dispatch, name: str) -> Dispatch:
    """A photo's own item, its file called as in the packed delivery."""
    return replace(dispatch, pictures=tuple(replace(picture, href=name) for picture in dispatch.pictures))


def _unzipped(raw: bytes) -> bytes:
    unpacker, found, size = Unpacker("gzip"), [], 0
    try:
        for start in range(0, len(raw), 1024 * 1024):
            for part in unpacker.unpack(raw[start : start + 1024 * 1024]):
                size += len(part)
                if size > MAX_BYTES:
                    raise _too_large()
                found.append(part)
    except (ValueError, zlib.error) as error:
        raise Refused("The gzip file is broken.") from error
    if not unpacker.is_whole:
        raise Refused("The gzip file is not complete.")
    return b"".join(found)


def _members(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file."""
    if raw.count(_ENTRIES) > MAX_FILES:
        raise Refused(f"The ZIP file holds more than {MAX_FILES:,} files.")
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for entry in packed.infolist():
                name = line(entry.filename.replace("\\", "/"))[-300:]
                # Systems put notes of their own beside what they pack.
                if (
                    entry.is_dir()
                    or not name
                    or name.startswith("__MACOSX")
                    or name.rpartition("/")[2][:1] in (".", "")
                ):
                    continue
                with packed.open(entry) as file:
                    inner = file.read(left + 1)
                left -= len(inner)
                if left < 0:
                    raise _too_large()
                if inner.strip(b" \t\r\n\x00"):
                    yield name, inner
    except _BROKEN as error:
        raise Refused("The ZIP file is broken, sealed with a password or packed in a way that is not read.") from error


def _too_large() -> Refused:
    return Refused(f"Unpacked, the delivery has more than {MAX_BYTES // 1024 // 1024} MiB.")
