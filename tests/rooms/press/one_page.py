"""A recipe of one page, for tests that need a page which behaves in a way that no page of a paper does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from broadsheet.edition.packing import pack
from broadsheet.edition.records import Page
from broadsheet.stories.models import Story


@dataclass(frozen=True)
class Asking:
    """Something gathered that asks the database when it is made."""

    asks: bool
    fingerprint: bytes = b"one"
    keys: frozenset[str] = frozenset()
    media: tuple[tuple[str, Path], ...] = ()
    exists: bool = True
    template: str = "asking.txt"

    def print(self) -> bytes:
        return b""

    def finish(self, text: bytes) -> Page:
        if self.asks:
            Story.objects.count()
        return Page("/asking", "test", "text/plain", "", "1", pack(b"words", final=True), None)


@dataclass(frozen=True)
class Quiet:
    """A recipe for one page at "/asking"."""

    asks: bool = False
    name: str = "asking"
    fault: Exception | None = None
    """What gathering it fails with."""
    templates: tuple[str, ...] = ()

    def addresses(self, reading: object) -> Sequence[str]:
        return ["/asking"]

    def rank(self, address: str) -> int:
        return 1

    def ranked(self, reading: object) -> Sequence[tuple[int, str]]:
        return [(1, "/asking")]

    def addresses_for(self, changed: Sequence[str], reading: object) -> Sequence[str]:
        return ["/asking"]

    def prime(self, addresses: Sequence[str], reading: object) -> None:
        return None

    def gather(self, address: str, reading: object) -> Asking:
        if self.fault is not None:
            raise self.fault
        return Asking(self.asks)
