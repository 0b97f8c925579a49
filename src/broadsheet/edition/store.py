"""Reads the edition: what a kiosk, an export and a check may ask of it. Writing is `edition.writing`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from broadsheet.edition.database import Database, open_for_reading
from broadsheet.edition.place import Place, file_of
from broadsheet.edition.records import CatalogueRow, Packed, Page
from broadsheet.edition.search_rows import held

_PAGE = "address, kind, content_type, language, etag, head, head_crc, head_size, tail, tail_crc, tail_size"
_ROW = "story_id, language, section, address, headline, teaser, published_at, card"


class Edition:
    """A read-only view of the edition at `place`; media lie in `media_folder` beside it.

    `serving`: for a kiosk, see `open_for_reading`.

    Errors: `EditionMissing`, `FormatUnknown`; `EditionFailed` from every method.
    """

    def __init__(self, place: Path | Place, *, database: Database | None = None, serving: bool = False) -> None:
        self.path = file_of(place)
        self.database = database if database is not None else open_for_reading(place, serving=serving)

    @property
    def connection(self) -> Any:
        """The engine's own connection."""
        return self.database.connection

    @property
    def media_folder(self) -> Path:
        return media_folder(self.path)

    def close(self) -> None:
        self.database.close()

    def page(self, address: str) -> Page | None:
        row = self.database.one(f"SELECT {_PAGE} FROM pages WHERE address = ?", (address,))
        return _page(row) if row else None

    def has_page(self, address: str) -> bool:
        return self.database.one("SELECT 1 FROM pages WHERE address = ?", (address,)) is not None

    def pages(self) -> Iterator[Page]:
        """Every page, by address."""
        for row in self.database.stream(f"SELECT {_PAGE} FROM pages ORDER BY address"):
            yield _page(row)

    def addresses(self) -> list[str]:
        return [a for (a,) in self.database.all("SELECT address FROM pages ORDER BY address")]

    def redirect(self, address: str) -> str | None:
        """Where `address` has moved to, or None."""
        row = self.database.one("SELECT target FROM redirects WHERE address = ?", (address,))
        return row[0] if row else None

    def is_gone(self, address: str) -> bool:
        """Whether a story stood at `address` that was withdrawn."""
        return self.database.one("SELECT 1 FROM tombstones WHERE address = ?", (address,)) is not None

    def catalogue(self, story_ids: Iterable[int]) -> dict[int, CatalogueRow]:
        """The rows of those of `story_ids` that are published, by story."""
        found: dict[int, CatalogueRow] = {}
        ids = list(story_ids)
        for start in range(0, len(ids), 500):
            some = ids[start : start + 500]
            marks = ",".join("?" * len(some))
            for row in self.database.all(f"SELECT {_ROW} FROM catalogue WHERE story_id IN ({marks})", some):
                found[row[0]] = CatalogueRow(*row)
        return found

    def row(self, story_id: int) -> CatalogueRow | None:
        """The story's row with all by which it is found; None where it is not published."""
        row = self.catalogue([story_id]).get(story_id)
        found = held(self.database, story_id) if row is not None else None
        return replace(row, search=found[2]) if row is not None and found is not None else row

    def newest(self, language: str, count: int) -> list[CatalogueRow]:
        """The newest stories in `language`, newest first."""
        return [
            CatalogueRow(*row)
            for row in self.database.all(
                f"SELECT {_ROW} FROM catalogue WHERE language = ? ORDER BY published_at DESC, story_id DESC LIMIT ?",
                (language, count),
            )
        ]

    def is_published(self, story_id: int) -> bool:
        return self.database.one("SELECT 1 FROM catalogue WHERE story_id = ?", (story_id,)) is not None

    def holds_media(self, name: str) -> bool:
        """Whether a page or a card names the file `name`; others must not be served though they lie there."""
        return self.database.one("SELECT 1 FROM media WHERE name = ? LIMIT 1", (name,)) is not None

    def media_names(self) -> list[str]:
        """Every file that a page or a card names."""
        return [n for (n,) in self.database.all("SELECT DISTINCT name FROM media ORDER BY name")]

    def media_of(self, holder: str) -> set[str]:
        """The files that the page at address `holder`, or the row "story/81", names."""
        query = "SELECT name FROM media WHERE holder = ?"
        return {name for (name,) in self.database.all(query, (holder,))}

    def redirects(self) -> list[tuple[str, str]]:
        """Every address that has moved, with its target."""
        return self.database.all("SELECT address, target FROM redirects ORDER BY address")

    def shells(self) -> dict[str, str]:
        """The frame of the live list by language: HTML with one `<!--items-->` in it."""
        return dict(self.database.all("SELECT language, html FROM shells"))

    def run(self) -> int:
        """The number of the last run that changed anything; 0 before the first."""
        row = self.database.one("SELECT value FROM facts WHERE name = 'run'")
        return int(row[0]) if row else 0

    def oldest_change(self) -> int:
        """The earliest run that the change log still tells of; a kiosk older than that drops everything."""
        row = self.database.one("SELECT min(run) FROM changes")
        return int(row[0] or 0) if row else 0

    def changed_since(self, run: int) -> set[str]:
        """Addresses that runs after `run` changed."""
        return {a for (a,) in self.database.all("SELECT address FROM changes WHERE run > ?", (run,))}

    def version(self) -> int:
        """A number that differs after another connection has written: the cheapest way to ask whether anything did."""
        return self.database.version()

    def standing(self, addresses: Sequence[str]) -> set[str]:
        """Those of `addresses` at which a page, a redirect, a tombstone or, for "story/81", a row stands."""
        found: set[str] = set()
        for start in range(0, len(addresses), 400):
            some = addresses[start : start + 400]
            marks = ",".join("?" * len(some))
            for table in ("pages", "redirects", "tombstones"):
                query = f"SELECT address FROM {table} WHERE address IN ({marks})"
                found.update(address for (address,) in self.database.all(query, some))
            rows = (int(address.removeprefix("story/")) for address in some if address.startswith("story/"))
            found.update(f"story/{pk}" for pk in self.catalogue(rows))
        return found

    def present(self) -> set[str]:
        """Every address for which the edition holds a product of any kind: a page, "story/81", "shell/en" …"""
        found: set[str] = set()
        for query in (
            "SELECT address FROM pages",
            "SELECT address FROM redirects",
            "SELECT address FROM tombstones",
            "SELECT 'story/' || story_id FROM catalogue",
            "SELECT 'shell/' || language FROM shells",
        ):
            found.update(address for (address,) in self.database.stream(query))
        return found

    def is_searchable(self) -> bool:
        """False for one that an earlier version pressed: it has no words to look into."""
        row = self.database.one("SELECT value FROM facts WHERE name = 'format'")
        return row is not None and int(row[0]) >= 3

    def lacks_words(self, language: str) -> bool:
        """Whether the oldest story can't be found yet: the index fills from the newest on."""
        row = self.database.one(
            "SELECT c.story_id, s.story_id FROM catalogue c LEFT JOIN search s ON s.story_id = c.story_id "
            "WHERE c.language = ? ORDER BY c.published_at, c.story_id LIMIT 1",
            (language,),
        )
        return row is not None and row[1] is None

    def page_count(self) -> int:
        row = self.database.one("SELECT count(*) FROM pages")
        return int(row[0]) if row else 0


