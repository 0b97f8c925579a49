"""Shares the work of a long press among processes: each gathers, renders and compresses; one process writes.

press ──▶ batches ──▶ hands: a snapshot of the desk each, no writing ──▶ sheaves ──▶ press: one transaction
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from datetime import datetime, timedelta
from multiprocessing import get_context

from broadsheet.edition.database import Database
from broadsheet.press.backlog import Waiting, by_recipe
from broadsheet.press.ledger import Ledger
from broadsheet.press.making import make, no_collections
from broadsheet.press.recipe import Newsroom
from broadsheet.press.round import Sheaf
from broadsheet.press.snapshot import snapshot

A_HANDFUL = 500
"""Products given to somebody at once."""
READING_AGE = timedelta(seconds=60)


class Hand:
    """One who gathers and makes. What it remembers of the desk it forgets as soon as anything was ordered."""

    def __init__(self, newsroom: Newsroom, database: Database) -> None:
        self.newsroom = newsroom
        self.ledger = Ledger(database)
        self._reading: tuple[object, datetime] | None = None
        self._round = 0

    def make(self, waiting: Sequence[Waiting], now: datetime) -> Sheaf:
        """What waits, made of the desk as it is now; nothing is written."""
        waiting = by_recipe(waiting, self.newsroom.recipes)
        remembered = self._reading
        known_till = self.ledger.last_round()
        with snapshot(), no_collections():
            if (
                remembered is None
                or now - remembered[1] > READING_AGE
                or self.ledger.ordered_since(self._round) != set()
            ):
                # The round was asked for before the snapshot: what comes between counts as later.
                self._round = known_till
                remembered = self._reading = (self.newsroom.open(now), now)
            entries = self.ledger.entries([w.address for w in waiting])
            known = {
                w.address: entries[w.address].fingerprint for w in waiting if not w.afresh and w.address in entries
            }
            made = make(self.newsroom, [(w.address, w.recipe) for w in waiting], remembered[0], known=known)
        return Sheaf(waiting, made, self._round)


class Crew:
    """`size` processes; each calls `start`, which must end in `be_hand`."""

    def __init__(self, size: int, start: Callable[[], None]) -> None:
        self.size = size
        self._pool = ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=start)
        self._given: set[Future[Sheaf]] = set()

    @property
    def has_room(self) -> bool:
        # One batch in hand and one beside it: nobody waits, and little is lost where a look at the desk grows old.
        return len(self._given) < 2 * self.size

    @property
    def is_idle(self) -> bool:
        return not self._given

    def give(self, waiting: Sequence[Waiting], now: datetime) -> None:
        """Have somebody make these."""
        self._given.add(self._pool.submit(make_sheaf, list(waiting), now))

    def finished(self, seconds: float) -> list[Sheaf]:
        """The sheaves that are ready, after `seconds` at most."""
        done, self._given = wait(self._given, timeout=seconds, return_when=FIRST_COMPLETED)
        return [future.result() for future in done]

    def close(self) -> None:
        """End the processes; what they have in hand is given up."""
        self._pool.shutdown(wait=True, cancel_futures=True)


_hands: list[Hand] = []


def be_hand(newsroom: Newsroom, database: Database) -> None:
    """Make this process one that works for a crew."""
    _hands[:] = [Hand(newsroom, database)]


def make_sheaf(waiting: list[Waiting], now: datetime) -> Sheaf:
    """In a process of the crew: make these."""
    return _hands[0].make(waiting, now)
