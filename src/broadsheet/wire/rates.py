"""Counts what comes from whom, so that nobody can have more than his share."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque

MOST_REMEMBERED = 10_000
"""Names that are counted at once; the one that has been quiet for longest is forgotten first."""


class Rate:
    """At most `most` within `seconds` for each name, in this process."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, name: str, now: float) -> float:
        """Seconds until `name` may have another one; 0 where that is now. Counts nothing."""
        with self._lock:
            times = self._recent(name, now)
            return max(0.0, times[0] + self._seconds - now) if len(times) >= self._most else 0.0

    def count(self, name: str, now: float) -> None:
        with self._lock:
            times = self._recent(name, now)
            times.append(now)
            self._times[name] = times
            self._times.move_to_end(name)
            while len(self._times) > MOST_REMEMBERED:
                self._times.popitem(last=False)

    def _recent(self, name: str, now: float) -> deque[float]:
        times = self._times.get(name) or deque(maxlen=self._most)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        return times
