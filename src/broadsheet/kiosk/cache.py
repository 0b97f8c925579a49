"""Keeps ready answers in a bounded number of bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.kiosk.headers import Headers

OVERHEAD = 1500
"""Bytes that an answer takes beside its body: headers, key, the objects themselves."""

Key = tuple[str, bool]
"""Address, and whether the body is gzip."""


@dataclass(slots=True, eq=False)
class Ready:
    """An answer that needs only to be sent. `list_language` is that of the live list in it, or empty."""

    status: int
    headers: Headers
    body: bytes
    etag: str
    not_modified: Headers
    """The headers of a 304."""
    list_language: str
    used: bool = False


class Cache:
    """Answers by address and encoding, at most `limit` bytes of them.

    `ready` is open to the hot path, which looks up there and sets `used`: one look-up, nothing moved. When room is
    needed the oldest goes, but one that was used since it was last looked at goes to the end first (second chance).
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self.ready: dict[Key, Ready] = {}

    def put(self, key: Key, answer: Ready) -> None:
        self.drop(key)
        weight = _weight(answer)
        if weight > self.limit:
            return
        while self.size + weight > self.limit:
            oldest = next(iter(self.ready))
            if self.ready[oldest].used:
                kept = self.ready.pop(oldest)
                kept.used = False
                self.ready[oldest] = kept
            else:
                self.drop(oldest)
        self.ready[key] = answer
        self.size += weight

    def drop(self, key: Key) -> None:
        answer = self.ready.pop(key, None)
        if answer is not None:
            self.size -= _weight(answer)

    def drop_address(self, address: str) -> None:
        self.drop((address, True))
        self.drop((address, False))

    def drop_where(self, stale: Callable[[Ready], bool]) -> None:
        for key in [key for key, answer in self.ready.items() if stale(answer)]:
            self.drop(key)

    def clear(self) -> None:
        self.ready.clear()
        self.size = 0


def _weight(answer: Ready) -> int:
    return len(answer.body) + OVERHEAD
