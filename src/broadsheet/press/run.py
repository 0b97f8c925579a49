"""Runs the press: takes the orders that are due, presses what they touch, and only then crosses them out."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from broadsheet.edition.writing import EditionWriter
from broadsheet.press import orders
from broadsheet.press.ledger import Ledger
from broadsheet.press.models import Failure, PressRun
from broadsheet.press.pressing import Pressed, Progress, press
from broadsheet.press.recipe import Newsroom

RETRY_AFTER = timedelta(seconds=30)
ADDRESSES_KEPT = 300
"""Changed addresses that a run's row names; a run that has so many may have changed more."""
RUNS_WITH_ADDRESSES = 200
"""How many runs back those addresses are kept."""


class Press:
    """One press at work on one edition."""

    def __init__(self, newsroom: Newsroom, writer: EditionWriter) -> None:
        self.newsroom, self.writer = newsroom, writer
        self.ledger = Ledger(writer.database)
        self._look_checked = False

    def run_once(self, now: datetime) -> Pressed | None:
        """Carry out the orders that are due at `now`; None where nothing waits.

        A press that finds the edition empty, or made with another look, first brings all of it up to date.
        """
        if not self._look_checked:
            anew = self.run_all(now, afresh=False) if self.looks_outdated() else None
            # Only now: a run that broke off is made up for by the next.
            self._look_checked = True
            with self.lock():
                self.writer.settle_media()
            if anew is not None:
                return anew
        began = time.monotonic()
        failures = Failure.objects.filter(tried_at__lte=now - RETRY_AFTER)
        retries = dict(failures.values_list("address", "recipe"))
        with self.lock(), snapshot():
            # In one snapshot with what the pages read: no page can then link to a story whose order isn't here.
            due = orders.due(now)
            mark, beyond = self.newsroom.beyond_orders(self.writer.fact("beyond"))
            if not due and not retries and not beyond:
                return None
            reading = self.newsroom.open(now)
            wanted = sorted({key for _, key in due} | set(beyond))
            addresses = self.ledger.readers(wanted) | retries
            for recipe in self.newsroom.recipes:
                for address in recipe.addresses_for(wanted, reading):
                    addresses[address] = recipe.name
            pressed = press(self.newsroom, self.writer, addresses=addresses, reading=reading)
            self.writer.set_fact("beyond", mark)
            causes = self._causes(pressed, wanted, reading)
        self._report(pressed, now, began, len(due), tried=set(addresses), causes=causes)
        orders.cross_out(order_id for order_id, _ in due)
        return pressed

    def run_all(self, now: datetime, *, afresh: bool = True, progress: Progress | None = None) -> Pressed:
        """Press everything that must exist, drop everything else, and cross out the orders that waited."""
        began = time.monotonic()
        with self.lock(), snapshot():
            due = orders.due(now, limit=10_000_000)
            mark, _ = self.newsroom.beyond_orders("")
            reading = self.newsroom.open(now)
            addresses = self.ledger.all() | self.everything(reading)
            pressed = press(
                self.newsroom,
                self.writer,
                addresses=addresses,
                reading=reading,
                afresh=afresh,
                progress=progress,
            )
        self.writer.set_fact("look", self.newsroom.look.hex())
        self.writer.set_fact("beyond", mark)
        self._report(pressed, now, began, len(due), tried=set(addresses), causes={})
        orders.cross_out(order_id for order_id, _ in due)
        return pressed

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
        return self.writer.fact("look") != self.newsroom.look.hex()

    def everything(self, reading: object) -> dict[str, str]:
        """Address → recipe of all that must exist."""
        return {address: recipe.name for recipe in self.newsroom.recipes for address in recipe.addresses(reading)}

    def _report(
        self,
        pressed: Pressed,
        now: datetime,
        began: float,
        order_count: int,
        *,
        tried: set[str],
        causes: Mapping[str, str],
    ) -> None:
        with transaction.atomic():
            tried_before = set(Failure.objects.values_list("address", flat=True)) & tried
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
                    seconds=time.monotonic() - began,
                    addresses=[a for a in pressed.changed if a.startswith("/")][:ADDRESSES_KEPT],
                )
                PressRun.objects.filter(pk=run.pk - RUNS_WITH_ADDRESSES).update(addresses=[])


@contextmanager
def snapshot() -> Iterator[None]:
    """One unchanging view of the desk, without a lock that would keep editors from saving."""
    if connection.in_atomic_block:
        # In a test's own transaction there is nobody else to shut out.
        yield
        return
    connection.ensure_connection()
    # Not atomic(): on SQLite the desk's transactions begin by taking the write lock.
    begin = "BEGIN DEFERRED" if connection.vendor == "sqlite" else ("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    with connection.cursor() as cursor:
        cursor.execute(begin)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")
