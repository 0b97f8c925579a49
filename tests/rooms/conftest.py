"""What tests with a desk database share: a founded paper, a press on an edition of its own, and a small fixed cast.

paper    languages en and km; sections World and National    cast    paper + six stories and their people
press    paper + a Press whose edition is empty              now     11:30 on 23 November 2026 in Phnom Penh
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

# First: the imports below need Django, and tests/conftest.py starts it too late where only this folder is run.
import tests.start_django  # noqa: F401

# isort: split
from cast import NOW, Cast, make_cast
from django.utils import timezone
from kept_rows import once

from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile, current
from broadsheet.press.models import Order
from broadsheet.press.run import Press
from editions import place_in


@pytest.fixture
def now() -> datetime:
    """The moment at which a test happens."""
    return NOW


@pytest.fixture
def paper(db: None) -> PaperFile:
    """A founded paper in this test's own transaction: a front a language, and the sections World and National."""
    from broadsheet.stories.founding import found

    once(("paper", *_around()), lambda: found(current(), ["World", "National"]), lambda _: [])
    _due_now()
    return current()


@pytest.fixture
def press(paper: PaperFile, tmp_path: Path) -> Iterator[Press]:
    """A press on an edition that is still empty: its first run presses everything.

    Inside a test's transaction `press.run.snapshot` is none: the press sees what the test has just done.
    """
    writer = EditionWriter(place_in(tmp_path / "edition"))
    yield Press(PaperNewsroom(paper), writer)
    writer.close()


@pytest.fixture
def cast(paper: PaperFile) -> Cast:
    """Six stories: four published, one draft, one in Khmer."""
    made = once(("cast", *_around()), make_cast, lambda made: [made.photo.file.name])
    _due_now()
    return made


def _due_now() -> None:
    """By a clock that runs, orders that were kept for minutes would look late."""
    Order.objects.filter(made_at__gt=NOW).update(due_at=timezone.now(), made_at=timezone.now())


def _around() -> tuple[str, bool]:
    """What a paper is made of beside what these fixtures say: its file, and whether its clock stands."""
    return repr(current()), timezone.now() == NOW


@pytest.fixture
def day_of(paper: PaperFile) -> str:
    """The beginning of addresses of stories published at `now`: "/2026/11/23"."""
    return NOW.astimezone(paper.timezone).strftime("/%Y/%m/%d")
