"""Makes products of addresses and lays them into the edition; which ones, and in which transaction, `round` says.

address ──▶ gather ──▶ nothing there? drop it
                  ├──▶ same fingerprint? only the ledger's keys are renewed
                  └──▶ render, no query possible ──▶ same bytes? keep : put
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NoReturn

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection
from msgspec import Struct

from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.writing import EditionWriter, Run
from broadsheet.press.errors import PressError, QueryWhileRendering
from broadsheet.press.ledger import Entry, Ledger, Note
from broadsheet.press.recipe import Gathered, Newsroom, Product, Recipe, Redirect, Shell, Tombstone

log = logging.getLogger("broadsheet.press")

BATCH = 1_000
"""Products gathered before they are rendered: each batch asks some twenty questions, and is held in memory whole."""

KEPT_ADDRESSES = 20_000

FAULTS = (
    PressError,
    ObjectDoesNotExist,
    DatabaseError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    OSError,
)
"""What a single product may fail with; the others are pressed all the same."""


@dataclass(slots=True)
class Pressed:
    """What a run did, by address. `changed` are those whose bytes readers now get anew, dropped ones included."""

    looked_at: int = 0
    worked_off: int = 0
    """How many of them had waited in the backlog."""
    rendered: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    failed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Address → (recipe, message)."""
    templates: dict[str, str] = field(default_factory=dict)
    """Address → template, of those that failed in one."""
    run: int = 0
    seen: set[str] = field(default_factory=set)
    more_rendered: int = 0
    more_changed: int = 0
    """Beyond the addresses listed, which are the first of very many."""

    def add(self, other: Pressed) -> None:
        """Count what another round did; of a long press only the first addresses are kept."""
        self.looked_at += other.looked_at
        for kept, new, name in (
            (self.rendered, other.rendered, "more_rendered"), (self.changed, other.changed, "more_changed"),
        ):  # fmt: skip
            room = max(0, KEPT_ADDRESSES - len(kept))
            kept.extend(new[:room])
            setattr(self, name, getattr(self, name) + len(new[room:]))
        self.failed.update(other.failed)
        self.templates.update(other.templates)
        self.run = other.run or self.run

    @property
    def changed_count(self) -> int:
        return len(self.changed) + self.more_changed


Progress = Callable[[int, int], None]


class Made(Struct, frozen=True):
    """One address, gathered and made. `product` is None where nothing must stand, and where it would be as it was."""

    address: str
    recipe: str
    fingerprint: bytes = b""
    keys: frozenset[str] = frozenset()
    media: tuple[tuple[str, Path], ...] = ()
    exists: bool = True
    product: Product | None = None
    fault: str = ""
    template: str = ""
    """Where it failed in one."""


def make(
    newsroom: Newsroom, batch: Sequence[tuple[str, str]], reading: object, *, known: Mapping[str, bytes]
) -> list[Made]:
    """Gather `batch` ((address, recipe)) and make what is not as `known` (address → fingerprint); writes nothing.

    Those of one recipe should stand together: they are read at once.
    """
    recipes = {recipe.name: recipe for recipe in newsroom.recipes}
    newsroom.begin_batch(reading)
    # Step by step for the whole batch: what runs in each step stays in the processor's cache, which saves a fifth.
    gathered: list[Gathered | Made] = []
    for name, some in groupby(batch, key=itemgetter(1)):
        addresses = [address for address, _ in some]
        if name not in recipes:
            # Of a version that had such pages: there must be nothing now.
            gathered += [Made(address, name, exists=False) for address in addresses]
            continue
        # Just before they are gathered: a thousand feeds make a reading forget what was read for stories.
        recipes[name].prime(addresses, reading)
        gathered += [_gather(recipes[name], address, reading) for address in addresses]
    prints = [found.fingerprint for found in gathered]
    with _no_queries():
        return [
            found if isinstance(found, Made) else _make(address, name, found, fingerprint, known)
            for (address, name), found, fingerprint in zip(batch, gathered, prints, strict=True)
        ]


def _gather(recipe: Recipe, address: str, reading: object) -> Gathered | Made:
    try:
        return recipe.gather(address, reading)
    except FAULTS as error:
        return _fault(address, recipe.name, error)


def _make(address: str, name: str, inputs: Gathered, fingerprint: bytes, known: Mapping[str, bytes]) -> Made:
    if not inputs.exists:
        return Made(address, name, keys=inputs.keys, exists=False)
    product = None
    if known.get(address) != fingerprint:
        try:
            product = inputs.make()
        except FAULTS as error:
            return _fault(address, name, error, template=inputs.template)
    return Made(address, name, fingerprint, inputs.keys, inputs.media, product=product)


