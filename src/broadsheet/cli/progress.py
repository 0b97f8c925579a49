"""Shows how far long work has come, where somebody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """A bar called `words`; gives the function that is told (done, of all). Silent where the output is no terminal."""
    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(words, total=None)

        def told(done: int, of_all: int) -> None:
            progress.update(task, completed=done, total=of_all)

        yield told
