"""Turns requests into distinct readers: keyed hashes in a bounded buffer, robots left out.

address ──▶ network (/24, or /56 in its /48) ─┐
user agent ───────────────────────────────────┴─▶ one of the network's few places ──▶ reader, a number

A network has `PLACES` readers and no more, by the way they are made: whatever it sends, in whichever process it
arrives, after whatever restart. Two of its readers who share a place count as one.
"""

from __future__ import annotations

import secrets
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from socket import AF_INET, AF_INET6, inet_pton
from typing import NamedTuple

from broadsheet.ranking.robots import LONGEST, is_robot

PLACES = 20
"""Distinct readers of a story and hour that one network (/24 of IPv4, /56 of IPv6) can have."""

SITE_PLACES = 100
"""The same for a /48 of IPv6, which anybody can hire for a few coins: 256 networks."""

MAPPED = bytes(10) + b"\xff\xff"
"""How an IPv6 address begins that stands for one of IPv4."""

BUFFERED_VIEWS = 50_000
"""Views that wait for the store; one more is lost, and counted as lost."""

REMEMBERED_VIEWS = 50_000
"""Views that a replay is compared with; the store knows the others."""

BUFFERED_MINUTES = 20_000
"""Numbers by minute, story and referrer that wait for the store; they are for the desk's screen alone."""

STORIES_AN_HOUR = 100
"""Who has opened more stories in an hour is a robot, whatever he calls himself."""

CELLS = 1 << 19
"""Places for counting what each visitor opened, twice over: two visitors share one place at times, both hardly ever."""


LOST = 0
"""No story's number: under it the desk's live numbers tell how many views were lost."""


class View(NamedTuple):
    """One reader of one story in one hour."""

    hour: int
    story_id: int
    reader: int


class MinuteKey(NamedTuple):
    """What the desk's live numbers are kept by; `minute` is whole minutes since 1970."""

    minute: int
    story_id: int
    referrer: str


class Network(NamedTuple):
    """Where a reader sits. `site` is empty for IPv4."""

    home: bytes
    site: bytes


@dataclass(slots=True)
class Figures:
    """What became of the beacons since this process started."""

    buffered: int = 0
    counted: int = 0
    """Given to the store, which counts each reader once."""
    repeated: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    """By reason: "malformed", "unknown", "foreign", "robot", "behaviour"."""
    lost: int = 0
    """Views that should have counted but could not be kept."""
    failures: int = 0
    """Times that the ranking's database could not be used."""

    def refuse(self, reason: str) -> None:
        self.refused[reason] = self.refused.get(reason, 0) + 1


def network_of(address: str) -> Network | None:
    """The network of the IP `address`: 24 bits of IPv4, 56 and 48 of IPv6; None for what is no address."""
    try:
        return Network(b"4" + inet_pton(AF_INET, address)[:3], b"")
    except (OSError, ValueError):
        pass
    try:
        packed = inet_pton(AF_INET6, address.partition("%")[0])
    except (OSError, ValueError):
        return None
    if packed.startswith(MAPPED):
        return Network(b"4" + packed[12:15], b"")
    return Network(b"6" + packed[:7], b"6" + packed[:6])


def visitor_of(network: Network, user_agent: str, *, key: bytes) -> int:
    """A browser in a network as 64 bits that mean nothing without `key`."""
    said = user_agent.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(network.home + b"\0" + said, digest_size=8, key=key, person=b"visitor").digest())


def reader_of(network: Network, visitor: int, *, key: bytes) -> int:
    """A reader as a whole number below 2 ** 63: one of `PLACES` of his network."""
    place = network.home + bytes((visitor % PLACES,))
    if network.site:
        inner = blake2b(place, digest_size=8, key=key, person=b"home").digest()
        place = network.site + bytes((int.from_bytes(inner) % SITE_PLACES,))
    return int.from_bytes(blake2b(place, digest_size=8, key=key, person=b"reader").digest()) >> 1


