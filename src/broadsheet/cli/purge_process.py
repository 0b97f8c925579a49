"""The purge's process: has caches in front of the kiosk forget what changed; the press never waits for it."""

from __future__ import annotations

import logging
import threading

from broadsheet.cli.child import begin
from broadsheet.cli.opening import open_desk
from broadsheet.edition.errors import EditionError
from broadsheet.edition.store import Edition
from broadsheet.paperfile import PaperFile, current

POLL_SECONDS = 0.2
AFTER_A_FAULT_SECONDS = 2.0

log = logging.getLogger("broadsheet.purge")


def work(paper: PaperFile, stopping: threading.Event) -> None:
    """Purge until `stopping` is set; an edition or a database that can't be reached is waited for."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from broadsheet.press.caches import cache_of
    from broadsheet.press.purging import note, tell

    cache = cache_of(paper)
    if cache is None:
        log.error("paper.toml names no cache under [purge] and no hub under [machines].")
        return
    edition: Edition | None = None
    while not stopping.is_set():
        try:
            edition = edition or Edition(paper.edition_place)
            note(edition, timezone.now())
            if not tell(cache, edition, timezone.now()):
                stopping.wait(POLL_SECONDS)
        except (DatabaseError, EditionError) as error:
            log.error("could not purge: %s; trying again", error)
            if edition is not None:
                edition.close()
                edition = None
            close_old_connections()
            stopping.wait(AFTER_A_FAULT_SECONDS)


if __name__ == "__main__":
    event = begin()
    open_desk(current())
    work(current(), event)
