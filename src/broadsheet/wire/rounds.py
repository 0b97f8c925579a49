"""Looks at every source that is due, each in a thread of its own: one that fails or dawdles keeps none of the others.

due ──▶ lease ──▶ look (folder, feed, mailbox) ──▶ deliveries ──▶ well, next look after its time
                         └──▶ failed, with a sentence; next look after a pause that grows
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

from broadsheet.wire import feed_looks, health, mailbox_looks, missing_pictures, polling
from broadsheet.wire.errors import FetchFailed, WireError
from broadsheet.wire.health import LEASE
from broadsheet.wire.models import Source, SourceHealth
from broadsheet.wire.receiving import Counts, Means

log = logging.getLogger(__name__)

MOST_AT_ONCE = 12
"""Sources that are looked at at the same time."""

_LOOKS: dict[str, Callable[[Source, SourceHealth, Means], Counts]] = {
    Source.Kind.FOLDER: polling.look,
    Source.Kind.FEED: feed_looks.look,
    Source.Kind.MAILBOX: mailbox_looks.look,
}


@dataclass(frozen=True, slots=True)
class Look:
    """What one look brought; `error` is empty where it ended well."""

    source: str
    counts: Counts
    error: str = ""


def look_at(source: Source, means: Means, *, lease: str) -> Look:
    """Look at `source` under `lease`, and end that.

    Whatever goes wrong is noted with the source. Errors that nobody has thought of come out after that.
    """
    try:
        counts = _LOOKS[source.kind](source, SourceHealth.objects.get(source=source), means)
    except WireError as error:
        wait = error.wait_seconds if isinstance(error, FetchFailed) else 0
        sentence = health.without_secret(health.sentence_of(error), source)
        health.failed(source, lease, sentence, now=means.clock(), wait_seconds=wait)
        return Look(source.slug, Counts(), sentence)
    except Exception as error:
        sentence = f"Something unforeseen happened ({type(error).__name__}); the log of the wire tells more."
        health.failed(source, lease, sentence, now=means.clock())
        raise
    health.ended_well(source, lease, now=means.clock())
    return Look(source.slug, counts)


class Rounds:
    """Starts looks and collects what they brought."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._lock = threading.Lock()
        self._looking: dict[int, threading.Thread] = {}
        self._leases: dict[int, str] = {}
        self._done: list[Look] = []
        self._trying: threading.Thread | None = None

    def begin(self) -> int:
        """Start a look at each source that is due and not being looked at; returns how many.

        To be called again and again: it also keeps the leases of the looks that go on.
        """
        self._keep_leases()
        polling.found_folders(self._means.folders)
        started = 0
        for source in health.due(self._means.clock()):
            with self._lock:
                if source.pk in self._looking or len(self._looking) >= MOST_AT_ONCE:
                    continue
                # A daemon: a server that dawdles does not keep the process from ending. What was taken is durable.
                thread = threading.Thread(target=self._run, args=(source,), name=source.slug, daemon=True)
                self._looking[source.pk] = thread
            thread.start()
            started += 1
        self._try_pictures()
        return started

    def _try_pictures(self) -> None:
        """Look again for pictures that are missing, beside everything else."""
        if (self._trying is None or not self._trying.is_alive()) and missing_pictures.is_due(self._means.clock()):
            self._trying = threading.Thread(target=self._run_pictures, name="pictures", daemon=True)
            self._trying.start()

    def _run_pictures(self) -> None:
        try:
            missing_pictures.try_due(self._means)
        finally:
            connections.close_all()

    def collect(self) -> list[Look]:
        """The looks that have ended since this was last asked."""
        with self._lock:
            done, self._done = self._done, []
        return done

    def wait(self) -> list[Look]:
        """Let every look that was started end; returns what `collect` does."""
        while True:
            with self._lock:
                thread = next(iter(self._looking.values()), None)
            if thread is None:
                if self._trying is not None:
                    self._trying.join()
                return self.collect()
            thread.join(LEASE.total_seconds() / 3)
            self._keep_leases()

    def _keep_leases(self) -> None:
        with self._lock:
            leases = list(self._leases.values())
        if leases:
            health.renew(leases, self._means.clock())

    def _run(self, source: Source) -> None:
        try:
            lease = health.claim(source, self._means.clock())
            if not lease:
                return
            with self._lock:
                self._leases[source.pk] = lease
            look = look_at(source, self._means, lease=lease)
            with self._lock:
                self._done.append(look)
        finally:
            connections.close_all()
            with self._lock:
                del self._looking[source.pk]
                self._leases.pop(source.pk, None)
