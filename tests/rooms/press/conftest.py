"""What tests of the press share: a clock that stands at `now`, and an edition that holds the cast."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest
from cast import NOW, Cast
from clock import Clock
from django.utils import timezone
from what_readers_get import everything

from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press
from editions import place_in


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The moment that everybody reads, ours and Wagtail's."""
    clock = Clock(NOW)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def pressed(cast: Cast, press: Press) -> Press:
    """A press whose edition holds the cast and for which nothing waits."""
    press.run_once(NOW)
    return press


@pytest.fixture
def theme(paper: PaperFile) -> Iterator[Path]:
    """The folder for the paper's own templates, empty again after the test."""
    folder = paper.theme / "templates"
    folder.mkdir(exist_ok=True)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def from_nothing(paper: PaperFile, tmp_path: Path) -> Callable[[datetime], dict[str, object]]:
    """What an edition pressed from nothing at a moment holds: law 1 says, what the kept one does."""

    def press_all(now: datetime) -> dict[str, object]:
        writer = EditionWriter(place_in(Path(mkdtemp(dir=tmp_path))))
        Press(PaperNewsroom(paper), writer).run_all(now)
        found = everything(writer.reading)
        writer.close()
        return found

    return press_all
