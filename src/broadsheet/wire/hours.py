"""The hours of the day in which a source is left alone, by the paper's clock.

from 23:00 until 05:00 ──▶ no look begins in between, and no silence counts
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` until `end` of every day, past midnight where `end` is earlier; none where either is None."""

    start: time | None
    end: time | None
    zone: tzinfo

    def end_of(self, at: datetime) -> datetime | None:
        """When the quiet hours that `at` lies in are over; None where it lies in none."""
        day = at.astimezone(self.zone).date()
        for one in (day - timedelta(days=1), day):
            window = self._window(one)
            if window and window[0] <= at < window[1]:
                return window[1]
        return None

    def last_end(self, at: datetime) -> datetime | None:
        """When quiet hours were last over, at `at` or before it; None where there are none."""
        day = at.astimezone(self.zone).date()
        windows = (self._window(day - timedelta(days=number)) for number in range(3))
        return next((window[1] for window in windows if window and window[1] <= at), None)

    def awake(self, since: datetime, until: datetime) -> timedelta:
        """How much of that time is no quiet hour."""
        passed = max(timedelta(), until - since)
        if self.start is None or self.end is None:
            return passed
        day = since.astimezone(self.zone).date() - timedelta(days=1)
        last = until.astimezone(self.zone).date()
        while day <= last:
            window = self._window(day)
            if window:
                passed -= max(timedelta(), min(until, window[1]) - max(since, window[0]))
            day += timedelta(days=1)
        return passed

    def _window(self, day: date) -> tuple[datetime, datetime] | None:
        """The quiet hours that begin on `day`."""
        if self.start is None or self.end is None or self.start == self.end:
            return None
        ends = day if self.start < self.end else day + timedelta(days=1)
        begin = datetime.combine(day, self.start, self.zone)
        return begin.astimezone(UTC), datetime.combine(ends, self.end, self.zone).astimezone(UTC)
