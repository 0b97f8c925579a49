"""Lays files beside the edition and takes them away, so that a crash at any moment leaves none torn and none too many.

lay    name noted ──▶ temporary file, fsync, rename, fsync of the folder ──▶ a run may name it
drop   name noted ──▶ the run that no longer names it commits
settle every noted name: named by the edition? stays : deleted ──▶ the note is torn up

A note is a file of names in the media folder, its writer's own. One that a crash left is settled by the next writer.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from broadsheet.edition.store import media_path

NOTE = ".unsettled-"


class MediaFolder:
    """The files in `folder`, which is made when the first comes. Writers of one edition must take turns."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mark = secrets.token_hex(6)
        self._note: int | None = None
        self._in_mind: set[str] = set()

    def path(self, name: str) -> Path:
        """Where the file `name` lies, or a temporary one (".name.mark")."""
        return media_path(self.folder, name.removeprefix(".")).with_name(name)

    def lay(self, files: Iterable[tuple[str, Path]]) -> None:
        """Lay a copy of each (name, source) down, whole and durable before this returns; what lies there stays.

        Errors: `OSError`, with nothing half laid.
        """
        missing = [(name, source) for name, source in files if not self.path(name).exists()]
        if not missing:
            return
        self.note(name for name, _ in missing)
        for name, source in missing:
            self._copy(source, self.path(name), self.path(f".{name}.{self._mark}"))
        for folder in sorted({self.path(name).parent for name, _ in missing}):
            _sync(folder)

    def note(self, names: Iterable[str]) -> None:
        """Remember, durably, that these files are to be looked at when the run is over, or when a crash ended it."""
        lines = "".join(f"{name}\n" for name in sorted(set(names))).encode()
        if not lines:
            return
        if self._note is None:
            _make(self.folder)
            self._note = os.open(self.folder / f"{NOTE}{self._mark}", os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o640)
            # For as long as this process lives: nobody else may think that it crashed.
            fcntl.flock(self._note, fcntl.LOCK_EX)
            _sync(self.folder)
        before = os.fstat(self._note).st_size
        try:
            if os.write(self._note, lines) != len(lines):
                raise OSError("The disk is full: what is to be laid down could not be noted.")
            os.fsync(self._note)
        except OSError:
            # A name cut short would run into the next one.
            os.ftruncate(self._note, before)
            raise

    def bear_in_mind(self, names: Iterable[str]) -> None:
        """Look at these files when the run is over, though they could not be noted: the disk has no room for it."""
        self._in_mind.update(names)

    def settle(self, is_held: Callable[[str], bool]) -> list[str]:
        """Delete noted files that nothing holds, also those that a crashed writer noted; returns what was deleted."""
        deleted = self._delete(name for name in sorted(self._in_mind) if not is_held(name))
        self._in_mind.clear()
        for path, descriptor in self._notes():
            try:
                mark = path.name.removeprefix(NOTE)
                names = os.pread(descriptor, os.fstat(descriptor).st_size, 0).decode().split("\n")[:-1]
                unheld = [name for name in names if not is_held(name)]
                self._delete(f".{name}.{mark}" for name in names)
                deleted += self._delete(unheld)
                path.unlink(missing_ok=True)
            finally:
                os.close(descriptor)
        return deleted

    def close(self) -> None:
        """Let go of our note, which the next writer then settles, in this process or in another."""
        if self._note is not None:
            os.close(self._note)
            self._note = None

    def sweep(self, names: Iterable[str], is_held: Callable[[str], bool]) -> list[str]:
        """Delete those of `names` that nothing holds; returns what was deleted."""
        return self._delete(name for name in sorted(set(names)) if not is_held(name))

    def files(self) -> set[str]:
        """The names of all files that lie here, temporary ones included."""
        return {path.name for path in self.folder.glob("*/*/*")}

    def _notes(self) -> Iterator[tuple[Path, int]]:
        """Our own note, and those whose writers are no more: nobody else holds them."""
        own, self._note = self._note, None
        if own is not None:
            yield self.folder / f"{NOTE}{self._mark}", own
        try:
            left = [Path(entry.path) for entry in os.scandir(self.folder) if entry.name.startswith(NOTE)]
        except FileNotFoundError:
            return
        for path in left:
            try:
                descriptor = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                continue
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                continue
            yield path, descriptor

    def _copy(self, source: Path, target: Path, temporary: Path) -> None:
        _make(target.parent)
        try:
            with temporary.open("wb") as file:
                file.write(source.read_bytes())
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def _delete(self, names: Iterable[str]) -> list[str]:
        """Deleted for good: what was killed must not come back with the power. Returns what was there."""
        folders, deleted = set(), []
        for name in names:
            path = self.path(name)
            try:
                path.unlink()
            except FileNotFoundError:
                continue
            folders.add(path.parent)
            deleted.append(name)
        for folder in sorted(folders):
            _sync(folder)
        return deleted


def _make(folder: Path) -> None:
    """The folder, with a durable entry in the one above it."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
