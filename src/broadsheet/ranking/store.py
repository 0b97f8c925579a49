"""What every place that keeps the counts can do; `open_store` opens the one that a paper has chosen.

SQLite file (the default)    kiosks of one machine       sqlite_store.py
Valkey or Redis              kiosks of several machines  valkey_store.py
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from broadsheet.ranking.chart import WINDOW_HOURS, Count, Ranked, Rules
from broadsheet.ranking.counting import MinuteKey, View

READER_HOURS = 2
"""Hours in which readers are still told apart: this one, and the last for views that come late."""

MINUTES = 180
"""Minutes that the desk's live numbers reach back."""

ERROR = 0.0184
"""One standard deviation of a count by the SQLite store, as a share of it; up to some 100 readers it is exact but for a
rare one. Valkey's own is 0.0081."""


class MinuteCount(NamedTuple):
    """Views of a story in one minute by where they came from; `minute` is whole minutes since 1970."""

    minute: int
    story_id: int
    referrer: str
    views: int


class RankingStore(Protocol):
    """Keeps counts for all kiosks of a paper. To be used from one thread at a time.

    Every method raises `RankingUnavailable` where it can't be reached, and tries again when called again.
    """

    def add(self, views: Sequence[View], *, hour: int, minutes: Mapping[MinuteKey, int] | None = None) -> None:
        """Count those of `views` that were not counted before, whole or not at all.

        `hour` is the present one: views older than `READER_HOURS` are left out, and what has left the window goes.
        """

    def chart(self, hour: int, *, rules: Rules, places: int) -> list[Ranked]:
        """What `ranking.chart.chart` makes of the counts as they are in `hour`, at most `places`.

        What older hours come to is weighed once an hour and kept; they can't change any more.
        """

    def look_ahead(self, hour: int, *, rules: Rules) -> None:
        """Weigh already what the first chart after `hour` will need, where that takes long."""

    def counts(self, *, since_hour: int, before_hour: int | None = None) -> Iterable[Count]:
        """Distinct readers by story and hour, from `since_hour` on, up to and without `before_hour`."""

    def minutes(self, *, since_minute: int) -> list[MinuteCount]:
        """The live numbers from `since_minute` on, oldest first."""

    def day_key(self, day: int, *, today: int) -> bytes:
        """The key that all kiosks share on `day` (days since 1970), made by the first that asks.

        Keys from before `today` are thrown away.
        """

    def close(self) -> None: ...


def open_store(path: Path, *, valkey: str = "", window_hours: int = WINDOW_HOURS) -> RankingStore:
    """The store at the address `valkey` ("valkey://host:6379/0"), or where that is empty the file at `path`.

    Nothing is opened before the first use.
    """
    if valkey:
        from broadsheet.ranking.valkey_store import ValkeyStore

        return ValkeyStore(valkey, window_hours=window_hours)
    from broadsheet.ranking.sqlite_store import SqliteStore

    return SqliteStore(path, window_hours=window_hours)
