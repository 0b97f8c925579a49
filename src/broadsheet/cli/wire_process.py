"""The wire's process: looks at sources when they are due, and watches for those that fall silent."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from broadsheet.cli.child import begin
from broadsheet.cli.opening import hush, open_desk
from broadsheet.paperfile import PaperFile, current

if TYPE_CHECKING:
    from broadsheet.wire.intake import TakenItem
    from broadsheet.wire.receiving import Means

POLL_SECONDS = 1.0
AFTER_A_FAULT_SECONDS = 5.0
WATCH_EVERY = timedelta(minutes=1)

log = logging.getLogger("broadsheet.wire")


def means_of(paper: PaperFile) -> Means:
    """What looks need at `paper`; Django must have been started.

    Errors: `FetchRefused` where an entry of `[wire] hosts` means nothing.
    """
    from django.utils import timezone

    from broadsheet.stories.lineage import carry
    from broadsheet.wire.reaching import Reach, Rules
    from broadsheet.wire.receiving import Means

    def then(items: Sequence[TakenItem]) -> None:
        for sentence in carry(items, now=timezone.now()):
            log.info("%s", sentence)

    return Means(paper.folder / "wire", Reach(Rules.of(paper.wire_hosts)), timezone.now, then)


def work(stopping: threading.Event) -> None:
    """Look until `stopping` is set."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from broadsheet.wire import topic_refiling
    from broadsheet.wire.health import watch_silence
    from broadsheet.wire.rounds import Rounds

    rounds = Rounds(means_of(current()))
    watch_at: datetime = timezone.now()
    while not stopping.wait(POLL_SECONDS):
        try:
            rounds.begin()
            for look in rounds.collect():
                if look.error:
                    log.warning("%s: %s", look.source, look.error)
                elif look.counts.taken or look.counts.refused:
                    log.info("%s: %d taken, %d refused", look.source, look.counts.taken, look.counts.refused)
            topic_refiling.step()
            if timezone.now() >= watch_at:
                for source in watch_silence(timezone.now()):
                    log.warning("%s has been silent for longer than usual", source.slug)
                watch_at = timezone.now() + WATCH_EVERY
        except (DatabaseError, OSError) as error:
            log.error("could not look at the sources: %s; trying again", error)
            close_old_connections()
            stopping.wait(AFTER_A_FAULT_SECONDS)


if __name__ == "__main__":
    event = begin()
    open_desk(current())
    hush()
    work(event)
