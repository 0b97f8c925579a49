"""Runs the press: takes the orders that are due, presses what they touch, and only then crosses them out.

Much to do (another look, a masthead, everything anew) goes into the backlog and is worked off in slices, newest first,
while readers have the old pages. Orders go before each slice, which takes a moment: a publication waits for one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction

from broadsheet.edition.writing import EditionWriter
from broadsheet.press import campaign, orders
from broadsheet.press.backlog import Backlog
from broadsheet.press.crew import Crew
from broadsheet.press.ledger import Ledger
from broadsheet.press.models import Failure, PressRun
from broadsheet.press.pace import Pace
from broadsheet.press.pressing import Pressed, Progress
from broadsheet.press.recipe import Newsroom
from broadsheet.press.round import BULK, Round, Sheaf
from broadsheet.press.snapshot import snapshot
from broadsheet.press.standstill import EVERYTHING

log = logging.getLogger("broadsheet.press")

RETRY_AFTER = timedelta(seconds=30)
RETRIED_AT_ONCE = 100
"""A template that is broken for every story must not hold up what is published meanwhile."""
ADDRESSES_KEPT = 300
"""Changed addresses that a run's row names; a run that has so many may have changed more."""
RUNS_WITH_ADDRESSES = 200
"""How many runs back those addresses are kept."""
SLICE_SECONDS = 0.3
"""The backlog's turn in one round."""
AT_ONCE = 2_000
"""A change of look that touches so few is pressed whole, in one transaction."""
READING_AGE = timedelta(seconds=60)


