"""The clock of a test: Wagtail and our signal receivers read `timezone.now()`, and here they read this one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(slots=True)
class Clock:
    """Stands still at `now` until it is told to go on."""

    now: datetime

    def go_on(self, **by: float) -> datetime:
        """`by` as `timedelta` takes it; returns the new moment."""
        self.now += timedelta(**by)
        return self.now
