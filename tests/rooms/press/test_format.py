"""An edition that the previous version pressed: readers go on with it, and the press takes it over as it lies."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from cast import NOW, Cast
from what_readers_get import SEARCHED, everything, read

import postgres_server
from broadsheet.edition.database import FORMAT
from broadsheet.edition.errors import FormatUnknown
from broadsheet.edition.export import export
from broadsheet.edition.store import Edition, find_media, former_media_path, media_path
from broadsheet.edition.targets import Folder
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.ledger import Ledger
from broadsheet.press.run import Press
from broadsheet.press.verify import verify
from broadsheet.stories import acts

pytestmark = pytest.mark.skipif(postgres_server.WANTED, reason="Earlier formats are laid into SQLite files here.")

FORMAT_1 = """
CREATE TABLE inputs (
    address     TEXT PRIMARY KEY,
    recipe      TEXT NOT NULL,
    fingerprint BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE ledger_reads (
    key_id  INTEGER NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (key_id, address)
) WITHOUT ROWID;
CREATE INDEX ledger_reads_address ON ledger_reads (address);
"""
"""The tables that format 2 laid out anew, as format 1 had them; the others are the same. Format 3 added some."""

SINCE_FORMAT_3 = ("search", "search_tokens", "search_known", "search_words")


def into_format_1(path: Path) -> None:
    """Make of the edition at `path` what the previous version would have pressed."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT id, address, recipe, fingerprint, keys FROM inputs").fetchall()
        for table in ("inputs", "ledger_reads", "backlog", "ordered", *SINCE_FORMAT_3):
            connection.execute(f"DROP TABLE {table}")
        connection.executescript(FORMAT_1)
        for _, address, recipe, fingerprint, keys in rows:
            # A row was made of less: it was found by nothing.
            made_of = b"less" if recipe == "row" else fingerprint
            connection.execute("INSERT INTO inputs VALUES (?, ?, ?)", (address, recipe, made_of))
            reads = [(key, address) for key in array("I", keys)]
            connection.executemany("INSERT INTO ledger_reads VALUES (?, ?)", reads)
        connection.execute("DELETE FROM facts WHERE name IN ('round', 'media_depth') OR name LIKE 'look%'")
        connection.execute("UPDATE facts SET value = '1' WHERE name = 'format'")
        connection.commit()
    folder = path.parent / "media"
    for file in list(folder.glob("*/*/*")):
        file.rename(former_media_path(folder, file.name))


@pytest.fixture
def former(cast: Cast, pressed: Press) -> tuple[Path, dict[str, object], dict[str, set[str]]]:
    """The path of an edition of format 1, what readers get of it, and what its ledger says."""
    writer = pressed.writer
    held, ledger = unsearched(everything(writer.reading)), {a: pressed.ledger.keys(a) for a in pressed.ledger.all()}
    path = writer.path
    writer.close()
    into_format_1(path)
    return path, held, ledger


def unsearched(held: dict[str, object]) -> dict[str, object]:
    """What formats 1 and 2 know of."""
    return {name: what for name, what in held.items() if name not in (*SEARCHED, "words")}


Former = tuple[Path, dict[str, object], dict[str, set[str]]]


def test_readers_go_on_with_an_edition_of_the_previous_format(former: Former, tmp_path: Path) -> None:
    path, held, _ = former
    edition = Edition(path, serving=True)
    assert everything(edition) == held
    names = edition.media_names()
    assert names
    assert all(find_media(edition.media_folder, name).is_file() for name in names)
    assert export(edition, Folder(tmp_path / "export")) > len(names)
    edition.close()


def test_the_press_takes_an_edition_of_the_previous_format_over(former: Former) -> None:
    path, held, ledger = former
    serving = Edition(path, serving=True)
    writer = EditionWriter(path)
    assert writer.fact("format") == FORMAT
    after = Ledger(writer.database)
    assert {address: after.keys(address) for address in after.all()} == ledger
    for edition in (serving, writer.reading):
        assert unsearched(everything(edition)) == held
        assert all(media_path(edition.media_folder, name).is_file() for name in edition.media_names())
    # A second opening finds nothing to do.
    EditionWriter(path).close()
    serving.close()
    writer.close()


def test_what_was_taken_over_is_kept_up_exactly(
    former: Former, cast: Cast, paper: PaperFile, from_nothing: Callable[[datetime], dict[str, object]]
) -> None:
    writer = EditionWriter(former[0])
    press = Press(PaperNewsroom(paper), writer)
    acts.withdraw(cast.market, by=None, now=NOW)
    acts.publish(cast.wedding, by=None, now=NOW)
    press.run_once(NOW)
    assert cast.wedding.title in read(writer.reading, "/national")
    assert everything(writer.reading) == from_nothing(NOW)
    assert verify(press, NOW).clean
    writer.close()


def test_an_edition_of_a_later_format_is_left_alone(pressed: Press) -> None:
    pressed.writer.set_fact("format", "99")
    with pytest.raises(FormatUnknown):
        EditionWriter(pressed.writer.path)
    with pytest.raises(FormatUnknown):
        Edition(pressed.writer.path)