def lay(
    batch: Sequence[Made],
    entries: Mapping[str, Entry],
    writer: EditionWriter,
    *,
    run: Run,
    ledger: Ledger,
    result: Pressed,
) -> None:
    """Lay what was made into the edition. `entries` is what the ledger says of these addresses now."""
    standing = writer.reading.standing([m.address for m in batch if m.address not in entries])
    new: list[tuple[Page | CatalogueRow, list[str]]] = []
    noted: list[Note] = []
    laid: set[str] = set()
    for made in batch:
        entry = entries.get(made.address)
        result.looked_at += 1
        result.seen.add(made.address)
        if made.fault:
            _fail(made, result)
            continue
        if not made.exists:
            clear(run, made.address)
            # Also what the ledger doesn't know, and somebody laid there by hand.
            if made.address in run.touched or entry is not None:
                result.changed.append(made.address)
            if entry is not None:
                ledger.strike(entry)
            continue
        if made.product is not None:
            result.rendered.append(made.address)
            try:
                writer.media.lay(file for file in made.media if file[0] not in laid)
            except OSError as error:
                _fail(_fault(made.address, made.recipe, error), result)
                continue
            names = [name for name, _ in made.media]
            laid.update(names)
            if entry is None and made.address not in standing and isinstance(made.product, Page | CatalogueRow):
                new.append((made.product, names))
                result.changed.append(made.address)
            elif put(run, writer, made.product, names):
                result.changed.append(made.address)
        noted.append(Note(made.address, made.recipe, made.fingerprint, made.keys, entry))
    run.put_new(new)
    ledger.note(noted)


def drop_forbidden(newsroom: Newsroom, run: Run, ledger: Ledger, result: Pressed) -> None:
    """A page that can't be made anew keeps its last version, but not one that holds what was killed."""
    for address, entry in ledger.entries(list(result.failed)).items():
        if newsroom.forbidden(ledger.keys(address)):
            clear(run, address)
            ledger.strike(entry)
            result.changed.append(address)


def put(run: Run, writer: EditionWriter, product: Product, media: Sequence[str]) -> bool:
    """Lay `product` into the edition; False where it already lay there, byte for byte."""
    match product:
        case Page():
            before = writer.reading.page(product.address)
            if before == product:
                run.hold(product.address, media)
                return False
            run.drop_redirect(product.address)
            run.drop_tombstone(product.address)
            run.put_page(product, media)
        case CatalogueRow():
            if writer.reading.row(product.story_id) == product:
                run.keep_row(product, media)
                return False
            run.put_row(product, media)
        case Shell():
            if writer.reading.shells().get(product.language) == product.html:
                return False
            run.put_shell(product.language, product.html)
        case Redirect():
            if writer.reading.redirect(product.address) == product.target:
                return False
            clear(run, product.address)
            run.put_redirect(product.address, product.target)
        case Tombstone():
            if writer.reading.is_gone(product.address):
                return False
            clear(run, product.address)
            run.put_tombstone(product.address)
    return True


def clear(run: Run, address: str) -> None:
    """Leave nothing at `address`, whatever kind of product stood there."""
    if address.startswith("story/"):
        run.drop_row(int(address.removeprefix("story/")))
    elif address.startswith("shell/"):
        run.drop_shell(address.removeprefix("shell/"))
    else:
        run.drop_page(address)
        run.drop_redirect(address)
        run.drop_tombstone(address)


def _fault(address: str, recipe: str, error: Exception, *, template: str = "") -> Made:
    return Made(address, recipe, fault=f"{type(error).__name__}: {error}", template=template)


def _fail(made: Made, result: Pressed) -> None:
    log.error("%s could not be pressed (%s): %s", made.address, made.recipe, made.fault)
    result.failed[made.address] = (made.recipe, made.fault)
    if made.template:
        result.templates[made.address] = made.template


@contextmanager
def no_collections() -> Iterator[None]:
    """Thousands of frozen pieces without a cycle among them: looking for garbage there costs a tenth of a run."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _no_queries() -> Iterator[None]:
    """Rendering is a pure function of what was gathered: any query in here is a fault of ours."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> NoReturn:
        raise QueryWhileRendering(sql)

    with connection.execute_wrapper(refuse):
        yield
