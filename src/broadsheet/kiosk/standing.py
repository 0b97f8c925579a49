"""Keeps the ranking's database at arm's length: all work on it is done in a thread of its own.

loop ──▶ Counter (memory) ──▶ thread: RankingStore ──▶ chart ──▶ loop: order of story ids
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TypeVar

from broadsheet.kiosk.config import KioskConfig
from broadsheet.ranking.chart import hour_of
from broadsheet.ranking.counting import Counter
from broadsheet.ranking.errors import RankingUnavailable
from broadsheet.ranking.store import READER_HOURS, open_store

logger = logging.getLogger(__name__)

RANKED = 2_000
"""Places of the chart that lists are filled from."""
KEY_AHEAD_SECONDS = 600
BEGIN_SECONDS = 1.0
"""The ranking may keep the kiosk waiting so long when it starts, and never again."""
SHUTDOWN_SECONDS = 5.0

T = TypeVar("T")


class Standing:
    """The order of stories as last charted, and the counter whose views it writes.

    Nothing here fails or waits for readers: while the database can't be used, the order stays and views are kept in
    memory, up to the counter's bound.
    """

    def __init__(self, config: KioskConfig) -> None:
        self.config = config
        self.counter = Counter()
        self.order: list[int] = []
        self.charted_at = 0.0
        """Unix seconds of the last chart."""
        self._store = open_store(config.ranking, valkey=config.valkey, window_hours=config.rules.window_hours)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ranking")
        self._was_well = True

    def begin(self) -> None:
        """Learn the day's key, so that a reader is the same to all kiosks from the first view on."""
        try:
            now = datetime.now(UTC)
            self._thread.submit(lambda: self._fetch_keys(now)).result(BEGIN_SECONDS)
        except (RankingUnavailable, TimeoutError) as error:
            self.counter.figures.failures += 1
            logger.warning("The ranking is not ready: %s", error)

    async def keep(self, told: Callable[[], None]) -> None:
        """Write views and make the chart for as long as the loop runs; calls `told` when the order changed."""
        charted = float("-inf")
        loop = asyncio.get_running_loop()
        while True:
            now = datetime.now(UTC)
            await self._in_thread(lambda now=now: self._fetch_keys(now))  # type: ignore[misc]
            await self.flush(now)
            if loop.time() - charted >= self.config.ranking_seconds:
                charted = loop.time()
                ids = await self._in_thread(lambda now=now: self._chart(now))  # type: ignore[misc]
                if ids is not None:
                    self.charted_at = now.timestamp()
                    # Told also where nothing moved: a story may have grown too old meanwhile.
                    self.order = ids
                    told()
                    await self._in_thread(lambda now=now: self._look_ahead(now))  # type: ignore[misc]
            await asyncio.sleep(min(self.config.flush_seconds, self.config.ranking_seconds))

    async def flush(self, now: datetime) -> None:
        """Write the views that wait, and how many were lost."""
        hour = hour_of(now)
        self.counter.give_up(before_hour=hour - READER_HOURS + 1)
        views, minutes = self.counter.waiting(), self.counter.take_minutes(now)
        if not views and not minutes:
            return

        def work() -> bool:
            self._store.add(views, hour=hour, minutes=minutes)
            return True

        if await self._in_thread(work):
            self.counter.settle(views)
        else:
            self.counter.give_back(minutes)

    def close(self) -> None:
        """Write what waits, as far as that goes in a few seconds; the loop has stopped."""
        now = datetime.now(UTC)
        views, minutes = self.counter.waiting(), self.counter.take_minutes(now)

        def last() -> None:
            try:
                if views or minutes:
                    self._store.add(views, hour=hour_of(now), minutes=minutes)
            finally:
                self._store.close()

        try:
            self._thread.submit(last).result(SHUTDOWN_SECONDS)
            self.counter.settle(views)
        except (RankingUnavailable, TimeoutError) as error:
            self.counter.figures.lost += len(views)
            logger.warning("%d views are lost: %s", len(views), error)
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _fetch_keys(self, now: datetime) -> dict[int, bytes]:
        today = hour_of(now) // 24
        soon = int(now.timestamp() + KEY_AHEAD_SECONDS) // 86400
        keys = {day: self._store.day_key(day, today=today) for day in {today, soon}}
        for day, key in keys.items():
            self.counter.use_key(day, key)
        return keys

    def _chart(self, now: datetime) -> list[int]:
        ranked = self._store.chart(hour_of(now), rules=self.config.rules, places=RANKED)
        return [one.story_id for one in ranked]

    def _look_ahead(self, now: datetime) -> bool:
        self._store.look_ahead(hour_of(now), rules=self.config.rules)
        return True

    async def _in_thread(self, work: Callable[[], T]) -> T | None:
        """What `work` returns, or None where the database could not be used."""
        try:
            result = await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except RankingUnavailable as error:
            self.counter.figures.failures += 1
            if self._was_well:
                logger.warning(str(error))
            self._was_well = False
            return None
        self._was_well = True
        return result