class Behaviour:
    """Counts what each visitor opens in an hour, in so many bytes and no more (a count-min sketch of two rows)."""

    def __init__(self) -> None:
        self._hour = 0
        self._rows = (array("B", bytes(CELLS)), array("B", bytes(CELLS)))

    def opened(self, visitor: int, hour: int) -> int:
        """How many stories `visitor` has opened in `hour`, this one included; now and then too many, never too few."""
        if hour != self._hour:
            self._hour = hour
            self._rows = (array("B", bytes(CELLS)), array("B", bytes(CELLS)))
        one, other = self._rows
        here, there = visitor % CELLS, (visitor >> 32) % CELLS
        seen = min(one[here], other[there])
        if seen < 255:
            one[here], other[there] = max(one[here], seen + 1), max(other[there], seen + 1)
        return seen + 1


class Counter:
    """Takes views and keeps them, hashed, until the store has them; holds at most `BUFFERED_VIEWS`."""

    def __init__(self) -> None:
        self.figures = Figures()
        self._waiting: dict[View, None] = {}
        self._remembered: set[View] = set()
        self._minutes: dict[MinuteKey, int] = {}
        self._lost_told = 0
        self._behaviour = Behaviour()
        self._keys: dict[int, bytes] = {}

    def use_key(self, day: int, key: bytes) -> None:
        """Hash with `key` on `day`; keys of days before the one before are forgotten."""
        self._keys[day] = key
        for old in [known for known in self._keys if known < day - 1]:
            del self._keys[old]

    def note(self, story_id: int, *, address: str, user_agent: str, now: datetime, referrer: str = "direct") -> None:
        """Keep a view of the published story `story_id`, unless a robot sent it; `referrer` is a class, no address."""
        # What is remembered of a browser's name must be bounded, and so must the work on it.
        user_agent = user_agent[:LONGEST]
        network = network_of(address)
        if network is None:
            self.figures.refuse("malformed")
            return
        seconds = int(now.timestamp())
        hour = seconds // 3600
        key = self._key(hour // 24)
        visitor = visitor_of(network, user_agent, key=key)
        view = View(hour, story_id, reader_of(network, visitor, key=key))
        if view in self._remembered or view in self._waiting:
            self.figures.repeated += 1
        elif is_robot(user_agent):
            self.figures.refuse("robot")
        elif self._behaviour.opened(visitor, hour) > STORIES_AN_HOUR:
            self.figures.refuse("behaviour")
        elif len(self._waiting) >= BUFFERED_VIEWS:
            self.figures.lost += 1
        else:
            self._waiting[view] = None
            self.figures.buffered += 1
            minute = MinuteKey(seconds // 60, story_id, referrer)
            if minute in self._minutes or len(self._minutes) < BUFFERED_MINUTES:
                self._minutes[minute] = self._minutes.get(minute, 0) + 1

    def waiting(self) -> list[View]:
        """The views that the store doesn't have yet."""
        return list(self._waiting)

    def take_minutes(self, now: datetime) -> dict[MinuteKey, int]:
        """The numbers by minute that the store doesn't have yet, and what was lost; they are its from here on."""
        taken, self._minutes = self._minutes, {}
        lost, self._lost_told = self.figures.lost - self._lost_told, self.figures.lost
        return taken | {MinuteKey(int(now.timestamp()) // 60, LOST, ""): lost} if lost else taken

    def give_back(self, minutes: Mapping[MinuteKey, int]) -> None:
        """Keep `minutes` after all: the store could not take them."""
        for key, number in minutes.items():
            if key.story_id == LOST:
                self._lost_told -= number
            elif len(self._minutes) < BUFFERED_MINUTES:
                self._minutes[key] = self._minutes.get(key, 0) + number

    def settle(self, views: Sequence[View]) -> None:
        """Drop `views`, which the store has taken, but know them again for a while."""
        if len(self._remembered) + len(views) > REMEMBERED_VIEWS:
            self._remembered = set()
        for view in views:
            self._waiting.pop(view, None)
        self._remembered.update(views[-REMEMBERED_VIEWS:])
        self.figures.counted += len(views)

    def give_up(self, *, before_hour: int) -> None:
        """Count as lost what is older than `before_hour`: the store would not take it any more."""
        for view in [view for view in self._waiting if view.hour < before_hour]:
            del self._waiting[view]
            self.figures.lost += 1

    def _key(self, day: int) -> bytes:
        key = self._keys.get(day)
        if key is None:
            # The store has not given the day's key yet; a reader may then count once more, but is never named.
            key = self._keys[day] = secrets.token_bytes(32)
        return key