class Press:
    """One press at work on one edition."""

    def __init__(self, newsroom: Newsroom, writer: EditionWriter) -> None:
        self.newsroom, self.writer = newsroom, writer
        self.ledger = Ledger(writer.database)
        self.backlog = Backlog(writer.database)
        self._look_checked = False
        self._reading: tuple[object, datetime, int] | None = None

    def run_once(self, now: datetime) -> Pressed | None:
        """Carry out the orders that are due at `now`, or else a slice of the backlog; None where nothing waits.

        A press that finds the edition empty first presses all of it; one that finds it made with another look lets
        the pages of that look wait in the backlog.
        """
        if self._look_checked:
            return self.work_off(now)
        whole = False
        if campaign.is_first(self.writer) or campaign.is_hidden(self.writer):
            pressed = self.run_all(now, afresh=False)
            self._look_checked = True
            return pressed
        if self.looks_outdated():
            for _ in campaign.fill(self, now, parts=campaign.changed_parts(self), afresh=False):
                log.info("taking up what another look touches: %d products so far", self.backlog.count())
            whole = self.backlog.count() <= AT_ONCE
        pressed_now = self.work_off(now, seconds=0, whole=whole)
        # Only now: a run that broke off is made up for by the next.
        self._look_checked = True
        with self.lock():
            self.writer.settle_media()
        return pressed_now

    def run_all(  # noqa: PLR0913
        self,
        now: datetime,
        *,
        afresh: bool = True,
        parts: Iterable[str] | None = None,
        progress: Progress | None = None,
        clock: Callable[[], datetime] | None = None,
        crew: Crew | None = None,
        part: tuple[int, int] = (0, 1),
    ) -> Pressed:
        """Press everything that must exist, drop everything else, carry out what is ordered meanwhile.

        Broken off, it goes on with what is left when it is called again. `afresh` renders also what has the same
        inputs; `parts` of the look narrow it to the pages made with those. `clock` tells how time goes on (default: it
        stands at `now`); `crew` shares the work; `part` (1, 3) does the second third of it.
        """
        # Whoever presses everything may have changed the database by hand, which orders nothing.
        self._reading = None
        return campaign.press_all(
            self, clock or (lambda: now), afresh=afresh, parts=parts, progress=progress, crew=crew, part=part
        )

    def work_off(
        self,
        now: datetime,
        sheaves: Sequence[Sheaf] = (),
        *,
        seconds: float | None = None,
        pace: Pace | None = None,
        part: tuple[int, int] = (0, 1),
        whole: bool = False,
    ) -> Pressed | None:
        """One round: all that is ordered, `sheaves` that a crew made, the backlog for some `seconds`; None for nothing.

        Without `seconds` the backlog has its turn only where nothing is ordered; `whole`: all of it has.
        `pace` is what earlier slices of the same work have taught; without it the first go is small, as beside a kiosk
        it must be: what waits next may be dearer than what waited last.
        """
        began = time.monotonic()
        failures = Failure.objects.filter(tried_at__lte=now - RETRY_AFTER).exclude(address=EVERYTHING)
        retries = dict(failures.order_by("tried_at", "pk").values_list("address", "recipe")[:RETRIED_AT_ONCE])
        with self.lock(), snapshot():
            # In one snapshot with what the pages read: no page can then link to a story whose order isn't here.
            due = orders.due(now)
            looked = time.monotonic()
            mark, beyond = self.newsroom.beyond_orders(self.writer.fact("beyond"))
            wanted = sorted({key for _, key, _ in due} | set(beyond))
            if seconds is None:
                seconds = 0 if wanted or retries else SLICE_SECONDS
            waits = (whole or seconds > 0) and bool(self.backlog.first(1, part=part))
            if not due and not retries and not beyond and not waits and not sheaves:
                return None
            with Round(self.newsroom, self.writer, self._open(now, afresh=bool(wanted))) as round_:
                for sheaf in sheaves:
                    round_.take(sheaf)
                round_.bring(self._addresses(round_, wanted) | retries, ordered=wanted)
                if waits and whole:
                    round_.work_off_whole()
                elif waits:
                    round_.work_off((pace or Pace()).goes(seconds), part=part)
                round_.ledger.tell_ordered(wanted)
                self.writer.set_fact("beyond", mark)
            pressed = round_.result
            causes = self._causes(pressed, wanted, round_.reading)
        # `now` was asked before the lock was waited for: a run must not seem to be from before what it carries out.
        at = max(now, *(made_at for *_, made_at in due)) if due else now
        ended = time.monotonic()
        seconds_taken = max(ended - looked, ended - began - (at - now).total_seconds())
        self._report(pressed, at, seconds_taken, len(due), causes=causes)
        orders.cross_out(order_id for order_id, *_ in due)
        if waits:
            campaign.finish(self)
        return pressed

    def _open(self, now: datetime, *, afresh: bool) -> object:
        """A reading of the desk; the last one again, with all that it remembers, where nothing was ordered since."""
        if self._reading is not None and not afresh:
            reading, opened_at, round_ = self._reading
            if now - opened_at < READING_AGE and self.ledger.ordered_since(round_) == set():
                return reading
        reading = self.newsroom.open(now)
        self._reading = None if afresh else (reading, now, self.ledger.last_round())
        return reading

    def _addresses(self, round_: Round, wanted: Sequence[str]) -> dict[str, str]:
        """Address → recipe of what `wanted` keys touch; very many of them wait in the backlog instead."""
        bulk = [k for k in wanted if round_.ledger.has_readers(k, BULK) and not self.newsroom.forbidden([k])]
        narrow = [key for key in wanted if key not in bulk]
        addresses = round_.ledger.readers(narrow)
        new: dict[str, str] = {}
        for recipe in self.newsroom.recipes:
            new |= dict.fromkeys(recipe.addresses_for(wanted, round_.reading), recipe.name)
        recipes = {recipe.name: recipe for recipe in self.newsroom.recipes}
        for key in bulk:
            readers = round_.ledger.stream_readers(key)
            round_.backlog.add((recipes[name].rank(a), a, name) for a, name in readers if name in recipes)
        if len(new) <= BULK:
            return addresses | new
        first = sorted(new, key=lambda address: recipes[new[address]].rank(address))
        round_.backlog.add((recipes[new[a]].rank(a), a, new[a]) for a in first[BULK:])
        return addresses | {address: new[address] for address in first[:BULK]}

    def _causes(self, pressed: Pressed, wanted: Sequence[str], reading: object) -> dict[str, str]:
        """Address of what failed → the first of the `wanted` keys for which it was looked at."""
        recipes = {recipe.name: recipe for recipe in self.newsroom.recipes}
        causes = {}
        for address, (name, _) in pressed.failed.items():
            read = self.ledger.keys(address)
            new = (key for key in wanted if address in set(recipes[name].addresses_for([key], reading)))
            causes[address] = next((key for key in wanted if key in read), "") or next(new, "")
        return causes

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keep other presses away from this edition: one that looked at the desk earlier must not write later."""
        with self.writer.database.alone():
            yield

    def looks_outdated(self) -> bool:
        """Whether templates, styles or phrases have changed since everything was last pressed with them."""
        return bool(campaign.changed_parts(self))

    def everything(self, reading: object) -> dict[str, str]:
        """Address → recipe of all that must exist."""
        return {address: recipe.name for recipe in self.newsroom.recipes for address in recipe.addresses(reading)}

    def _report(
        self, pressed: Pressed, now: datetime, seconds: float, order_count: int, *, causes: Mapping[str, str]
    ) -> None:
        with transaction.atomic():
            tried_before = set(Failure.objects.values_list("address", flat=True)) & pressed.seen
            Failure.objects.filter(address__in=tried_before - pressed.failed.keys()).delete()
            for address, (recipe, message) in pressed.failed.items():
                failure, new = Failure.objects.get_or_create(
                    address=address,
                    defaults={
                        "recipe": recipe, "message": message, "since": now, "tried_at": now,
                        "template": pressed.templates.get(address, ""), "key": causes.get(address, ""),
                    },
                )  # fmt: skip
                if not new:
                    failure.message, failure.tried_at = message, now
                    failure.template = pressed.templates.get(address, "")
                    # A retry has no key of its own.
                    failure.key = causes.get(address, "") or failure.key
                    failure.tries += 1
                    failure.save()
            if pressed.changed or pressed.failed:
                run = PressRun.objects.create(
                    run_at=now,
                    orders=order_count,
                    looked_at=pressed.looked_at,
                    rendered=len(pressed.rendered),
                    changed=len(pressed.changed),
                    failed=len(pressed.failed),
                    seconds=seconds,
                    addresses=[a for a in pressed.changed if a.startswith("/")][:ADDRESSES_KEPT],
                )
                PressRun.objects.filter(pk=run.pk - RUNS_WITH_ADDRESSES).update(addresses=[])
