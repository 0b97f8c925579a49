"""Finds out whether a picture's file is something else as well: a page with a script, an archive, a program.

Such a file is a picture to us and something harmful to whoever saves it, or to a browser that guesses. No press photo
holds any of this; films and further pictures behind the first one, as telephones write them, do no harm and are left.
"""

from __future__ import annotations

import re

_MARKUP = re.compile(
    rb"<script[\s>/]|<\?php|<!doctype\s+html|<html[\s>]|<svg[\s>]|<iframe[\s>]|<%@\s*page", re.IGNORECASE
)
_HEAD = 1024
_BEGINNINGS = (b"%PDF-", b"MZ", b"\x7fELF", b"#!", b"Rar!\x1a", b"7z\xbc\xaf", b"PK\x03\x04", b"\xca\xfe\xba\xbe")
_ARCHIVE_END = b"PK\x05\x06"
_LONGEST_COMMENT = 65_557


def find(raw: bytes, end: int) -> str:
    """What else the file is, in a word or two; empty for a picture that is nothing else. `end` is where it ends."""
    if _MARKUP.search(raw):
        return "a page or script"
    if b"%PDF-" in raw[:_HEAD]:
        return "a PDF document"
    if raw.startswith(b"GIF") and (raw[6:8] in (b"/*", b"=1", b"//") or b"*/=" in raw[:_HEAD]):
        return "a script"
    if _ends_as_archive(raw):
        return "a ZIP archive"
    behind = raw[end : end + 64].lstrip(b"\x00\r\n\t ")
    if behind.startswith(_BEGINNINGS):
        return "another file"
    return ""


def _ends_as_archive(raw: bytes) -> bool:
    """Whether an unzipping program would open it: it looks for a directory from the end of the file."""
    tail = max(0, len(raw) - _LONGEST_COMMENT)
    place = raw.rfind(_ARCHIVE_END, tail)
    while place >= 0:
        entries = int.from_bytes(raw[place + 10 : place + 12], "little")
        comment = int.from_bytes(raw[place + 20 : place + 22], "little")
        if place + 22 + comment <= len(raw) and (entries == 0 or b"PK\x01\x02" in raw):
            return True
        place = raw.rfind(_ARCHIVE_END, tail, place)
    return False
