"""The press's process: carries out orders as they come, within a tenth of a second."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from broadsheet.cli.child import begin
from broadsheet.cli.opening import open_desk
from broadsheet.cli.press_report import PressReport
from broadsheet.edition.errors import EditionError
from broadsheet.killfile import KillFileDamaged
from broadsheet.paperfile import current

if TYPE_CHECKING:
    from broadsheet.press.run import Press

POLL_SECONDS = 0.1
AFTER_A_FAULT_SECONDS = 2.0

log = logging.getLogger("broadsheet.press")


def work(stopping: threading.Event | None = None) -> None:
    """Press until `stopping` is set; a database that can't be reached is waited for."""
    from django.db import DatabaseError, connections
    from django.utils import timezone

    from broadsheet.paper.presses import open_press
    from broadsheet.press import standstill

    stopping = stopping or threading.Event()
    told = PressReport(current())
    while not stopping.is_set():
        try:
            with open_press(serving=True) as press:
                _press_on(press, told, stopping)
        except (DatabaseError, EditionError, OSError, KillFileDamaged) as error:
            log.error("could not press: %s; trying again", error)
            # Opened anew: the file behind a connection that fails may have been put back from a backup since.
            connections.close_all()
            with suppress(DatabaseError):
                standstill.tell(error, timezone.now())
            stopping.wait(AFTER_A_FAULT_SECONDS)


def _press_on(press: Press, told: PressReport, stopping: threading.Event) -> None:
    """Press until `stopping` is set, or until another edition lies where this press's one lay."""
    from django.utils import timezone

    from broadsheet.press import standstill
    from broadsheet.press.models import PressRun

    begun = False
    while not stopping.is_set():
        if not press.writer.is_current():
            log.warning("the edition was deleted or replaced; opening it anew")
            return
        told.renew(timezone.now())
        done = press.run_once(timezone.now())
        if not begun:
            standstill.over()
            begun = True
        if done is None:
            stopping.wait(POLL_SECONDS)
        elif done.changed or done.failed:
            last = PressRun.objects.latest("pk")
            log.info("%d pages changed, %d failed, in %.2f s", len(done.changed), len(done.failed), last.seconds)


if __name__ == "__main__":
    event = begin()
    open_desk(current())
    work(event)
