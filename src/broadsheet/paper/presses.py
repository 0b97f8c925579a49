"""Opens a press on the paper of this process: its newsroom, its edition, its lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from broadsheet.edition.database import Database
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile, current
from broadsheet.press.run import Press

ADDRESS = "address"
"""The fact that says under which address the edition's pages are made."""


@contextmanager
def open_press(*, serving: bool = False) -> Iterator[Press]:
    """A press with its hands on the edition of the current paper. `serving`: it works beside a kiosk of this paper."""
    paper = current()
    writer = EditionWriter(paper.edition_place)
    try:
        if not serving:
            paper = as_pressed(paper, writer.database)
        writer.set_fact(ADDRESS, paper.address)
        yield Press(PaperNewsroom(paper), writer)
    finally:
        writer.close()


def as_pressed(paper: PaperFile, edition: Database) -> PaperFile:
    """`paper` with the address under which `edition` was pressed, unless its own was told.

    Else a `press verify` after `run --port 8124` would expect port 8000 in every page.
    """
    known = edition.one("SELECT value FROM facts WHERE name = ?", (ADDRESS,))
    return paper if known is None or paper.address_told else replace(paper, address=str(known[0]))
