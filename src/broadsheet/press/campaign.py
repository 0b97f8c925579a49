"""Presses everything anew, or all that another look touches: through the backlog, so that it can be broken off.

fill ──▶ work off, newest first, orders between the slices ──▶ what must vanish ──▶ finish
          └── broken off? The next call goes on here.

A first edition is kept from kiosks until it is whole: no page of it leads to one that is not there yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from broadsheet.edition.writing import UNFINISHED, EditionWriter
from broadsheet.press import orders
from broadsheet.press.crew import A_HANDFUL, Crew
from broadsheet.press.pace import Pace
from broadsheet.press.pressing import Pressed, Progress
from broadsheet.press.recipe import Recipe
from broadsheet.press.snapshot import snapshot

if TYPE_CHECKING:
    from broadsheet.press.run import Press

REST = "rest"
"""The part of a look that every page has: styles, settings, the ways of gathering."""

CAMPAIGN = "campaign"
EVERYTHING = "everything"
"""The fact, and its value while the backlog holds all that is left of a full press."""

SLICE_SECONDS = 1.0
"""The turn of the backlog in a press that somebody waits for, in seconds of work: longer, for larger batches."""
A_FILLING = 5_000
A_REST = 20_000
START = (-1, -1)
WAIT_SECONDS = 0.25


def is_first(writer: EditionWriter) -> bool:
    """Whether readers have never had a page of this edition."""
    return not writer.fact("run")


def is_hidden(writer: EditionWriter) -> bool:
    """Whether a first edition was broken off, so that kiosks still show nothing of it."""
    return bool(writer.fact(UNFINISHED))


def changed_parts(press: Press) -> set[str]:
    """The parts of the look with which not everything was pressed yet."""
    return {part for part, made in press.newsroom.looks().items() if press.writer.fact(f"look:{part}") != made}


def fill(press: Press, now: datetime, *, parts: Collection[str] | None, afresh: bool) -> Iterator[Pressed | None]:
    """Let everything wait that must exist, or that was made with these `parts` of the look.

    That takes minutes in a large paper: what is ordered is carried out in between, and given as it is.
    """
    whole = parts is None or REST in parts
    recipes = [r for r in press.newsroom.recipes if whole or not set(r.templates).isdisjoint(parts or ())]
    first = is_first(press.writer)
    if first:
        press.writer.set_fact(UNFINISHED, "1")
    looks = press.newsroom.looks()
    due = [number for number, *_ in orders.due(now, limit=10_000_000)] if first else []
    rows = _ranked(recipes, press.newsroom.open(now))
    # A look at the desk for each part: what is published between two of them has orders of its own.
    while some := _some(rows):
        with press.writer.transaction():
            press.backlog.add(some, afresh=afresh)
        if not first and len(some) == A_FILLING:
            yield press.work_off(now, seconds=0)
    if whole:
        for after in range(0, press.ledger.last_number(), A_REST):
            with press.writer.transaction():
                press.backlog.add_rest(after=after, count=A_REST)
            if after:
                yield press.work_off(now, seconds=0)
    with press.writer.transaction():
        if whole:
            press.writer.set_fact(CAMPAIGN, EVERYTHING)
        for part, made in looks.items():
            if whole or part in (parts or ()):
                press.writer.set_fact(f"look:{part}", made)
    # All that they ask for waits now, and readers have nothing yet that could be late.
    orders.cross_out(due)


def _some(rows: Iterator[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    with snapshot():
        return list(islice(rows, A_FILLING))


def _ranked(recipes: Iterable[Recipe], reading: object) -> Iterator[tuple[int, str, str]]:
    for recipe in recipes:
        for rank, address in recipe.ranked(reading):
            yield rank, address, recipe.name


def press_all(  # noqa: PLR0913
    press: Press,
    clock: Callable[[], datetime],
    *,
    afresh: bool,
    parts: Iterable[str] | None,
    progress: Progress | None,
    crew: Crew | None,
    part: tuple[int, int],
) -> Pressed:
    """See `Press.run_all`."""
    narrowed = None if parts is None else set(parts)
    total = Pressed()
    if part[0] and narrowed is None:
        _await_filling(press)
    elif not (narrowed is None and goes_on(press)):
        for pressed in fill(press, clock(), parts=narrowed, afresh=afresh):
            total.add(pressed or Pressed())
    whole, done = press.backlog.count(part=part), 0
    with press.writer.database.filling():
        for pressed in _with_crew(press, clock, crew, part) if crew else _alone(press, clock, part):
            if pressed is not None:
                total.add(pressed)
                done += pressed.worked_off
            if progress is not None:
                progress(min(done, whole), whole)
    last = press.work_off(clock(), seconds=0)
    if last is not None:
        total.add(last)
    finish(press)
    return total


def goes_on(press: Press) -> bool:
    """Whether a full press was broken off that the next call only has to finish."""
    waits = not press.backlog.is_empty()
    return waits and press.writer.fact(CAMPAIGN) == EVERYTHING and not changed_parts(press)


def finish(press: Press) -> None:
    """Where nothing waits any more: open a first edition to readers."""
    if press.backlog.is_empty():
        press.writer.set_fact(CAMPAIGN, "")
        press.writer.open_to_readers()


def _alone(press: Press, clock: Callable[[], datetime], part: tuple[int, int]) -> Iterable[Pressed | None]:
    pace = Pace(time.process_time)
    while press.backlog.first(1, part=part) or _others_work(press, part):
        yield press.work_off(clock(), seconds=SLICE_SECONDS, pace=pace, part=part)


def _with_crew(
    press: Press, clock: Callable[[], datetime], crew: Crew, part: tuple[int, int]
) -> Iterable[Pressed | None]:
    place = START
    while True:
        while crew.has_room and (waiting := press.backlog.first(A_HANDFUL, after=place, part=part)):
            place = (waiting[-1].rank, waiting[-1].number)
            crew.give(waiting, clock())
        if crew.is_idle:
            # From the start again, for what waited for another turn.
            if place == START and not _others_work(press, part):
                return
            place = START
            continue
        yield press.work_off(clock(), crew.finished(WAIT_SECONDS), seconds=0)


def _others_work(press: Press, part: tuple[int, int]) -> bool:
    """Whether other machines have not done their parts; waits a moment if so."""
    if part[1] == 1 or press.backlog.is_empty():
        return False
    time.sleep(WAIT_SECONDS)
    return True


def _await_filling(press: Press) -> None:
    while press.writer.fact(CAMPAIGN) != EVERYTHING:
        time.sleep(WAIT_SECONDS)
