"""Counts what a kiosk process does, as cheaply as its hottest path allows."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
"""Seconds: the upper ends of a histogram's places; one more place is for what took longer."""


@dataclass(slots=True)
class Histogram:
    """How long something took, in places by `BOUNDS`."""

    places: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    seconds: float = 0.0

    def note(self, seconds: float) -> None:
        seconds = max(0.0, seconds)
        self.places[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds


@dataclass(slots=True)
class KioskFigures:
    """Since the process began. A request is in `ready`, in `ready_held` or in `others`, and in one of them only."""

    ready: int = 0
    """Answered from memory with a whole body."""
    ready_held: int = 0
    """Answered from memory with 304."""
    others: dict[int, int] = field(default_factory=dict)
    """All the rest, by status."""
    making: Histogram = field(default_factory=Histogram)
    """Time spent on an answer that was not ready."""
    lag: Histogram = field(default_factory=Histogram)
    """How late the loop came back to its clockwork: what a request waits because others are being answered."""
    lists_made_at: float = 0.0
    """Unix seconds."""

    def answered(self, status: int) -> None:
        self.others[status] = self.others.get(status, 0) + 1
