"""Keeps a clock that jumps forward from ending embargoes: until somebody says that it is right, nothing goes out.

clock − time since the machine's start = ahead      grew by over three minutes? alarm, and nothing falls due
                                                    grew back? the alarm is over       shrank? nothing happens

Time since the start goes on while the machine sleeps, and nothing that sets the clock changes it.
"""

from __future__ import annotations

import logging
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from broadsheet.stories.models.machine_clock import MachineClock

log = logging.getLogger("broadsheet.scheduler")

FARTHEST_JUMP = timedelta(minutes=3)


def since_start() -> float:
    """Seconds since this machine was started, those in which it slept included where the system knows them."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def boot() -> str:
    """What names this machine and this start of it; a name for this process alone where the system has none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return uuid.uuid4().hex


@dataclass(slots=True)
class ClockWatch:
    """Watches the clock of this machine."""

    wall: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    since_start: Callable[[], float] = since_start
    boot: str = field(default_factory=boot)
    _ahead: float | None = None

    def now(self) -> datetime | None:
        """The time, or None while the clock can't be trusted, which the desk is told."""
        now = self.wall()
        ahead = now.timestamp() - self.since_start()
        if self._ahead is not None and ahead - self._ahead <= FARTHEST_JUMP.total_seconds():
            return now
        # Asked only now: another scheduler of this machine may have looked first, or somebody believes the clock.
        return now if self._believed(now, ahead) else None

    def _believed(self, now: datetime, ahead: float) -> bool:
        with transaction.atomic():
            row = MachineClock.objects.select_for_update().filter(boot=self.boot).first() or self._begin(ahead)
            jump = ahead - row.ahead
            if jump <= FARTHEST_JUMP.total_seconds():
                if row.jumped_at is not None:
                    log.info("the clock of %s is right again", row.host)
                    row.jumped_at, row.jumped_by = None, 0.0
                    row.save()
                self._ahead = row.ahead
                return True
            self._ahead = None
            if row.jumped_at is None:
                log.error("the clock of %s jumped forward by %.0f seconds; nothing falls due until the desk says so",
                          row.host, jump)  # fmt: skip
                row.jumped_at = now
            if abs(row.jumped_by - jump) > 1:
                row.jumped_by = jump
                row.save()
            return False

    def _begin(self, ahead: float) -> MachineClock:
        """A row for this start of the machine; an alarm that stood when it stopped goes on."""
        host = socket.gethostname()[:200]
        before = MachineClock.objects.filter(host=host)
        distrusted = max((row.jumped_by for row in before if row.jumped_at is not None), default=0.0)
        before.delete()
        return MachineClock.objects.create(boot=self.boot, host=host, ahead=ahead - distrusted)


@transaction.atomic
def believe(clock_id: int, *, by: str) -> None:
    """Trust a clock that has jumped: it is right, and what has fallen due by it goes out.

    Nothing happens where it did not jump, or where somebody else was first.
    """
    row = MachineClock.objects.select_for_update().filter(pk=clock_id, jumped_at__isnull=False).first()
    if row is not None:
        row.ahead += row.jumped_by
        row.jumped_at, row.jumped_by, row.believed_by = None, 0.0, by
        row.save()
        log.warning("%s says that the clock of %s is right", by, row.host)


def jumped() -> list[MachineClock]:
    """The machines whose schedulers stand still because their clocks jumped."""
    return list(MachineClock.objects.filter(jumped_at__isnull=False).order_by("host"))
