"""Remembers what was killed, in a file of its own that no restored database backup can undo.

    data/kills.jsonl   one line a kill or a lifting, only ever appended to, on the disk before anything else happens

A kill names a story by its number, its addresses, the wire item that it was made from, and pictures by their content.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from broadsheet.paperfile import PaperFile


class Kill(msgspec.Struct, frozen=True, tag="kill"):
    """One kill. `items` are (source slug, guid); `pictures` are Wagtail's SHA-1 of the files' bytes.

    `credit` and `agency` are those of a takedown of everything under them: what comes later is held.
    """

    number: int
    at: datetime
    by: str
    reason: str
    story_id: int
    addresses: tuple[str, ...] = ()
    items: tuple[tuple[str, str], ...] = ()
    pictures: tuple[str, ...] = ()
    credit: str = ""
    agency: str = ""


class Lifting(msgspec.Struct, frozen=True, tag="lifting"):
    """The end of kill `number`, with who decided it and why."""

    number: int
    at: datetime
    by: str
    reason: str


class KillFileDamaged(Exception):
    """A line of the kill file says nothing that can be understood; nothing is published until it does."""

    def __init__(self, path: Path, line: int, why: str) -> None:
        self.path, self.line = path, line
        super().__init__(
            f"Line {line} of {path} is damaged ({why}). Put the file back from a backup, or mend the line by hand; "
            "until then nothing is pressed, so that nothing killed can come back. Kills are still taken, and "
            "written down below the damaged line."
        )


@dataclass(frozen=True, slots=True)
class Killed:
    """Everything under a kill now."""

    kills: tuple[Kill, ...] = ()
    stories: frozenset[int] = frozenset()
    addresses: frozenset[str] = frozenset()
    items: frozenset[tuple[str, str]] = frozenset()
    pictures: frozenset[str] = frozenset()


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Kill | Lifting)


class KillFile:
    """The kill file of one paper; read anew only when it has grown."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._killed = Killed()

    def killed(self) -> Killed:
        """What is under a kill now; nothing where there is no file.

        Errors: `KillFileDamaged`: better no page than a killed one.
        """
        try:
            now = self.path.stat()
        except FileNotFoundError:
            return Killed()
        seen = (now.st_ino, now.st_size, now.st_mtime_ns)
        if seen != self._seen:
            self._killed = _sum_up(self.entries())
            self._seen = seen
        return self._killed

    def add(self, kill: Kill) -> Kill:
        """Append `kill` under the next number, whatever stands before it; it is on the disk when this returns."""
        with self._locked() as file:
            numbered = msgspec.structs.replace(kill, number=1 + self._last_number())
            _write(file, numbered)
        return numbered

    def lift(self, lifting: Lifting) -> None:
        """Append the end of a kill; it is on the disk when this returns."""
        with self._locked() as file:
            _write(file, lifting)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            _end_torn_line(file)
            # Asked of the file, not of the folder: who made it may have been killed before the folder was on the disk.
            new = os.fstat(file).st_size == 0
            yield file
            if new:
                folder = os.open(self.path.parent, os.O_RDONLY)
                os.fsync(folder)
                os.close(folder)
        finally:
            os.close(file)

    def entries(self) -> list[Kill | Lifting]:
        """Every kill and lifting on the record, oldest first; none where there is no file.

        Errors: `KillFileDamaged`.
        """
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            return []
        found: list[Kill | Lifting] = []
        for number, line in enumerate(_lines(raw), 1):
            try:
                found += [_decoder.decode(line)] if line.strip() else []
            except msgspec.DecodeError as error:
                raise KillFileDamaged(self.path, number, str(error)) from error
        return found

    def _last_number(self) -> int:
        """The highest number that was given away; of a damaged line, the next one."""
        last = 0
        for line in filter(bytes.strip, _lines(self.path.read_bytes())):
            try:
                last = max(last, _decoder.decode(line).number)
            except msgspec.DecodeError:
                last += 1
        return last


def _lines(raw: bytes) -> list[bytes]:
    # A last line without its end was never acknowledged: the machine stopped while it was written.
    return raw.split(b"\n")[:-1]


def _write(file: int, entry: Kill | Lifting) -> None:
    line = _encoder.encode(entry) + b"\n"
    before = os.fstat(file).st_size
    try:
        # A disk that fills up takes a part of it, and says so by the count alone.
        if os.write(file, line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file)
    except OSError:
        os.ftruncate(file, before)
        raise


def _end_torn_line(file: int) -> None:
    """Cut off what a stopped machine left of a line, so that the next one stands alone."""
    size = os.fstat(file).st_size
    tail = os.pread(file, size, 0)
    whole = tail.rfind(b"\n") + 1
    if whole != size:
        os.ftruncate(file, whole)


def _sum_up(entries: list[Kill | Lifting]) -> Killed:
    standing: dict[int, Kill] = {}
    for entry in entries:
        if isinstance(entry, Kill):
            standing[entry.number] = entry
        else:
            standing.pop(entry.number, None)
    kills = tuple(standing.values())
    return Killed(
        kills=kills,
        stories=frozenset(kill.story_id for kill in kills),
        addresses=frozenset(a for kill in kills for a in kill.addresses),
        items=frozenset(item for kill in kills for item in kill.items),
        pictures=frozenset(picture for kill in kills for picture in kill.pictures),
    )


def of(paper: PaperFile) -> KillFile:
    """The kill file of `paper`, the same object for the same paper."""
    return _files.setdefault(paper.folder, KillFile(paper.data / "kills.jsonl"))


_files: dict[Path, KillFile] = {}
