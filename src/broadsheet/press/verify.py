"""Compares the edition with pages pressed from nothing, and repairs what differs, is missing or is too much."""

from __future__ import annotations

import filecmp
import random
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from broadsheet.edition.records import CatalogueRow, Page
from broadsheet.edition.store import Edition
from broadsheet.press.making import FAULTS
from broadsheet.press.models import Order
from broadsheet.press.pressing import Pressed, Progress
from broadsheet.press.recipe import Product, Redirect, Shell, Tombstone
from broadsheet.press.round import BULK, press
from broadsheet.press.run import Press
from broadsheet.press.snapshot import snapshot

BATCH = 250


@dataclass(slots=True)
class Report:
    """What a comparison found, by address."""

    compared: int = 0
    different: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    lost_media: list[str] = field(default_factory=list)
    stray_media: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    """Addresses whose products name the `lost_media`, one for each file."""
    recipes: dict[str, str] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        return not any(self.told().values())

    def told(self) -> dict[str, list[str]]:
        """What is wrong → the addresses (or file names) for which it is."""
        return {
            "different": self.different,
            "missing": self.missing,
            "too much": self.extra,
            "can't be pressed": self.failed,
            "media missing or torn": self.lost_media,
            "media that nothing names": self.stray_media,
        }


def verify(works: Press, now: datetime, *, sample: int | None = None, progress: Progress | None = None) -> Report:
    """Press a sample (or everything) from nothing and compare it, byte for byte, with what readers have.

    Orders that still wait show as differences: run the press first.
    """
    report = Report()
    edition = works.writer.reading
    with ExitStack() as views:
        with works.lock():
            # Both of one moment, which a first question fixes; then the press may go on, and no kill waits for us.
            views.enter_context(snapshot())
            views.enter_context(edition.database.snapshot())
            Order.objects.exists()
            edition.run()
        reading = works.newsroom.open(now)
        wanted = works.everything(reading)
        held = edition.present()
        report.extra = sorted(held - wanted.keys())
        report.recipes = works.ledger.all() | wanted
        addresses = sorted(wanted)
        if sample is not None and sample < len(addresses):
            addresses = sorted(random.Random(now.timestamp()).sample(addresses, sample))
        recipes = {recipe.name: recipe for recipe in works.newsroom.recipes}
        addresses.sort(key=lambda a: wanted[a])
        lost: dict[str, tuple[str, Path]] = {}
        looked_at: set[str] = set()
        for start in range(0, len(addresses), BATCH):
            batch = addresses[start : start + BATCH]
            for name in {wanted[a] for a in batch}:
                recipes[name].prime([a for a in batch if wanted[a] == name], reading)
            for address in batch:
                try:
                    gathered = recipes[wanted[address]].gather(address, reading)
                    product = gathered.finish(gathered.print()) if gathered.exists else None
                except FAULTS:
                    report.failed.append(address)
                    continue
                files = dict(gathered.media) if product is not None else {}
                _compare(edition, address, product, set(files), report)
                for name, source in files.items():
                    if name not in looked_at and not _same(works.writer.media.path(name), source):
                        lost[name] = address, source
                looked_at |= files.keys()
            report.compared += len(batch)
            if progress is not None:
                progress(report.compared, len(addresses))
    _look_at_files(works, lost, report)
    return report


def _look_at_files(works: Press, lost: Mapping[str, tuple[str, Path]], report: Report) -> None:
    """Note what is still lost, and what is too much: a press may have been at work since both were held still."""
    media, edition = works.writer.media, works.writer.reading
    unnamed = media.files() - set(edition.media_names())
    with works.lock():
        # Under the lock: what a press has laid down for the run that it is in is no stray.
        report.stray_media = sorted(n for n in unnamed if media.path(n).exists() and not edition.holds_media(n))
        for name, (address, source) in lost.items():
            if edition.holds_media(name) and not _same(media.path(name), source):
                report.lost_media.append(name)
                report.lacking.append(address)


def repair(works: Press, report: Report, now: datetime) -> Pressed:
    """Bring into line whatever `report` found wrong; so many at a time that a kill need not wait for all of it."""
    wrong = [*report.different, *report.missing, *report.extra, *report.failed, *report.lacking]
    addresses = {a: report.recipes.get(a, "article") for a in wrong}
    pressed = Pressed()
    with works.lock():
        for name in report.lost_media:
            # A torn one would be taken for whole.
            works.writer.media.path(name).unlink(missing_ok=True)
    todo = list(addresses.items())
    for start in range(0, len(todo), BULK):
        with works.lock(), snapshot():
            some = dict(todo[start : start + BULK])
            reading = works.newsroom.open(now)
            pressed.add(press(works.newsroom, works.writer, addresses=some, reading=reading, afresh=True))
    with works.lock():
        works.writer.sweep_media(report.stray_media)
    return pressed


def held(edition: Edition, address: str) -> Product | None:
    """What the edition holds for `address`."""
    if address.startswith("story/"):
        return edition.row(int(address.removeprefix("story/")))
    if address.startswith("shell/"):
        language = address.removeprefix("shell/")
        html = edition.shells().get(language)
        return None if html is None else Shell(language, html)
    page: Page | CatalogueRow | None = edition.page(address)
    if page is not None:
        return page
    target = edition.redirect(address)
    if target is not None:
        return Redirect(address, target)
    return Tombstone(address) if edition.is_gone(address) else None


def _compare(edition: Edition, address: str, product: Product | None, named: set[str], report: Report) -> None:
    there = held(edition, address)
    if there == product and edition.media_of(address) == named:
        return
    if there is None:
        report.missing.append(address)
    elif product is None:
        report.extra.append(address)
    else:
        report.different.append(address)


def _same(path: Path, source: Path) -> bool:
    """Whether the file at `path` is there, and all of it."""
    try:
        return filecmp.cmp(path, source, shallow=False)
    except OSError:
        return False
