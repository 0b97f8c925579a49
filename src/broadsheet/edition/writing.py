"""Writes the edition: a run is one transaction, media before it, stray media after it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from broadsheet.edition.database import open_for_writing
from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.store import Edition, media_folder, media_path

KEPT_RUNS = 500
"""Runs that the change log tells of; a kiosk that slept longer drops its whole cache."""

TOLD_ONE_BY_ONE = 2_000
"""A run that changes more addresses tells kiosks "*", everything, and keeps the change log small."""


class EditionWriter:
    """The press's hold on the edition at `path`; made where there is none. Use a `Run` to change it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = open_for_writing(path)
        self.reading = Edition(path, connection=self.connection)
        self.media_folder = media_folder(path)

    def run(self) -> Run:
        """A run, to be used with `with`: committed on leaving it, undone where an error leaves it."""
        return Run(self.connection)

    def put_media(self, name: str, source: Path) -> None:
        """Lay a copy of `source` beside the edition as `name`, whole and durable before this returns."""
        target = media_path(self.media_folder, name)
        if target.exists():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{name}.{os.getpid()}")
        with temporary.open("wb") as file:
            file.write(source.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(target)
        _sync_folder(target.parent)

    def sweep_media(self, names: Iterable[str]) -> list[str]:
        """Delete those of `names` that no page and no row holds any more; returns what was deleted."""
        deleted = []
        for name in sorted(set(names)):
            held = self.connection.execute("SELECT 1 FROM media WHERE name = ? LIMIT 1", (name,)).fetchone()
            if held is None:
                media_path(self.media_folder, name).unlink(missing_ok=True)
                deleted.append(name)
        return deleted

    def close(self) -> None:
        self.connection.close()


class Run:
    """One transaction on the edition. `number` is set when it begins; `touched` are the addresses it changed."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.touched: set[str] = set()
        self.dropped_media: set[str] = set()
        self.number = 0

    def __enter__(self) -> Self:
        self.connection.execute("BEGIN IMMEDIATE")
        row = self.connection.execute("SELECT value FROM facts WHERE name = 'run'").fetchone()
        self.number = int(row[0]) + 1 if row else 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.connection.execute("ROLLBACK")
            return
        try:
            self._commit()
        except sqlite3.Error:
            # A full disk: left open, the transaction would keep every later run from beginning.
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def _commit(self) -> None:
        if self.touched:
            self.connection.execute("INSERT OR REPLACE INTO facts VALUES ('run', ?)", (str(self.number),))
            self.connection.executemany(
                "INSERT OR IGNORE INTO changes VALUES (?, ?)",
                [(self.number, address) for address in self._told()],
            )
            self.connection.execute("DELETE FROM changes WHERE run <= ?", (self.number - KEPT_RUNS,))
        self.connection.execute("COMMIT")

    def _told(self) -> list[str]:
        return sorted(self.touched) if len(self.touched) <= TOLD_ONE_BY_ONE else ["*"]

    def put_page(self, page: Page, media: Iterable[str] = ()) -> None:
        head, tail = page.head, page.tail
        self.connection.execute(
            "INSERT INTO pages (address, kind, content_type, language, etag, head, head_crc, head_size, "
            "tail, tail_crc, tail_size) VALUES (?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (address) DO UPDATE SET "
            "kind=excluded.kind, content_type=excluded.content_type, language=excluded.language, "
            "etag=excluded.etag, head=excluded.head, head_crc=excluded.head_crc, head_size=excluded.head_size, "
            "tail=excluded.tail, tail_crc=excluded.tail_crc, tail_size=excluded.tail_size",
            (
                page.address, page.kind, page.content_type, page.language, page.etag,
                head.deflate, head.crc, head.size,
                tail.deflate if tail else None, tail.crc if tail else 0, tail.size if tail else 0,
            ),
        )  # fmt: skip
        self.hold(page.address, media)
        self.touched.add(page.address)

    def drop_page(self, address: str) -> None:
        gone = self.connection.execute("DELETE FROM pages WHERE address = ?", (address,)).rowcount
        self.hold(address, ())
        if gone:
            self.touched.add(address)

    def put_row(self, row: CatalogueRow, media: Iterable[str] = ()) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO catalogue VALUES (?,?,?,?,?,?,?,?)",
            (
                row.story_id, row.language, row.section, row.address, row.headline, row.teaser,
                row.published_at, row.card,
            ),
        )  # fmt: skip
        self.hold(f"story/{row.story_id}", media)
        self.touched.add(f"story/{row.story_id}")

    def drop_row(self, story_id: int) -> None:
        gone = self.connection.execute("DELETE FROM catalogue WHERE story_id = ?", (story_id,)).rowcount
        self.hold(f"story/{story_id}", ())
        if gone:
            self.touched.add(f"story/{story_id}")

    def put_shell(self, language: str, html: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO shells VALUES (?, ?)", (language, html))
        self.touched.add(f"shell/{language}")

    def drop_shell(self, language: str) -> None:
        if self.connection.execute("DELETE FROM shells WHERE language = ?", (language,)).rowcount:
            self.touched.add(f"shell/{language}")

    def put_redirect(self, address: str, target: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO redirects VALUES (?, ?)", (address, target))
        self.touched.add(address)

    def drop_redirect(self, address: str) -> None:
        if self.connection.execute("DELETE FROM redirects WHERE address = ?", (address,)).rowcount:
            self.touched.add(address)

    def put_tombstone(self, address: str) -> None:
        self.connection.execute("INSERT OR IGNORE INTO tombstones VALUES (?)", (address,))
        self.touched.add(address)

    def drop_tombstone(self, address: str) -> None:
        if self.connection.execute("DELETE FROM tombstones WHERE address = ?", (address,)).rowcount:
            self.touched.add(address)

    def hold(self, holder: str, names: Iterable[str]) -> None:
        """Let `holder`, a page's address or "story/81", name these files and no others."""
        wanted = set(names)
        held = {n for (n,) in self.connection.execute("SELECT name FROM media WHERE holder = ?", (holder,))}
        for name in held - wanted:
            self.connection.execute("DELETE FROM media WHERE holder = ? AND name = ?", (holder, name))
            self.dropped_media.add(name)
        if wanted - held:
            self.connection.executemany(
                "INSERT OR IGNORE INTO media (name, holder) VALUES (?, ?)",
                [(name, holder) for name in wanted - held],
            )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
