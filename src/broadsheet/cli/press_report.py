"""Tells the kiosk's inner port how the press does: a file in the paper's data/reports, renewed every two seconds."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from broadsheet.kiosk.reporting import lay_down
from broadsheet.paperfile import PaperFile

REPORT_SECONDS = 2.0


class PressReport:
    """Writes at most every `REPORT_SECONDS`; to be called as often as one likes."""

    def __init__(self, paper: PaperFile) -> None:
        self.paper = paper
        self._written_at: datetime | None = None

    def renew(self, now: datetime) -> None:
        """Lay the report down, if the last one is old enough.

        Errors: `DatabaseError`.
        """
        if self._written_at is None or (now - self._written_at).total_seconds() >= REPORT_SECONDS:
            self._written_at = now
            lay_down(self.paper.reports, "press", report(now))


def report(now: datetime) -> dict[str, Any]:
    """What waits, for how long the oldest has, and what would not press; `written_at` tells a dead press."""
    from django.db.models import Min

    from broadsheet.press.models import Failure, Order

    due = Order.objects.filter(due_at__lte=now)
    since = due.aggregate(since=Min("due_at"))["since"]
    return {
        "pid": os.getpid(),
        "gauges": {
            "orders_waiting": due.count(),
            "lag_seconds": round((now - since).total_seconds(), 3) if since else 0.0,
            "failures": Failure.objects.count(),
            "written_at": now.timestamp(),
        },
    }
