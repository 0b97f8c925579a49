"""Turns requests into distinct readers: keyed hashes in a bounded buffer, robots left out.

address ──▶ network (/24 or /56) ─┬─▶ 23 bits ┐
user agent ───────────────────────┴─▶ 40 bits ┴─▶ reader, an integer that means nothing without the day's key
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from ipaddress import IPv4Address, IPv6Address, ip_address

from broadsheet.ranking.chart import hour_of
from broadsheet.ranking.robots import LONGEST, is_robot

READER_BITS = 40
"""Low bits of a reader that tell him from others of his network; the bits above are the network's."""

NETWORK_CAP = 20
"""Distinct readers of a story and hour that one network can have."""

BUFFERED_VIEWS = 50_000
"""Views that wait for the store; one more is lost, and counted as lost."""


@dataclass(frozen=True, slots=True)
class View:
    """One reader of one story in one hour."""

    hour: int
    story_id: int
    reader: int


@dataclass(slots=True)
class Figures:
    """What became of the beacons since this process started."""

    buffered: int = 0
    counted: int = 0
    repeated: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    """By reason: "malformed", "unknown", "foreign", "robot", "network"."""
    lost: int = 0
    """Views that should have counted but could not be kept."""
    failures: int = 0
    """Times that the ranking's database could not be used."""

    def refuse(self, reason: str) -> None:
        self.refused[reason] = self.refused.get(reason, 0) + 1


def network_of(address: str) -> bytes | None:
    """The network of the IP `address`: 24 bits of IPv4, 56 of IPv6; None for what is no address."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return None
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return b"6" + parsed.packed[:7]
        parsed = parsed.ipv4_mapped
    return b"4" + parsed.packed[:3]


def reader_of(network: bytes, user_agent: str, *, key: bytes) -> int:
    """A reader as a whole number below 2 ** 63: the network's hash above, the reader's own below."""
    above = blake2b(network, digest_size=3, key=key, person=b"network").digest()
    said = user_agent.encode("utf-8", "surrogatepass")
    below = blake2b(network + b"\0" + said, digest_size=5, key=key, person=b"reader").digest()
    return (int.from_bytes(above) & 0x7FFFFF) << READER_BITS | int.from_bytes(below)


class Counter:
    """Takes views and keeps them, hashed, until the store has them; holds at most `BUFFERED_VIEWS`."""

    def __init__(self) -> None:
        self.figures = Figures()
        self._waiting: dict[View, None] = {}
        self._networks: dict[tuple[int, int, int], int] = {}
        self._keys: dict[int, bytes] = {}

    def use_key(self, day: int, key: bytes) -> None:
        """Hash with `key` on `day`; keys of days before the one before are forgotten."""
        self._keys[day] = key
        for old in [known for known in self._keys if known < day - 1]:
            del self._keys[old]

    def note(self, story_id: int, *, address: str, user_agent: str, now: datetime) -> None:
        """Keep a view of the published story `story_id`, unless a robot or a crowded network sent it."""
        # What is remembered of a browser's name must be bounded, and so must the work on it.
        user_agent = user_agent[:LONGEST]
        network = network_of(address)
        if network is None:
            self.figures.refuse("malformed")
            return
        hour = hour_of(now)
        reader = reader_of(network, user_agent, key=self._key(hour // 24))
        view = View(hour, story_id, reader)
        if view in self._waiting:
            self.figures.repeated += 1
            return
        place = (hour, story_id, reader >> READER_BITS)
        from_network = self._networks.get(place, 0)
        if from_network >= NETWORK_CAP:
            self.figures.refuse("network")
        elif is_robot(user_agent):
            self.figures.refuse("robot")
        elif len(self._waiting) >= BUFFERED_VIEWS:
            self.figures.lost += 1
        else:
            self._waiting[view] = None
            self._networks[place] = from_network + 1
            self.figures.buffered += 1

    def waiting(self) -> list[View]:
        """The views that the store doesn't have yet."""
        return list(self._waiting)

    def settle(self, views: Sequence[View], *, counted: int) -> None:
        """Drop `views`, which the store has taken; `counted` of them were new to it."""
        for view in views:
            self._waiting.pop(view, None)
        self.figures.counted += counted
        self.figures.repeated += len(views) - counted
        # The store holds the cap from here on; the hour's own tallies need no more than the buffer does.
        self._networks = {}
        for view in self._waiting:
            place = (view.hour, view.story_id, view.reader >> READER_BITS)
            self._networks[place] = self._networks.get(place, 0) + 1

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
