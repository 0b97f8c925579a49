"""Reads an edition whole: every text, every row and every file that could reach a reader, in whatever way."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from importlib import resources

from broadsheet.edition.packing import unpack
from broadsheet.edition.records import Page
from broadsheet.edition.sqlite import SqliteDatabase
from broadsheet.edition.store import Edition, media_path

TABLES = ("catalogue", "shells", "redirects", "tombstones", "media")
SEARCHED = ("search", "search_tokens", "search_known")
"""What an edition of format 2 lacks."""


def text(page: Page) -> str:
    """The page as a reader gets it, the live list left out; a drawing or a font as letters that mean nothing."""
    return unpack([page.head] if page.tail is None else [page.head, page.tail]).decode("utf-8", "replace")


def texts(edition: Edition) -> dict[str, str]:
    """Address → text of every page."""
    return {page.address: text(page) for page in edition.pages()}


def read(edition: Edition, address: str) -> str:
    """The text at `address`; fails the test where no page stands there."""
    page = edition.page(address)
    assert page is not None, f"no page at {address}"
    return text(page)


def files(edition: Edition) -> dict[str, bytes]:
    """Name → bytes of every file beside the edition, named by a page or not."""
    return {path.name: path.read_bytes() for path in edition.media_folder.rglob("*") if path.is_file()}


def everything(edition: Edition) -> dict[str, object]:
    """All that the edition holds, for comparing two of them."""
    found: dict[str, object] = {f"page {page.address}": page for page in edition.pages()}
    searchable = edition.is_searchable()
    for table in (*TABLES, *(SEARCHED if searchable else ())):
        rows = edition.connection.execute(f"SELECT * FROM {table}").fetchall()
        found[table] = sorted(rows, key=repr)
    if searchable:
        found["words"] = sorted(what_is_found(edition), key=repr)
    return found | {f"file {name}": raw for name, raw in files(edition).items()}


def all_bytes(edition: Edition) -> bytes:
    """Everything in one heap, unpacked: what is not in here can't be got out of the edition by anybody."""
    heap = [f"{address}\n{said}".encode() for address, said in texts(edition).items()]
    schema = resources.files("broadsheet.edition").joinpath("schema.sql").read_text("utf-8")
    for table in re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", schema):
        for row in edition.connection.execute(f"SELECT * FROM {table}"):
            heap += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    heap += [zlib.decompress(tokens) for (tokens,) in edition.connection.execute("SELECT tokens FROM search_tokens")]
    heap += [str(row).encode() for row in what_is_found(edition)]
    heap += [name.encode() + b"\n" + raw for name, raw in files(edition).items()]
    return b"\n".join(heap)


def what_is_found(edition: Edition) -> Iterable[tuple[object, ...]]:
    """Which token stands in which story: all that the index of words holds."""
    if not isinstance(edition.database, SqliteDatabase):
        return edition.connection.execute("SELECT place, words::text FROM search_words")
    # On a connection of its own: readers' may make no table, not even one that is gone with them.
    with closing(sqlite3.connect(edition.path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab('main', 'search_words', 'instance')")
        return connection.execute("SELECT term, doc, col, offset FROM temp.held").fetchall()


def has_file(edition: Edition, name: str) -> bool:
    return media_path(edition.media_folder, name).exists()
