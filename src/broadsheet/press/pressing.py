"""Presses addresses into the edition: gather, compare, render, write, in one transaction.

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
from typing import Any, NoReturn

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection

from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.writing import EditionWriter, Run
from broadsheet.press.errors import PressError, QueryWhileRendering
from broadsheet.press.ledger import Ledger
from broadsheet.press.recipe import Gathered, Newsroom, Product, Recipe, Redirect, Shell, Tombstone

log = logging.getLogger("broadsheet.press")

BATCH = 250
"""Products gathered before they are rendered: large enough for few queries, small enough for little memory."""

FAULTS = (
    PressError,
    ObjectDoesNotExist,
    DatabaseError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    OSError,
)
"""What a single product may fail with; the others are pressed all the same."""


@dataclass(slots=True)
class Pressed:
    """What a run did, by address. `changed` are those whose bytes readers now get anew, dropped ones included."""

    looked_at: int = 0
    rendered: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    failed: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Address → (recipe, message)."""
    templates: dict[str, str] = field(default_factory=dict)
    """Address → template, of those that failed in one."""
    run: int = 0


Progress = Callable[[int, int], None]


def press(
    newsroom: Newsroom,
    writer: EditionWriter,
    *,
    addresses: Mapping[str, str],
    reading: object,
    afresh: bool = False,
    progress: Progress | None = None,
) -> Pressed:
    """Bring `addresses` (address → recipe) of the edition into line with the desk, in one transaction.

    `afresh` renders also what has the same fingerprint. `progress` is told (done, of all).
    """
    recipes = {recipe.name: recipe for recipe in newsroom.recipes}
    result = Pressed()
    ledger = Ledger(writer.database)
    todo = sorted(addresses.items(), key=lambda pair: (pair[1], pair[0]))
    writer.settle_media()
    with writer.run() as run, _few_collections():
        result.run = run.number
        for start in range(0, len(todo), BATCH):
            batch = todo[start : start + BATCH]
            gathered = _gather(batch, recipes, reading, result)
            with _no_queries():
                made = list(_make(gathered, ledger, afresh, result))
            _write(made, writer, run, ledger, result)
            result.looked_at += len(batch)
            if progress is not None:
                progress(result.looked_at, len(todo))
        _drop_forbidden(newsroom, run, ledger, result)
    # A crash before this leaves files that nothing names: noted, they go before the next run.
    writer.settle_media()
    return result


def _drop_forbidden(newsroom: Newsroom, run: Run, ledger: Ledger, result: Pressed) -> None:
    """A page that can't be made anew keeps its last version, but not one that holds what was killed."""
    for address in result.failed:
        if ledger.fingerprint(address) is not None and newsroom.forbidden(ledger.keys(address)):
            clear(run, address)
            ledger.strike(address)
            result.changed.append(address)


_Gatherings = list[tuple[str, str, Gathered]]


def _gather(
    batch: Sequence[tuple[str, str]], recipes: dict[str, Recipe], reading: object, result: Pressed
) -> _Gatherings:
    for name in {recipe for _, recipe in batch}:
        recipes[name].prime([a for a, recipe in batch if recipe == name], reading)
    gathered: _Gatherings = []
    for address, name in batch:
        try:
            gathered.append((address, name, recipes[name].gather(address, reading)))
        except FAULTS as error:
            _fail(address, name, error, result)
    return gathered


def _make(
    gathered: _Gatherings, ledger: Ledger, afresh: bool, result: Pressed
) -> Iterator[tuple[str, str, Gathered, Product | None]]:
    for address, name, inputs in gathered:
        if not inputs.exists:
            yield address, name, inputs, None
            continue
        if not afresh and ledger.fingerprint(address) == inputs.fingerprint:
            ledger.note(address, name, inputs.fingerprint, keys=inputs.keys)
            continue
        try:
            product = inputs.make()
        except FAULTS as error:
            result.templates[address] = inputs.template
            _fail(address, name, error, result)
            continue
        result.rendered.append(address)
        yield address, name, inputs, product


def _write(
    made: list[tuple[str, str, Gathered, Product | None]],
    writer: EditionWriter,
    run: Run,
    ledger: Ledger,
    result: Pressed,
) -> None:
    for address, name, inputs, product in made:
        if product is None:
            clear(run, address)
            # Also what the ledger doesn't know, and somebody laid there by hand.
            if address in run.touched or ledger.fingerprint(address) is not None:
                ledger.strike(address)
                result.changed.append(address)
            continue
        try:
            writer.media.lay(inputs.media)
        except OSError as error:
            _fail(address, name, error, result)
            continue
        if put(run, writer, product, [n for n, _ in inputs.media]):
            result.changed.append(address)
        ledger.note(address, name, inputs.fingerprint, keys=inputs.keys)


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
            if writer.reading.catalogue([product.story_id]).get(product.story_id) == product:
                run.hold(f"story/{product.story_id}", media)
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


def _fail(address: str, recipe: str, error: Exception, result: Pressed) -> None:
    message = f"{type(error).__name__}: {error}"
    log.error("%s could not be pressed (%s): %s", address, recipe, message)
    result.failed[address] = (recipe, message)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Thousands of frozen pieces without a cycle among them: looking for garbage there costs a tenth of a run."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _no_queries() -> Iterator[None]:
    """Rendering is a pure function of what was gathered: any query in here is a fault of ours."""

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> NoReturn:
        raise QueryWhileRendering(sql)

    with connection.execute_wrapper(refuse):
        yield
