"""Says where an edition lies: in a SQLite file, or on a PostgreSQL server with its media in a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit


class Place(Protocol):
    """`url` is "" for the SQLite file `file`; otherwise the database is there. Media lie in `file`'s folder."""

    @property
    def file(self) -> Path: ...

    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class OnServer:
    """A place on a PostgreSQL server."""

    file: Path
    url: str = field(repr=False)


def file_of(place: Path | Place) -> Path:
    return place if isinstance(place, Path) else place.file


def shown(place: Path | Place) -> str:
    """`place` for people to read: a password in it is left out."""
    if isinstance(place, Path) or not place.url:
        return str(file_of(place))
    try:
        parts = urlsplit(place.url)
        host = parts.hostname or "localhost"
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "postgresql://…"
    return f"postgresql://{host}{port}{parts.path}"
