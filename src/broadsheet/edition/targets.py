"""Where an export goes: a folder here; a bucket in `edition.bucket`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from broadsheet.edition.errors import AddressUnsafe


class Target(Protocol):
    """A place for files by name ("world/a-story/index.html"). Each is laid down whole or not at all."""

    def get(self, name: str) -> bytes | None:
        """The file's bytes; None where there is none."""

    def put(self, name: str, raw: bytes) -> None: ...

    def delete(self, name: str) -> None:
        """Take the file away; nothing where there is none."""

    @property
    def cheap_to_read(self) -> bool:
        """Whether what lies there can be compared byte by byte; otherwise the list of the last export is believed."""


class Folder:
    """The folder `root` on this machine, made where there is none.

    Errors: `AddressUnsafe` for a name whose folder leads out of it, by a link that somebody laid there; `OSError`.
    """

    cheap_to_read = True

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self.root = root.resolve()

    def get(self, name: str) -> bytes | None:
        path = self._path(name)
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None

    def put(self, name: str, raw: bytes) -> None:
        path = self._path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.new")
        temporary.unlink(missing_ok=True)
        temporary.write_bytes(raw)
        os.replace(temporary, path)

    def delete(self, name: str) -> None:
        try:
            path = self._path(name)
            path.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self.root:
                    break
                folder.rmdir()
        except (OSError, AddressUnsafe):
            # A folder that holds other files, or none at all.
            return

    def _path(self, name: str) -> Path:
        path = self.root / name
        if not path.parent.resolve().is_relative_to(self.root):
            raise AddressUnsafe("/" + name)
        return path
