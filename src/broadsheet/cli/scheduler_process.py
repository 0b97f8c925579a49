"""The scheduler's process: asks five times a second what is due."""

from __future__ import annotations

import logging
import threading

from broadsheet.cli.child import begin
from broadsheet.cli.opening import open_desk
from broadsheet.paperfile import current

POLL_SECONDS = 0.2
AFTER_A_FAULT_SECONDS = 2.0

log = logging.getLogger("broadsheet.scheduler")


def work(stopping: threading.Event) -> None:
    """Carry out what falls due until `stopping` is set."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from broadsheet.stories.scheduler import run_due

    while not stopping.wait(POLL_SECONDS):
        try:
            run_due(timezone.now())
        except DatabaseError as error:
            log.error("could not look for what is due: %s; trying again", error)
            close_old_connections()
            stopping.wait(AFTER_A_FAULT_SECONDS)


if __name__ == "__main__":
    event = begin()
    open_desk(current())
    work(event)
