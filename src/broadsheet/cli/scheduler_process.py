"""The scheduler's process: wakes at the second at which something falls due, and tends the search index at night."""

from __future__ import annotations

import logging
import threading
from datetime import date, datetime, timedelta

from broadsheet.cli.child import begin
from broadsheet.cli.opening import open_desk
from broadsheet.killfile import KillFileDamaged
from broadsheet.paperfile import current

AFTER_A_FAULT_SECONDS = 2.0
QUIET_HOUR = 3
"""When the desk's search index is tended: few people write at that time."""

log = logging.getLogger("broadsheet.scheduler")


def work(stopping: threading.Event) -> None:
    """Carry out what falls due until `stopping` is set."""
    from django.db import DatabaseError, connections
    from django.utils import timezone

    from broadsheet.desk.search import refresh_title_norms
    from broadsheet.stories import notices
    from broadsheet.stories.lineage import carry_left
    from broadsheet.stories.scheduler import Scheduler

    tended = _night(timezone.now())
    scheduler = Scheduler()
    pause = 0.0
    while not stopping.wait(pause):
        now = timezone.now()
        try:
            scheduler.step()
            # An agency's kill must reach its stories also where the process that took it in has stopped.
            carry_left(now=now)
            notices.tell_due(now=now)
            notices.mail_again(now=now)
            pause = scheduler.pause()
            if _night(now) != tended:
                refresh_title_norms()
                notices.forget(now=now)
                tended = _night(now)
        except (DatabaseError, OSError, KillFileDamaged) as error:
            log.error("could not look for what is due: %s; trying again", error)
            # Opened anew: the file behind a connection that fails may have been put back from a backup since.
            connections.close_all()
            pause = AFTER_A_FAULT_SECONDS


def _night(now: datetime) -> date:
    """The night that `now` belongs to; the next one begins when the quiet hour strikes in the paper's time zone."""
    return (now.astimezone(current().timezone) - timedelta(hours=QUIET_HOUR)).date()


if __name__ == "__main__":
    event = begin()
    open_desk(current())
    work(event)
