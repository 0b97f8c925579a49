"""What recipes of few pages have in common: all are looked at when a front changes, and nothing is read before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.paper.reading import Reading
from broadsheet.paper.recipes import ranks


class Few:
    """A recipe of a handful of products, which come first where very much is to be pressed."""

    def addresses(self, reading: Reading) -> Iterable[str]:
        raise NotImplementedError

    def rank(self, address: str) -> int:
        return ranks.SHARED

    def ranked(self, reading: Reading) -> Iterable[tuple[int, str]]:
        return ((self.rank(address), address) for address in self.addresses(reading))

    def addresses_for(self, changed: Sequence[str], reading: Reading) -> Iterable[str]:
        return self.addresses(reading) if any(key.startswith("front:") for key in changed) else ()

    def prime(self, addresses: Sequence[str], reading: Reading) -> None:
        pass
