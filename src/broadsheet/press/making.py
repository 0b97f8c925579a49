"""Makes products of addresses, a batch at a time and step by step; `pressing` lays them into the edition.

address ──▶ gather ──▶ nothing there, or the same fingerprint? made
                  └──▶ print, no query possible ──▶ finish ──▶ made
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NoReturn

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection
from msgspec import Struct

from broadsheet.press.errors import PressError, QueryWhileRendering
from broadsheet.press.recipe import Gathered, Newsroom, Product, Recipe

BATCH = 1_000
"""Products gathered before they are rendered: each batch asks some twenty questions, and is held in memory whole."""

PRINTED_AT_ONCE = 250
"""Products printed before they are packed: some 15 kB of text each."""

LONGEST_FAULT = 2_000
"""Characters that are kept of what went wrong; it begins with what matters."""

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
    todo = [(*names, *found) for names, found in zip(batch, zip(gathered, prints, strict=True), strict=True)]
    with _no_queries():
        return [
            made
            for start in range(0, len(todo), PRINTED_AT_ONCE)
            for made in _make(todo[start : start + PRINTED_AT_ONCE], known)
        ]


def _make(todo: Sequence[tuple[str, str, Gathered | Made, bytes]], known: Mapping[str, bytes]) -> Iterator[Made]:
    """Make these (address, recipe, what was gathered, its fingerprint)."""
    # Packing fills the processor's cache with its own tables: all are printed before, which saves a twentieth.
    printed = [
        found if isinstance(found, Made) else _print(address, name, found, fingerprint, known)
        for address, name, found, fingerprint in todo
    ]
    for (address, name, found, fingerprint), text in zip(todo, printed, strict=True):
        if isinstance(text, Made):
            yield text
        elif not isinstance(found, Made):
            yield _finish(address, name, found, fingerprint, text)


def _gather(recipe: Recipe, address: str, reading: object) -> Gathered | Made:
    try:
        return recipe.gather(address, reading)
    except FAULTS as error:
        return fault_of(address, recipe.name, error)


def _print(address: str, name: str, inputs: Gathered, fingerprint: bytes, known: Mapping[str, bytes]) -> bytes | Made:
    if not inputs.exists:
        return Made(address, name, keys=inputs.keys, exists=False)
    if known.get(address) == fingerprint:
        return Made(address, name, fingerprint, inputs.keys, inputs.media)
    try:
        return inputs.print()
    except FAULTS as error:
        return fault_of(address, name, error, template=inputs.template)


def _finish(address: str, name: str, inputs: Gathered, fingerprint: bytes, text: bytes) -> Made:
    try:
        product = inputs.finish(text)
    except FAULTS as error:
        return fault_of(address, name, error, template=inputs.template)
    return Made(address, name, fingerprint, inputs.keys, inputs.media, product=product)


def fault_of(address: str, recipe: str, error: Exception, *, template: str = "") -> Made:
    """What is told of a product that failed."""
    # The template engine tells all that the page holds: the whole story, for each page that fails.
    return Made(address, recipe, fault=f"{type(error).__name__}: {error}"[:LONGEST_FAULT], template=template)


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
