"""The processes that share a long press: what each does when it begins, and how many there are."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from broadsheet.cli.child import die_with_parent
from broadsheet.cli.opening import hush, open_desk
from broadsheet.paperfile import PaperFile, current

if TYPE_CHECKING:
    from broadsheet.press.crew import Crew


@contextmanager
def hands(paper: PaperFile, count: int) -> Iterator[Crew | None]:
    """`count` processes at work on `paper`; None where one is enough, which then does everything itself."""
    if count == 1:
        yield None
        return
    from broadsheet.press.crew import Crew

    crew = Crew(count, partial(begin, str(paper.folder)))
    try:
        yield crew
    finally:
        crew.close()


def begin(folder: str) -> None:
    """Open desk and edition of the paper in `folder`, to read both."""
    die_with_parent()
    # Ctrl-C reaches every process of a terminal; the one that writes says what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["BROADSHEET_PAPER"] = folder
    open_desk(current())
    hush()
    from broadsheet.edition.database import open_for_reading
    from broadsheet.paper.newsroom import PaperNewsroom
    from broadsheet.paper.presses import as_pressed
    from broadsheet.press.crew import be_hand

    edition = open_for_reading(current().edition_place)
    be_hand(PaperNewsroom(as_pressed(current(), edition)), edition)
