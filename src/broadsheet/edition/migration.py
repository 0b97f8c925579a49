"""Brings an edition of an earlier format to the present one, in place and in one transaction.

format 1   the ledger names products by their addresses; media lie one folder deep
format 2   the ledger names them by number; media lie two folders deep (`edition.store.media_path`)
format 3   the same, and the tables that search looks into: they come empty, and fill while the press looks at all anew

A kiosk reads all of them. Files are moved after the transaction, by whoever opens the edition to write; until then
they are found where they lay.
"""

from __future__ import annotations

from array import array
from itertools import groupby
from pathlib import Path

from broadsheet.edition.database import Database
from broadsheet.edition.store import media_path

OLD_TABLES = ("inputs", "ledger_reads")
AT_ONCE = 2_000


def to_format_2(database: Database, schema: list[str]) -> None:
    """Number the products of the ledger. `schema` are the statements that make the tables of format 2.

    Nothing happens where another process has done it already.
    """
    database.begin()
    try:
        row = database.one("SELECT value FROM facts WHERE name = 'format'")
        if row is not None and row[0] == "1":
            for table in OLD_TABLES:
                database.do(f"ALTER TABLE {table} RENAME TO {table}_1")
            for statement in schema:
                database.do(statement)
            _copy(database)
            for table in OLD_TABLES:
                database.do(f"DROP TABLE {table}_1")
            database.do("UPDATE facts SET value = '2' WHERE name = 'format'")
        database.commit()
    finally:
        database.rollback()


def _copy(database: Database) -> None:
    rows = database.stream(
        "SELECT i.address, i.recipe, i.fingerprint, r.key_id FROM inputs_1 i "
        "LEFT JOIN ledger_reads_1 r ON r.address = i.address ORDER BY i.address"
    )
    inputs: list[tuple[object, ...]] = []
    reads: list[tuple[int, int]] = []
    for number, ((address, recipe, fingerprint), found) in enumerate(groupby(rows, key=lambda row: row[:3]), start=1):
        keys = sorted(row[3] for row in found if row[3] is not None)
        inputs.append((number, address, recipe, fingerprint, array("I", keys).tobytes(), 0))
        reads += [(key, number) for key in keys]
        if len(inputs) == AT_ONCE:
            _write(database, inputs, reads)
    _write(database, inputs, reads)


def _write(database: Database, inputs: list[tuple[object, ...]], reads: list[tuple[int, int]]) -> None:
    database.do_many(
        "INSERT INTO inputs (id, address, recipe, fingerprint, keys, round) VALUES (?, ?, ?, ?, ?, ?)", inputs
    )
    database.do_many("INSERT INTO ledger_reads (key_id, input_id) VALUES (?, ?)", reads)
    inputs.clear()
    reads.clear()


def deepen(folder: Path) -> int:
    """Move the files of a media folder that lie one folder deep to where they belong; returns how many there were."""
    moved = 0
    for path in folder.glob("??/*.*"):
        if path.is_file() and not path.name.startswith("."):
            target = media_path(folder, path.name)
            target.parent.mkdir(exist_ok=True)
            try:
                path.rename(target)
            except FileNotFoundError:
                # Another process that opened the edition moves them too.
                continue
            moved += 1
    return moved
