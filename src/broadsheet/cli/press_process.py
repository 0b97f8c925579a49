"""The press's process: carries out orders as they come, within a tenth of a second."""

from __future__ import annotations

import logging
import threading

from broadsheet.cli.child import begin
from broadsheet.cli.opening import open_desk
from broadsheet.cli.press_report import PressReport
from broadsheet.edition.errors import EditionError
from broadsheet.killfile import KillFileDamaged
from broadsheet.paperfile import current

POLL_SECONDS = 0.1
AFTER_A_FAULT_SECONDS = 2.0

log = logging.getLogger("broadsheet.press")


def work(stopping: threading.Event | None = None) -> None:
    """Press until `stopping` is set; a database that can't be reached is waited for."""
    from django.db import DatabaseError, close_old_connections
    from django.utils import timezone

    from broadsheet.paper.presses import open_press
    from broadsheet.press.models import PressRun

    stopping = stopping or threading.Event()
    told = PressReport(current())
    with open_press() as press:
        while not stopping.is_set():
            try:
                told.renew(timezone.now())
                done = press.run_once(timezone.now())
            except (DatabaseError, EditionError, OSError, KillFileDamaged) as error:
                log.error("could not press: %s; trying again", error)
                close_old_connections()
                stopping.wait(AFTER_A_FAULT_SECONDS)
                continue
            if done is None:
                stopping.wait(POLL_SECONDS)
                continue
            if done.changed or done.failed:
                last = PressRun.objects.latest("pk")
                log.info(
                    "%d pages changed, %d failed, in %.2f s",
                    len(done.changed), len(done.failed), last.seconds,
                )  # fmt: skip


if __name__ == "__main__":
    event = begin()
    open_desk(current())
    work(event)
