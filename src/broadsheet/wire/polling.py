"""Looks into the folders that agencies drop their files in, one folder a source.

DIR/wire/afp/item.json ──▶ taken in ──▶ DIR/wire/afp/taken/item.json   (or refused/item.json)
DIR/wire/afp/photo.jpg     stays beside, where items find it
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from broadsheet.wire.formats import MAX_BYTES
from broadsheet.wire.intake import TakenItem, take
from broadsheet.wire.models import RawItem, Source

log = logging.getLogger(__name__)

QUIET_SECONDS = 5
"""A file that was written to more recently may not be complete yet, and is left for the next time."""

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,60}")
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".mp4", ".mov"})
_PARTS = frozenset({".part", ".tmp", ".filepart", ".crdownload"})


def poll_folders(
    root: Path, *, now: datetime, then: Callable[[Sequence[TakenItem]], object] = lambda _: None
) -> dict[str, tuple[int, int]]:
    """How many files of each source were taken and how many refused; empty where `root` holds no folder of a source.

    Oldest first; `then` is told of the items of each file that was taken. What was read is moved aside, also when
    it was refused, so that it is read once.
    """
    report: dict[str, tuple[int, int]] = {}
    folders = sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    for folder in folders:
        if not _SLUG.fullmatch(folder.name):
            continue
        source, _ = Source.objects.get_or_create(slug=folder.name, defaults={"name": folder.name})
        taken = refused = 0
        for path in _complete(folder, now):
            try:
                with path.open("rb") as file:
                    # One byte more than is taken: the refusal then says that it is too large.
                    raw = file.read(MAX_BYTES + 1)
            except OSError as error:
                log.warning("%s is left where it is: %s", path, error.strerror)
                continue
            done = take(raw, source=source, name=path.name, now=now, folder=folder)
            then(done.items)
            outcome = done.outcome
            taken += outcome == RawItem.Outcome.TAKEN
            refused += outcome == RawItem.Outcome.REFUSED
            _move_aside(path, outcome)
        report[folder.name] = (taken, refused)
    return report


def _complete(folder: Path, now: datetime) -> list[Path]:
    """The files of a folder that hold copy and are no longer written to, oldest first."""
    found: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        written = path.suffix.lower() not in _PICTURES | _PARTS and not path.name.startswith(".")
        if written and path.is_file() and not path.is_symlink():
            changed = path.stat().st_mtime
            found.extend([(changed, path)] if changed <= now.timestamp() - QUIET_SECONDS else [])
    return [path for _, path in sorted(found)]


def _move_aside(path: Path, outcome: str) -> None:
    """Moves a file that was read; one of the same name that was moved before is replaced: its bytes are in the desk."""
    target = path.parent / outcome
    target.mkdir(exist_ok=True)
    os.replace(path, target / path.name)
