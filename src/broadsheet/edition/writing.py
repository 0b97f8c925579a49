"""Writes the edition: a run is one transaction, media before it, stray media after it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from broadsheet.edition.database import Database, open_for_writing
from broadsheet.edition.errors import EditionFailed
from broadsheet.edition.media import MediaFolder
from broadsheet.edition.migration import deepen
from broadsheet.edition.place import Place, file_of
from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.search_rows import SearchRows
from broadsheet.edition.store import Edition, media_folder

log = logging.getLogger("broadsheet.edition")

KEPT_RUNS = 500
"""Runs that the change log tells of; a kiosk that slept longer drops its whole cache."""

TOLD_ONE_BY_ONE = 2_000
"""A run that changes more addresses tells kiosks "*", everything, and keeps the change log small."""


UNFINISHED = "unfinished"
"""The fact that stands while a first edition is being pressed: kiosks take none that has no run."""


class EditionWriter:
    """The press's hold on the edition at `place`; made where there is none. Use a `Run` to change it."""

    def __init__(self, place: Path | Place) -> None:
        self.path = file_of(place)
        self.database = open_for_writing(place)
        self.reading = Edition(place, database=self.database)
        self.media_folder = media_folder(self.path)
        self.media = MediaFolder(self.media_folder)
        self._file = _number_of(self.path)
        if self.fact("media_depth") != "2":
            deepen(self.media_folder)
            self.set_fact("media_depth", "2")

    def is_current(self) -> bool:
        """False where another file lies at the edition's place now, or none: what is written here, nobody reads."""
        return _number_of(self.path) == self._file

    def run(self) -> Run:
        """A run, to be used with `with`: committed on leaving it, undone where an error leaves it."""
        return Run(self.database, self.media)

    @property
    def connection(self) -> Any:
        """The engine's own connection."""
        return self.database.connection

    def fact(self, name: str) -> str:
        """What the press has noted for itself beside the pages; "" for nothing."""
        row = self.database.one("SELECT value FROM facts WHERE name = ?", (name,))
        return str(row[0]) if row else ""

    def set_fact(self, name: str, value: str) -> None:
        if self.fact(name) != value:
            set_fact(self.database, name, value)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Something durable that readers don't see: committed at the end, undone by an error."""
        self.database.begin()
        try:
            yield
            self.database.commit()
        finally:
            self.database.rollback()

    def open_to_readers(self) -> None:
        """Let kiosks have an edition whose first pages are all there."""
        if self.fact(UNFINISHED):
            with self.run() as run:
                self.database.do("DELETE FROM facts WHERE name = ?", (UNFINISHED,))
                run.touched.add("*")

    def put_media(self, name: str, source: Path) -> None:
        """Lay a copy of `source` beside the edition as `name`, whole and durable before this returns."""
        self.media.lay([(name, source)])

    def settle_media(self) -> list[str]:
        """Delete what a run let go of, or laid down and never named; also where a crash ended that run."""
        return self.media.settle(self._holds)

    def sweep_media(self, names: Iterable[str]) -> list[str]:
        """Delete those of `names` that no page and no row holds any more; returns what was deleted."""
        return self.media.sweep(names, self._holds)

    def _holds(self, name: str) -> bool:
        return self.database.one("SELECT 1 FROM media WHERE name = ? LIMIT 1", (name,)) is not None

    def close(self) -> None:
        self.media.close()
        self.connection.close()


