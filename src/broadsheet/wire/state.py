"""Says in a sentence how a source does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from broadsheet.wire.health import LOOKED_AT
from broadsheet.wire.models import Source, SourceHealth

OVERDUE = timedelta(minutes=5)
"""A look that is due for longer means that nobody looks."""


@dataclass(frozen=True, slots=True)
class State:
    """How a source does. "resting" is switched off; "new" has sent nothing yet, and nothing has failed."""

    level: Literal["well", "new", "resting", "silent", "failing", "unwatched"]
    sentence: str

    @property
    def is_alarming(self) -> bool:
        return self.level in ("silent", "failing", "unwatched")


def state_of(source: Source, now: datetime) -> State:
    """How `source` does; the worst where several things are so."""
    health: SourceHealth | None = getattr(source, "health", None)
    last = health.item_at if health else None
    came = f"Something new last came {ago(now - last)} ago." if last else "Nothing has come yet."
    # Asked with the sources: see `missing_pictures.counted`.
    if missing := getattr(source, "missing", 0):
        came += f" {missing} picture{'s are' if missing > 1 else ' is'} missing and looked for again."
    if not source.active:
        return State("resting", f"It is switched off. {came}")
    if health and health.error:
        tries = f" ({health.failures} times in a row)" if health.failures > 1 else ""
        return State("failing", f"{health.error}{tries} {came}")
    if health and health.silent_since:
        return State("silent", f"It is silent for longer than usual. {came}")
    if source.kind in LOOKED_AT and (until := source.quiet_hours.end_of(now)):
        local = until.astimezone(source.quiet_hours.zone)
        return State("well" if last else "new", f"It is left alone until {local:%H:%M}. {came}")
    due = health.next_look_at if health else None
    if source.kind in LOOKED_AT and due and now - due > OVERDUE and not (health and health.lease):
        return State("unwatched", f"Nobody looks at it: is the paper running? {came}")
    return State("well" if last else "new", came)


def ago(passed: timedelta) -> str:
    """A span of time in its largest whole unit: "3 minutes"."""
    seconds = max(0, int(passed.total_seconds()))
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            number = seconds // size
            return f"{number} {word}{'s' if number != 1 else ''}"
    return f"{seconds} second{'s' if seconds != 1 else ''}"
