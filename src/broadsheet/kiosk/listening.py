"""Follows an edition on a PostgreSQL server: told of each run by the server itself, asking now and then besides.

thread:  connect ──▶ LISTEN ──▶ told, or 2 s gone by ──▶ what changed since? ──▶ queue ─┐
            ▲ later each time, up to 5 s   └── lost ──┐                                 ▼
            └───────────────────────────────────────◀─┘                  loop: poll() drops what changed

Readers' pages are read by a connection of the loop's own. While the server is away, what is ready is served on.
"""

from __future__ import annotations

import logging
import queue
import threading

from broadsheet.edition.errors import EditionError, EditionFailed
from broadsheet.edition.place import Place, shown
from broadsheet.edition.postgresql import Listener
from broadsheet.edition.store import Edition
from broadsheet.kiosk.watch import EVERYTHING, Change

logger = logging.getLogger(__name__)

ASKED_SECONDS = 2.0
"""How long a change can stay unseen where its notification is lost on the way."""
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
BEGIN_SECONDS = 3.0
"""The server may keep the kiosk waiting so long when it starts, and never again."""


class ServerWatch:
    """Holds the edition at `place` open; `edition` is None while there is none that can be read."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.edition: Edition | None = None
        self._changes: queue.SimpleQueue[Change] = queue.SimpleQueue()
        self._opened: queue.SimpleQueue[Edition] = queue.SimpleQueue()
        self._wanted = threading.Event()
        self._wanted.set()
        self._looked = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._complaint = ""
        self._seen: tuple[int, int] | None = None

    def poll(self) -> Change | None:
        """What changed since the last call; None for nothing."""
        if self._thread is None:
            # Not before a worker runs: a thread doesn't survive a fork.
            self._thread = threading.Thread(target=self._follow, name="edition", daemon=True)
            self._thread.start()
            self._looked.wait(BEGIN_SECONDS)
        self._take()
        everything, addresses = False, set[str]()
        while True:
            try:
                change = self._changes.get_nowait()
            except queue.Empty:
                break
            everything = everything or change.everything
            addresses |= change.addresses
        return Change(everything, frozenset(addresses)) if everything or addresses else None

    def fail(self, error: EditionFailed) -> None:
        """Let go of a connection that could not be read by; the thread makes another."""
        self._complain(str(error))
        if self.edition is not None:
            self.edition.close()
            self.edition = None
        self._wanted.set()

    def close(self) -> None:
        self._closing.set()
        self._take()
        if self.edition is not None:
            self.edition.close()
            self.edition = None

    def _take(self) -> None:
        try:
            opened = self._opened.get_nowait()
        except queue.Empty:
            return
        if self.edition is not None:
            self.edition.close()
        self.edition = opened

    def _follow(self) -> None:
        """The thread's work: connect, listen, connect again."""
        pause = FIRST_PAUSE_SECONDS
        while not self._closing.is_set():
            listener = None
            try:
                listener = Listener(self.place)
                while not self._closing.is_set():
                    if self._look(listener):
                        pause = FIRST_PAUSE_SECONDS
                        self._reopen()
                    self._looked.set()
                    listener.wait(ASKED_SECONDS)
            except EditionError as error:
                self._complain(str(error))
                self._looked.set()
            finally:
                if listener is not None:
                    listener.close()
            self._closing.wait(pause)
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    def _look(self, listener: Listener) -> bool:
        """Queue what changed since the last look; False while there is no run."""
        edition = Edition(self.place, database=listener)
        with listener.snapshot():
            identity, run, oldest = listener.identity(), edition.run(), edition.oldest_change()
            if run == 0:
                return False
            before = self._seen
            if before is None or before[0] != identity or run < before[1] or oldest > before[1] + 1:
                change = Change(everything=True)
            elif run == before[1]:
                return True
            else:
                addresses = edition.changed_since(before[1])
                change = Change(EVERYTHING in addresses, frozenset(addresses))
        self._seen = (identity, run)
        self._changes.put(change)
        return True

    def _reopen(self) -> None:
        """Open what readers' pages are read by, where it is missing."""
        if self._wanted.is_set():
            opened = Edition(self.place, serving=True)
            self._wanted.clear()
            self._opened.put(opened)
            if self._complaint:
                logger.info("The edition at %s can be read again.", shown(self.place))
                self._complaint = ""

    def _complain(self, complaint: str) -> None:
        # Once, not at every attempt.
        if complaint != self._complaint:
            self._complaint = complaint
            logger.warning(complaint)