class Run:
    """One transaction on the edition. `number` is set when it begins; `touched` are the addresses it changed."""

    def __init__(self, database: Database, media: MediaFolder) -> None:
        self.database, self.media = database, media
        self.search = SearchRows(database)
        self.touched: set[str] = set()
        self.dropped_media: set[str] = set()
        self.number = 0

    def __enter__(self) -> Self:
        self.database.begin()
        row = self.database.one("SELECT value FROM facts WHERE name = 'run'")
        self.number = int(row[0]) + 1 if row else 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.database.rollback()
            return
        try:
            self._commit()
        except EditionFailed:
            # A full disk: left open, the transaction would keep every later run from beginning.
            self.database.rollback()
            raise

    def _commit(self) -> None:
        try:
            self.media.note(self.dropped_media)
        except OSError as error:
            # A full disk must not keep a story up: if this process ends now, `press verify --repair` finds the files.
            log.error("files that are let go of could not be noted: %s", error)
            self.media.bear_in_mind(self.dropped_media)
        for name in self.dropped_media:
            # Caches hold pictures for ever: they must hear of those that nothing names any more.
            if self.database.one("SELECT 1 FROM media WHERE name = ? LIMIT 1", (name,)) is None:
                self.touched.add(f"/media/{name}")
        hidden = self.database.one("SELECT 1 FROM facts WHERE name = ?", (UNFINISHED,))
        if self.touched and hidden is None:
            set_fact(self.database, "run", str(self.number))
            self.database.do_many(
                "INSERT INTO changes VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(self.number, address) for address in self._told()],
            )
            self.database.do("DELETE FROM changes WHERE run <= ?", (self.number - KEPT_RUNS,))
            self.database.announce()
        self.database.commit()

    def _told(self) -> list[str]:
        return sorted(self.touched) if len(self.touched) <= TOLD_ONE_BY_ONE else ["*"]

    def put_new(self, products: Sequence[tuple[Page | CatalogueRow, Sequence[str]]]) -> None:
        """Lay down these with the files that each names: nothing is known yet where they go."""
        pages = [product for product, _ in products if isinstance(product, Page)]
        rows = [product for product, _ in products if isinstance(product, CatalogueRow)]
        self.database.do_many(_PUT_PAGE, [_page_values(page) for page in pages])
        self.database.do_many(_PUT_ROW, [_row_values(row) for row in rows])
        self.search.put_new(rows)
        held = [(name, holder_of(product)) for product, names in products for name in names]
        self.database.do_many("INSERT INTO media (name, holder) VALUES (?, ?) ON CONFLICT DO NOTHING", held)
        self.touched.update(holder_of(product) for product, _ in products)

    def put_page(self, page: Page, media: Sequence[str] = ()) -> None:
        self.database.do(_PUT_PAGE, _page_values(page))
        self.hold(page.address, media)
        self.touched.add(page.address)

    def drop_page(self, address: str) -> None:
        gone = self.database.do("DELETE FROM pages WHERE address = ?", (address,))
        self.hold(address, ())
        if gone:
            self.touched.add(address)

    def put_row(self, row: CatalogueRow, media: Sequence[str] = ()) -> None:
        self.database.do(_PUT_ROW, _row_values(row))
        self.search.put(row)
        self.hold(holder_of(row), media)
        self.touched.add(holder_of(row))

    def keep_row(self, row: CatalogueRow, media: Sequence[str] = ()) -> None:
        """Hold the files of `row`, which stands there; an edition of the version before lacks words of its text."""
        self.hold(holder_of(row), media)
        if row.search is not None:
            self.search.vocabulary.add([(row.language, row.search)])

    def drop_row(self, story_id: int) -> None:
        gone = self.database.do("DELETE FROM catalogue WHERE story_id = ?", (story_id,))
        self.search.drop(story_id)
        self.hold(f"story/{story_id}", ())
        if gone:
            self.touched.add(f"story/{story_id}")

    def put_shell(self, language: str, html: str) -> None:
        self.database.do(
            "INSERT INTO shells VALUES (?, ?) ON CONFLICT (language) DO UPDATE SET html = excluded.html",
            (language, html),
        )
        self.touched.add(f"shell/{language}")

    def drop_shell(self, language: str) -> None:
        if self.database.do("DELETE FROM shells WHERE language = ?", (language,)):
            self.touched.add(f"shell/{language}")

    def put_redirect(self, address: str, target: str) -> None:
        self.database.do(
            "INSERT INTO redirects VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET target = excluded.target",
            (address, target),
        )
        self.touched.add(address)

    def drop_redirect(self, address: str) -> None:
        if self.database.do("DELETE FROM redirects WHERE address = ?", (address,)):
            self.touched.add(address)

    def put_tombstone(self, address: str) -> None:
        self.database.do("INSERT INTO tombstones VALUES (?) ON CONFLICT DO NOTHING", (address,))
        self.touched.add(address)

    def drop_tombstone(self, address: str) -> None:
        if self.database.do("DELETE FROM tombstones WHERE address = ?", (address,)):
            self.touched.add(address)

    def hold(self, holder: str, names: Iterable[str]) -> None:
        """Let `holder`, a page's address or "story/81", name these files and no others."""
        wanted = set(names)
        held = {n for (n,) in self.database.all("SELECT name FROM media WHERE holder = ?", (holder,))}
        for name in held - wanted:
            self.database.do("DELETE FROM media WHERE holder = ? AND name = ?", (holder, name))
            self.dropped_media.add(name)
        if wanted - held:
            self.database.do_many(
                "INSERT INTO media (name, holder) VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(name, holder) for name in wanted - held],
            )


_PUT_PAGE = (
    "INSERT INTO pages (address, kind, content_type, language, etag, head, head_crc, head_size, "
    "tail, tail_crc, tail_size) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (address) DO UPDATE SET "
    "kind=excluded.kind, content_type=excluded.content_type, language=excluded.language, "
    "etag=excluded.etag, head=excluded.head, head_crc=excluded.head_crc, head_size=excluded.head_size, "
    "tail=excluded.tail, tail_crc=excluded.tail_crc, tail_size=excluded.tail_size"
)

_PUT_ROW = (
    "INSERT INTO catalogue (story_id, language, section, address, headline, teaser, published_at, card) "
    "VALUES (?,?,?,?,?,?,?,?) ON CONFLICT (story_id) DO UPDATE SET language=excluded.language, "
    "section=excluded.section, address=excluded.address, headline=excluded.headline, "
    "teaser=excluded.teaser, published_at=excluded.published_at, card=excluded.card"
)


def _page_values(page: Page) -> tuple[object, ...]:
    head, tail = page.head, page.tail
    return (
        page.address, page.kind, page.content_type, page.language, page.etag,
        head.deflate, head.crc, head.size,
        tail.deflate if tail else None, tail.crc if tail else 0, tail.size if tail else 0,
    )  # fmt: skip


def _row_values(row: CatalogueRow) -> tuple[object, ...]:
    return (
        row.story_id, row.language, row.section, row.address, row.headline, row.teaser, row.published_at, row.card,
    )  # fmt: skip


def holder_of(product: Page | CatalogueRow) -> str:
    """What stands for it where files name their holder: a page's address, or "story/81"."""
    return product.address if isinstance(product, Page) else f"story/{product.story_id}"


def set_fact(database: Database, name: str, value: str) -> None:
    """Note `value` under `name` beside the pages, in the transaction that is open, if one is."""
    database.do(
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _number_of(path: Path) -> int | None:
    """By what the file system knows the file; None where there is none, as for an edition on a server."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None
