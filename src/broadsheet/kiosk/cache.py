"""Keeps ready answers in a bounded number of bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.kiosk.headers import Headers
from broadsheet.kiosk.negotiation import BROTLI, GZIP

OVERHEAD = 1500
"""Bytes that an answer takes beside its body: headers, key, the objects themselves."""


@dataclass(slots=True, eq=False)
class Ready:
    """An answer that needs only to be sent. `list_key` names the live list in it, or is empty."""

    status: int
    headers: Headers
    body: bytes
    etag: str
    not_modified: Headers
    """The headers of a 304."""
    list_key: str
    hits: int = 0
    """How often it was sent since the cache last looked."""


Kept = list[Ready | None]
"""An address's answers by coding: plain, gzip, brotli. Where there was no time for brotli, the last is the gzip."""


class Cache:
    """Answers by address and coding, at most `limit` bytes of them.

    `ready` is open to the hot path, which looks up there and adds to `hits`: one look-up, nothing moved. When room is
    needed the oldest goes, but what was sent since it was last looked at goes to the end first (second chance).
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.ready: dict[str, Kept] = {}

    def put(self, address: str, coding: int, answer: Ready) -> None:
        """Keep `answer`, unless it alone is too large; it takes the place of the one that was there."""
        kept = self.ready.pop(address, None) or [None, None, None]
        self.size -= _weight(kept)
        if coding == GZIP and kept[BROTLI] is not None and kept[BROTLI] is kept[GZIP]:
            kept[BROTLI] = answer
        kept[coding] = answer
        weight = _weight(kept)
        if weight > self.limit:
            return
        while self.size + weight > self.limit:
            oldest = next(iter(self.ready))
            others = self.ready.pop(oldest)
            if any(other is not None and other.hits for other in others):
                for other in others:
                    if other is not None:
                        other.hits = 0
                self.ready[oldest] = others
            else:
                self.size -= _weight(others)
        self.ready[address] = kept
        self.size += weight

    def drop(self, address: str) -> None:
        kept = self.ready.pop(address, None)
        if kept is not None:
            self.size -= _weight(kept)

    def drop_where(self, stale: Callable[[Ready], bool]) -> None:
        """Drop all answers of those addresses of which one is `stale`."""
        for address in [a for a, kept in self.ready.items() if any(r is not None and stale(r) for r in kept)]:
            self.drop(address)

    def clear(self) -> None:
        self.ready.clear()
        self.size = 0


def _weight(kept: Kept) -> int:
    plain, gzip, brotli = kept
    return sum(len(r.body) + OVERHEAD for r in (plain, gzip, brotli if brotli is not gzip else None) if r is not None)
