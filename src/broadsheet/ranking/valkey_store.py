"""Keeps the counts in Valkey or Redis, for kiosks on several machines.

broadsheet:seen:HOUR:STORY     HyperLogLog      whom we have seen; gone after three hours
broadsheet:counts:HOUR         story → readers  how many that is; gone with the window
broadsheet:hours              set              hours that have counts
broadsheet:minute:MINUTE       story|referrer → views, for the desk; gone after three hours
broadsheet:day-key:DAY         today's key
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import valkey
from valkey.exceptions import ValkeyError

from broadsheet.ranking.chart import WINDOW_HOURS, Count, Ranked, Rules, Weights, order, weigh
from broadsheet.ranking.counting import MinuteKey, View
from broadsheet.ranking.errors import RankingUnavailable
from broadsheet.ranking.store import MINUTES, READER_HOURS, MinuteCount

NAME = "broadsheet"
BUSY_SECONDS = 2.0
HOUR_SECONDS = 3600

AT_ONCE = 5_000
"""Readers in one call of the script; Lua takes some 8,000 arguments."""

# One step: two kiosks that count at once could otherwise write the lower number last.
_COUNT = """
for i = 4, #ARGV do redis.call('PFADD', KEYS[1], ARGV[i]) end
redis.call('EXPIRE', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[3], redis.call('PFCOUNT', KEYS[1]))
redis.call('EXPIRE', KEYS[2], ARGV[2])
"""

T = TypeVar("T")


class ValkeyStore:
    """The counts at `address` ("valkey://user:word@host:6379/0"). A `RankingStore`."""

    def __init__(self, address: str, *, window_hours: int = WINDOW_HOURS, name: str = NAME) -> None:
        self.name, self.window_hours = name, window_hours
        self._settled: Weights = {}
        self._settled_for: tuple[int, Rules] | None = None
        address = address.replace("redis://", "valkey://", 1).replace("rediss://", "valkeys://", 1)
        self._client = valkey.Valkey.from_url(address, socket_timeout=BUSY_SECONDS, socket_connect_timeout=BUSY_SECONDS)

    def add(self, views: Sequence[View], *, hour: int, minutes: Mapping[MinuteKey, int] | None = None) -> None:
        readers: dict[tuple[int, int], list[int]] = {}
        for view in views:
            if hour - READER_HOURS < view.hour:
                readers.setdefault((view.hour, view.story_id), []).append(view.reader)

        def work() -> None:
            writing = self._client.pipeline(transaction=True)
            for place, some in readers.items():
                held = (self._key("seen", *place), self._key("counts", place[0]))
                kept = ((READER_HOURS + 1) * HOUR_SECONDS, (self.window_hours + 1) * HOUR_SECONDS)
                for start in range(0, len(some), AT_ONCE):
                    words = map(str, (*kept, place[1], *some[start : start + AT_ONCE]))
                    writing.eval(_COUNT, 2, *held, *words)
                writing.sadd(self._key("hours"), str(place[0]))
            for minute, number in (minutes or {}).items():
                key = self._key("minute", minute.minute)
                writing.hincrby(key, f"{minute.story_id}|{minute.referrer}", number)
                writing.expire(key, (MINUTES + 60) * 60)
            _execute(writing)

        self._do(work)
        self._do(lambda: self._forget(hour))

    def chart(self, hour: int, *, rules: Rules, places: int) -> list[Ranked]:
        fresh_from = hour - READER_HOURS + 1
        if self._settled_for != (hour, rules):
            old = self.counts(since_hour=hour - rules.window_hours + 1, before_hour=fresh_from)
            self._settled, self._settled_for = weigh(old, hour, rules=rules), (hour, rules)
        fresh = self.counts(since_hour=fresh_from, before_hour=hour + 1)
        return order(weigh(fresh, hour, rules=rules, onto=self._settled), rules=rules, places=places)

    def look_ahead(self, hour: int, *, rules: Rules) -> None:
        """Nothing: Valkey would have to send two days' counts twice an hour."""

    def counts(self, *, since_hour: int, before_hour: int | None = None) -> list[Count]:
        def work() -> list[Count]:
            known = sorted(int(hour) for hour in _members(self._client, self._key("hours")))
            hours = [hour for hour in known if since_hour <= hour < (before_hour or 1 << 60)]
            asking = self._client.pipeline(transaction=False)
            for hour in hours:
                asking.hgetall(self._key("counts", hour))
            return [
                Count(int(story), hour, int(readers))
                for hour, held in zip(hours, _execute(asking), strict=True)
                for story, readers in held.items()
            ]

        return self._do(work)

    def minutes(self, *, since_minute: int) -> list[MinuteCount]:
        def work() -> list[MinuteCount]:
            span = range(since_minute, since_minute + MINUTES + 60)
            asking = self._client.pipeline(transaction=False)
            for minute in span:
                asking.hgetall(self._key("minute", minute))
            found = []
            for minute, held in zip(span, _execute(asking), strict=True):
                for name, views in held.items():
                    story, _, referrer = name.decode().partition("|")
                    found.append(MinuteCount(minute, int(story), referrer, int(views)))
            return sorted(found)

        return self._do(work)

    def day_key(self, day: int, *, today: int) -> bytes:
        def work() -> bytes:
            self._client.delete(*(self._key("day-key", today - age) for age in range(1, 4)))
            key = self._key("day-key", day)
            self._client.set(key, secrets.token_bytes(32), nx=True, ex=(day - today + 1) * 24 * HOUR_SECONDS)
            return bytes(self._client.get(key))  # type: ignore[arg-type]

        return self._do(work)

    def close(self) -> None:
        self._client.close()  # type: ignore[no-untyped-call]

    def _forget(self, hour: int) -> None:
        """Let go of hours that have left the window; what is in them expires by itself, should nobody be here."""
        old = [h for h in map(int, _members(self._client, self._key("hours"))) if h <= hour - self.window_hours]
        if old:
            self._client.delete(*(self._key("counts", h) for h in old))
            self._client.srem(self._key("hours"), *map(str, old))

    def _key(self, *parts: object) -> str:
        return ":".join((self.name, *map(str, parts)))

    def _do(self, work: Callable[[], T]) -> T:
        try:
            return work()
        except (ValkeyError, OSError) as error:
            raise RankingUnavailable("the paper's Valkey", str(error)) from error


def _members(client: Any, key: str) -> set[bytes]:
    members: set[bytes] = client.smembers(key)
    return members


def _execute(pipeline: Any) -> list[Any]:
    """What the commands of `pipeline` answered. Its own method has no type."""
    answers: list[Any] = pipeline.execute()
    return answers
