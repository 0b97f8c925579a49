"""Watches the edition's file: opens it when it comes, and tells what changed in it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from broadsheet.edition.errors import EditionError, EditionFailed
from broadsheet.edition.listing import MUTED
from broadsheet.edition.place import Place, file_of
from broadsheet.edition.store import Edition

if TYPE_CHECKING:
    from broadsheet.kiosk.listening import ServerWatch

logger = logging.getLogger(__name__)

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Change:
    """What a kiosk must forget."""

    everything: bool
    addresses: frozenset[str] = frozenset()

    @property
    def touches_lists(self) -> bool:
        return self.everything or any(a.startswith(("story/", "shell/", MUTED)) for a in self.addresses)


class EditionWatch:
    """Holds the edition at `path` open; `edition` is None while there is none that can be read.

    A file that was put in the place of the open one is taken as soon as a run was pressed into it; until then, and
    while there is no file at all, readers go on with the one that was there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.edition: Edition | None = None
        self._identity: tuple[int, int] | None = None
        self._version = 0
        self._run = 0
        self._complaint = ""

    def poll(self) -> Change | None:
        """What changed since the last call; None for nothing."""
        identity = _identity(self.path)
        if self.edition is None or (identity is not None and identity != self._identity):
            return self._take(identity)
        try:
            version = self.edition.version()
            return None if version == self._version else self._changes(self.edition, version)
        except EditionFailed as error:
            self.fail(error)
            return None

    def fail(self, error: EditionFailed) -> None:
        """Let go of an edition that could not be read; the next poll tries again."""
        self._complain(str(error))
        self.close()

    def close(self) -> None:
        if self.edition is not None:
            self.edition.close()
        self.edition, self._identity = None, None

    def _take(self, identity: tuple[int, int] | None) -> Change | None:
        try:
            edition = Edition(self.path, serving=True)
        except EditionError as error:
            self._complain(str(error))
            return None
        try:
            version, run = edition.version(), edition.run()
        except EditionFailed as error:
            edition.close()
            self._complain(str(error))
            return None
        if run == 0:
            edition.close()
            return None
        self.close()
        self.edition, self._identity = edition, identity
        self._version, self._run, self._complaint = version, run, ""
        return Change(everything=True)

    def _changes(self, edition: Edition, version: int) -> Change | None:
        # One moment, so that the run's number and its addresses belong together.
        with edition.database.snapshot():
            run, oldest = edition.run(), edition.oldest_change()
            addresses = edition.changed_since(self._run)
        before, self._run, self._version = self._run, run, version
        if run < before or oldest > before + 1 or EVERYTHING in addresses:
            return Change(everything=True)
        return Change(everything=False, addresses=frozenset(addresses)) if addresses else None

    def _complain(self, complaint: str) -> None:
        # Once, not ten times a second.
        if complaint != self._complaint:
            self._complaint = complaint
            logger.warning(complaint)


def watch_of(place: Path | Place) -> EditionWatch | ServerWatch:
    """The watch for an edition in a file or on a server; the latter's driver is loaded only there."""
    if isinstance(place, Path) or not place.url:
        return EditionWatch(file_of(place))
    from broadsheet.kiosk.listening import ServerWatch

    return ServerWatch(place)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
