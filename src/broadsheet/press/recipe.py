"""What the press asks of whoever knows the pages, and the products that it can lay into the edition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from broadsheet.edition.records import CatalogueRow, Page


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of the live list in one language."""

    language: str
    html: str


@dataclass(frozen=True, slots=True)
class Redirect:
    """`address` has moved to `target`, for ever."""

    address: str
    target: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stood at `address` was withdrawn."""

    address: str


Product = Page | CatalogueRow | Shell | Redirect | Tombstone


class Gathered(Protocol):
    """Everything that one product is made from; printing and finishing it asks nobody anything."""

    @property
    def fingerprint(self) -> bytes:
        """Differs when the product could: of the gathered data and of the templates that print them."""
        ...

    @property
    def keys(self) -> frozenset[str]:
        """What was asked while gathering, as keys; noted also where there is nothing to make."""
        ...

    @property
    def media(self) -> tuple[tuple[str, Path], ...]:
        """Files that the product names: (name in the edition, where it lies now)."""
        ...

    @property
    def template(self) -> str:
        """The template that prints it; "" for none."""
        ...

    @property
    def exists(self) -> bool:
        """False: there must be nothing at this address."""
        ...

    def print(self) -> bytes:
        """What its template makes of it; empty for what needs none."""
        ...

    def finish(self, text: bytes) -> Product:
        """The product, of the `text` that was printed."""
        ...


class Recipe(Protocol):
    """One kind of product."""

    name: str

    templates: Sequence[str]
    """The parts of the look that its products are made with, beside what all have in common."""

    def addresses(self, reading: object) -> Iterable[str]:
        """Every address that must exist now."""
        ...

    def rank(self, address: str) -> int:
        """Where very much is to be pressed, lower comes earlier."""
        ...

    def ranked(self, reading: object) -> Iterable[tuple[int, str]]:
        """(rank, address) of every address that must exist now."""
        ...

    def addresses_for(self, keys: Sequence[str], reading: object) -> Iterable[str]:
        """Addresses that these changes may bring into being; those in the ledger are found by their keys."""
        ...

    def prime(self, addresses: Sequence[str], reading: object) -> None:
        """Read at once what gathering `addresses` one by one would ask for."""
        ...

    def gather(self, address: str, reading: object) -> Gathered: ...


class Newsroom(Protocol):
    """The paper as the press sees it: its recipes, and a fresh look at the desk for each run."""

    @property
    def recipes(self) -> Sequence[Recipe]: ...

    def looks(self) -> Mapping[str, str]:
        """Part of the look → a fingerprint of it: each template by its name, and "rest" for what every page has."""
        ...

    def beyond_orders(self, mark: str) -> tuple[str, list[str]]:
        """The new mark, and the keys of what has changed since `mark` without an order in the desk database."""
        ...

    def forbidden(self, keys: Iterable[str]) -> bool:
        """Whether what read `keys` may hold something that readers must no longer see, come what may."""
        ...

    def begin_batch(self, reading: object) -> None:
        """Forget, where `reading` remembers very much: another batch begins."""
        ...

    def open(self, now: datetime) -> object:
        """A reading as of `now`, which remembers what it has asked until the run ends."""
        ...
