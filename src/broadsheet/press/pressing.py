"""Lays what was made into the edition; which products, and in which transaction, `round` says.

made ──▶ nothing there? drop it
    ├──▶ same fingerprint? only the ledger's keys are renewed
    └──▶ same bytes? keep : put
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.writing import EditionWriter, Run
from broadsheet.press.ledger import Entry, Ledger, Note
from broadsheet.press.making import Made, fault_of
from broadsheet.press.recipe import Newsroom, Product, Redirect, Shell, Tombstone

log = logging.getLogger("broadsheet.press")

KEPT_ADDRESSES = 20_000


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
                _fail(fault_of(made.address, made.recipe, error), result)
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


def _fail(made: Made, result: Pressed) -> None:
    log.error("%s could not be pressed (%s): %s", made.address, made.recipe, made.fault)
    result.failed[made.address] = (made.recipe, made.fault)
    if made.template:
        result.templates[made.address] = made.template
