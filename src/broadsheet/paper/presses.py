"""Opens a press on the paper of this process: its newsroom, its edition, its lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import current
from broadsheet.press.run import Press


@contextmanager
def open_press() -> Iterator[Press]:
    """A press with its hands on the edition of the current paper."""
    paper = current()
    writer = EditionWriter(paper.edition_place)
    try:
        yield Press(PaperNewsroom(paper), writer)
    finally:
        writer.close()