def media_folder(edition: Path) -> Path:
    """Where the media of the edition file `edition` lie."""
    return edition.parent / "media"


def media_path(folder: Path, name: str) -> Path:
    """Where the file `name` ("ab12….jpg") lies: in one of 65,536 folders, so that ten million make 150 in each."""
    return folder / name[:2] / name[2:4] / name


def former_media_path(folder: Path, name: str) -> Path:
    """Where it lay in an edition of format 1."""
    return folder / name[:2] / name


def find_media(folder: Path, name: str) -> Path:
    """Where the file lies, also in an edition that the previous version pressed or whose files are being moved."""
    path = media_path(folder, name)
    if path.exists():
        return path
    former = former_media_path(folder, name)
    return former if former.exists() else path


def _page(row: tuple[object, ...]) -> Page:
    address, kind, content_type, language, etag, head, hcrc, hsize, tail, tcrc, tsize = row
    return Page(
        address,  # type: ignore[arg-type]
        kind,  # type: ignore[arg-type]
        content_type,  # type: ignore[arg-type]
        language,  # type: ignore[arg-type]
        etag,  # type: ignore[arg-type]
        Packed(head, hcrc, hsize),  # type: ignore[arg-type]
        None if tail is None else Packed(tail, tcrc, tsize),  # type: ignore[arg-type]
    )
