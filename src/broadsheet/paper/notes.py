"""Notes what is asked while one page is gathered: the keys for the ledger and the media files that the page names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class Notes:
    """What one page, or a part that several pages share, was made from."""

    __slots__ = ("files", "keys")

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.files: dict[str, Path] = {}

    def add(self, other: Notes) -> None:
        self.keys |= other.keys
        if other.files:
            self.files.update(other.files)


class Noting:
    """Keeps the notes of the page in hand; parts made once and used often bring their own along."""

    def __init__(self) -> None:
        self.notes = Notes()

    def key(self, key: str) -> None:
        self.notes.keys.add(key)

    def all_keys(self, keys: Iterable[str]) -> None:
        self.notes.keys.update(keys)

    def files(self, files: Iterable[tuple[str, Path]]) -> None:
        self.notes.files.update(files)

    def afresh(self) -> Afresh:
        """Notes of its own for what happens inside; the outer ones are left as they were."""
        return Afresh(self)


class Afresh:
    """See `Noting.afresh`. A class, because a generator takes three times as long and every part has its notes."""

    __slots__ = ("_noting", "_outer")

    def __init__(self, noting: Noting) -> None:
        self._noting = noting

    def __enter__(self) -> Notes:
        self._outer = self._noting.notes
        self._noting.notes = notes = Notes()
        return notes

    def __exit__(self, *error: object) -> None:
        self._noting.notes = self._outer
