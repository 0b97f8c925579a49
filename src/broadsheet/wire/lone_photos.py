"""Finds photos in a source's folder that no item has named: after a while they are taken as items of their own.

folder/photo.jpg ──▶ an item names it: its picture   ──▶ nobody does for `WAIT_SECONDS`: taken alone, moved to taken/
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from datetime import datetime
from pathlib import Path

from broadsheet.wire.models import ItemPicture, Source
from broadsheet.wire.picture_files import ENDINGS, MAX_BYTES

WAIT_SECONDS = 15 * 60
"""Agencies send a photo before the item that names it, and seldom more than some minutes before."""
REMEMBERED = 20_000

_SUFFIXES = frozenset(f".{spelt}" for spellings in ENDINGS.values() for spelt in spellings)
_named: OrderedDict[tuple[str, int, int], None] = OrderedDict()
"""Files that an item has named, by path, size and time: their bytes are not read again at every look."""


def waiting(folder: Path, *, source: Source, now: datetime) -> list[Path]:
    """The photos in `folder` that have lain there for `WAIT_SECONDS` and belong to no item, oldest first."""
    found: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        if path.suffix.lower() not in _SUFFIXES or path.name.startswith(".") or path.is_symlink() or not path.is_file():
            continue
        state = path.stat()
        known = (str(path), state.st_size, state.st_mtime_ns)
        # Tools that keep a file's time set its first time only.
        came = max(state.st_mtime, state.st_ctime)
        if came > now.timestamp() - WAIT_SECONDS or known in _named:
            continue
        if state.st_size <= MAX_BYTES and _is_named(path, source):
            _named[known] = None
            while len(_named) > REMEMBERED:
                _named.popitem(last=False)
            continue
        found.append((came, path))
    return [path for _, path in sorted(found)]


def _is_named(path: Path, source: Source) -> bool:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return False
    return ItemPicture.objects.filter(sha256=digest, version__item__source=source).exists()
