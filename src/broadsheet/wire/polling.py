"""Looks into the folders that agencies drop their files in, one folder a source.

DIR/wire/afp/item.json ──▶ taken in ──▶ DIR/wire/afp/taken/item.json   (or refused/item.json)
DIR/wire/afp/photo.jpg     stays beside, where items find it; taken alone where none does (`lone_photos`)

A file that is still written is left alone: one by the name of a part or with a lock beside it, one that another
process has open for writing, one that changed within `QUIET_SECONDS`, and one without its end that changed within
`UNFINISHED_SECONDS`.
"""

from __future__ import annotations

import fcntl
import logging
import os
import re
import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from broadsheet.wire import lone_photos
from broadsheet.wire.errors import FetchFailed
from broadsheet.wire.formats import MAX_BYTES
from broadsheet.wire.models import Source, SourceHealth
from broadsheet.wire.receiving import Counts, Means, receive

log = logging.getLogger(__name__)

QUIET_SECONDS = 5
"""A file that changed more recently may not be complete yet, and is left for the next time."""
UNFINISHED_SECONDS = 60
"""The same for a file whose text has no end, such as `}` or `</nitf>`: its writer may only be slow."""
STALE_LOCK_SECONDS = 3600
"""A lock that is older was left behind."""
MOST_AT_ONCE = 500
"""Files of one look; the others follow in the next, which is due at once."""

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,60}")
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".mp4", ".mov"})
_PARTS = frozenset(
    {".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".writing", ".uploading", ".inprogress", ".swp"}
)
_LOCKS = frozenset({".lock", ".lck"})
_ENDS = {b"{": b"}", b"[": b"]", b"<": b">"}
_WHITE = b" \t\r\n\x00\x1a"


def found_folders(root: Path) -> list[Source]:
    """The sources whose folders lie in `root`; a folder that nobody has set up becomes a source by its name."""
    folders = sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []
    names = [folder.name for folder in folders if _SLUG.fullmatch(folder.name)]
    known = set(Source.objects.filter(slug__in=names).values_list("slug", flat=True))
    for name in names:
        if name not in known:
            Source.objects.get_or_create(slug=name, defaults={"name": name, "every_seconds": 10})
    return list(Source.objects.filter(slug__in=names, kind=Source.Kind.FOLDER).order_by("slug"))


def look(source: Source, health: SourceHealth, means: Means) -> Counts:
    """Take the files of the source's folder, oldest first; each is moved aside after it was carried on, and read once.

    Errors: `FetchFailed` where the folder or a file of it can't be read.
    """
    folder = means.folders / source.slug
    if not folder.is_dir():
        if health.uid_validity is None:
            return Counts()
        raise FetchFailed(f"The folder wire/{source.slug} is not there any more.")
    if health.uid_validity is None:
        # What is there now can be missed later. A source that is only handed in by hand never had one.
        SourceHealth.objects.filter(source=source).update(uid_validity=folder.stat().st_ino)
    counts, unread = Counts(), ""
    now = means.clock()
    lone = lone_photos.waiting(folder, source=source, now=now)
    for path in [*_complete(folder, now), *lone][:MOST_AT_ONCE]:
        try:
            raw = _read(path)
        except OSError as error:
            log.warning("%s is left where it is: %s", path, error.strerror)
            unread = unread or f"{path.name} can't be read: {error.strerror}."
            continue
        if raw is None:
            continue
        done = receive(raw, source=source, name=path.name, means=means, folder=folder)
        counts = counts.plus(done)
        _move_aside(path, done.outcome)
    if unread:
        raise FetchFailed(unread)
    return counts


def waiting(folder: Path, now: datetime) -> int:
    """How many files of `folder` are complete and not taken yet."""
    return len(list(_complete(folder, now))) if folder.is_dir() else 0


def _complete(folder: Path, now: datetime) -> Iterator[Path]:
    """The files of a folder that hold copy and are quiet, oldest first."""
    names = {path.name: path for path in folder.iterdir()}
    locked = {_locked_name(path) for path in names.values() if _is_fresh_lock(path, now)}
    found: list[tuple[float, Path]] = []
    for name, path in names.items():
        others = _PICTURES | _PARTS | _LOCKS
        if path.suffix.lower() in others or name.startswith(".") or name.endswith("~") or name in locked:
            continue
        if path.is_file() and not path.is_symlink() and _age(path, now) >= QUIET_SECONDS:
            found.append((path.stat().st_mtime, path))
    return (path for _, path in sorted(found) if _is_finished(path, now))


def _age(path: Path, now: datetime) -> float:
    """Seconds since the file last changed: tools that keep a file's time can set its `mtime`, but not its `ctime`."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return -1
    return now.timestamp() - max(status.st_mtime, status.st_ctime)


def _is_fresh_lock(path: Path, now: datetime) -> bool:
    return path.suffix.lower() in _LOCKS and _age(path, now) < STALE_LOCK_SECONDS


def _locked_name(lock: Path) -> str:
    """The file that `item.json.lock` or `.item.json.lock` locks."""
    return lock.stem.removeprefix(".")


def _is_finished(path: Path, now: datetime) -> bool:
    """Whether the text has its end, as far as its first and its last letter tell."""
    if _age(path, now) >= UNFINISHED_SECONDS:
        return True
    try:
        with path.open("rb") as file:
            head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip(_WHITE)[:1]
            file.seek(max(0, path.stat().st_size - 256))
            tail = file.read().rstrip(_WHITE)[-1:]
    except OSError:
        return True
    return head not in _ENDS or tail == _ENDS[head]


def _read(path: Path) -> bytes | None:
    """The bytes of a file; None where somebody has it open for writing, or it changed while it was read."""
    with path.open("rb") as file:
        if _is_open_for_writing(file.fileno()):
            return None
        before = os.fstat(file.fileno())
        # One byte more than is taken: the refusal then says that it is too large.
        raw = file.read(MAX_BYTES + 1)
        after = os.fstat(file.fileno())
    same = (before.st_size, before.st_mtime_ns, before.st_ctime_ns) == (
        after.st_size, after.st_mtime_ns, after.st_ctime_ns
    )  # fmt: skip
    return raw if same else None


def _is_open_for_writing(file: int) -> bool:
    """Whether another process has the file open for writing, where the system can tell: Linux, for our own files."""
    try:
        # The signal for whoever has a lease when a writer comes would end us; this one does nothing.
        fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)  # type: ignore[attr-defined, unused-ignore]
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)  # type: ignore[attr-defined, unused-ignore]
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)  # type: ignore[attr-defined, unused-ignore]
    except BlockingIOError:
        return True
    except (OSError, AttributeError):
        return False
    return False


def _move_aside(path: Path, outcome: str) -> None:
    """Moves a file that was read; one of the same name that was moved before is replaced: its bytes are in the desk."""
    target = path.parent / outcome
    target.mkdir(exist_ok=True)
    os.replace(path, target / path.name)
