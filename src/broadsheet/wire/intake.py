"""Takes deliveries: keeps the bytes first, then reads them, then files what they say.

    bytes ──▶ RawItem, committed ──▶ recognise, read ──▶ one transaction: items, versions, pictures, outcome

A machine that dies in between leaves a raw item that waits; `take_waiting` goes on with it. A delivery of very many
items takes several transactions, so that nobody waits for it; those filed before it died are replays then.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from django.db import IntegrityError, transaction

from broadsheet.wire import (
    filing,
    formats,
    picture_files,
    picture_filing,
    standing_words,
    statements,
    succession,
    threads,
    topic_finding,
)
from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, DispatchPicture, Reading, Status
from broadsheet.wire.errors import PictureRefused, Refused
from broadsheet.wire.models import Item, ItemPicture, RawItem, Source, Version
from broadsheet.wire.picture_filing import PictureFile
from broadsheet.wire.remote_files import RemoteFiles
from broadsheet.wire.succession import Held, Succession

AT_ONCE = 200
"""Items of a delivery that one transaction files: on SQLite all others who write wait meanwhile."""
_HELD = ("id", "item", "version", "version_created", "status", "fingerprint", "headline", "warnings")
"""What judging needs of a version: its text may be long, and an item may have many."""
_OUTCOME = ("outcome", "reason", "format")
_STAYED = ("status", "received_at", "version_count")
_NUMBERED = ("current", "group")
_FOLLOWED = (*_NUMBERED, "status", "received_at", *filing.COLUMNS)


@dataclass(frozen=True, slots=True)
class TakenItem:
    """One item of a delivery; `what` is what this version was to those before it. A replay names what it repeats."""

    item_id: int
    version_id: int
    what: Succession
    headline: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a delivery.

    `outcome` is "taken" or "refused"; `reason` says why all of it, or with "taken" a part of it, was refused.
    """

    raw_id: int
    outcome: str
    reason: str
    items: tuple[TakenItem, ...] = ()
    warnings: tuple[str, ...] = ()


def take(
    raw: bytes,
    *,
    source: Source,
    name: str,
    now: datetime,
    folder: Path | None = None,
    remote: RemoteFiles | None = None,
) -> Taken:
    """Keeps `raw` and files what it says; bad input is refused with its reason and kept, never raised.

    `name` is the delivery's name as it came; `folder` is where files that it names relatively may lie, `remote` fetches
    those that lie elsewhere. A delivery that was here before changes nothing, except that pictures missing then are put
    in when they are here now.
    """
    sha256 = hashlib.sha256(raw).hexdigest()
    with suppress(IntegrityError):
        # Durable: inside of another transaction the bytes would not be safe when they are read.
        with transaction.atomic(durable=True):
            row = RawItem(source=source, sha256=sha256, received_at=now, name=line(name)[:300], content=raw)
            statements.insert(row)
        return _file_away(row, raw, now=now, folder=folder, remote=remote)
    # It was here before: its bytes lie in `raw` already.
    row = RawItem.objects.defer("content").get(source=source, sha256=sha256)
    return _file_away(row, raw, now=now, folder=folder, remote=remote)


def take_waiting(*, now: datetime) -> tuple[Taken, ...]:
    """Files what was kept and never read, because the machine stopped; empty where nothing waits."""
    waiting = RawItem.objects.filter(outcome=RawItem.Outcome.WAITING).order_by("id").values_list("id", flat=True)
    rows = (RawItem.objects.get(id=raw_id) for raw_id in list(waiting))
    return tuple(_file_away(row, bytes(row.content), now=now, folder=None) for row in rows)


def _file_away(
    row: RawItem, raw: bytes, *, now: datetime, folder: Path | None, remote: RemoteFiles | None = None
) -> Taken:
    try:
        found = formats.recognise(raw)
        row.format = found.name
        reading = found.read(raw) if remote is None else remote.with_bodies(found.read(raw))
        if found.name == "photo":
            picture_files.check_name(row.name, raw)
    except (Refused, PictureRefused) as error:
        row.outcome = RawItem.Outcome.REFUSED
        row.reason = error.sentence if isinstance(error, Refused) else error.reason
        statements.update(row, _OUTCOME)
        return Taken(row.id, row.outcome, row.reason)
    # Files first: a row may name only what lies there, and they take no lock.
    brought = dict(reading.files)
    pictures = {picture for dispatch in reading.dispatches for picture in dispatch.pictures}
    fetch = remote.picture if remote else lambda picture: picture_files.fetch(picture.href, folder)
    files = {picture: picture_filing.fetched(picture, fetch, brought) for picture in pictures}
    filed: tuple[TakenItem, ...] = ()
    for start in range(0, max(1, len(reading.dispatches)), AT_ONCE):
        try:
            filed += _file(reading, start, row, files, now)
        except IntegrityError:
            # Another process filed the same new item between our question and our answer; now it is here to be asked.
            filed += _file(reading, start, row, files, now)
    warnings: list[str] = []
    for dispatch in reading.dispatches:
        problems = (files[picture].warning for picture in dispatch.pictures)
        warnings += [f"{dispatch.headline}: {warning}" for warning in (*dispatch.warnings, *problems) if warning]
    return Taken(row.id, RawItem.Outcome.TAKEN, "\n".join(reading.refused), filed, tuple(warnings))


@transaction.atomic
def _file(
    reading: Reading, start: int, row: RawItem, files: dict[DispatchPicture, PictureFile], now: datetime
) -> tuple[TakenItem, ...]:
    """Files a part of what a delivery says, with the last one its outcome as well, or nothing."""
    part = reading.dispatches[start : start + AT_ONCE]
    filed = tuple(_file_dispatch(dispatch, row, files, now) for dispatch in part)
    if start + AT_ONCE >= len(reading.dispatches):
        row.outcome, row.reason = RawItem.Outcome.TAKEN, "\n".join(reading.refused)
        statements.update(row, _OUTCOME)
    return filed


def _file_dispatch(
    dispatch: Dispatch, row: RawItem, files: dict[DispatchPicture, PictureFile], now: datetime
) -> TakenItem:
    item = threads.item_for(dispatch, row.source_id, now)
    versions = list(item.versions.order_by("id").only(*_HELD)) if item else []
    held = [_held(version) for version in versions]
    what = succession.judge(held, dispatch)
    repeated = succession.replayed(held, dispatch)
    if item is not None and repeated is not None:
        version = versions[repeated]
        _put_in_missing(version, dispatch, files)
        return TakenItem(item.id, version.id, what, version.headline)
    if item is None:
        item = Item(source_id=row.source_id, guid=dispatch.guid, thread=dispatch.thread[: threads.LONGEST])
        item.received_at = now
    problems = [files[picture].warning for picture in dispatch.pictures]
    version = Version(
        raw=row,
        version=dispatch.version,
        version_created=dispatch.version_created,
        received_at=now,
        status=dispatch.status.value,
        what=what.value,
        kind=dispatch.kind,
        headline=dispatch.headline,
        fingerprint=succession.fingerprint(dispatch),
        dispatch_json=msgspec.json.encode(dispatch).decode(),
        warnings=[warning for warning in (*dispatch.warnings, *problems) if warning],
        carried=what in (Succession.NEW, Succession.OLDER),
        topics=topic_finding.topics_for(dispatch.subjects, row.source_id),
    )
    pictures = [
        ItemPicture(
            position=position,
            guid=picture.guid,
            picture_json=msgspec.json.encode(files[picture].told).decode(),
            file=files[picture].name,
            sha256=files[picture].sha256,
        )
        for position, picture in enumerate(dispatch.pictures)
    ]
    shown = _move_on(item, [*versions, version], pictures, what, now, dispatch)
    return TakenItem(item.id, version.id, what, version.headline or shown.headline)


def _move_on(
    item: Item,
    versions: list[Version],
    pictures: list[ItemPicture],
    what: Succession,
    now: datetime,
    dispatch: Dispatch,
) -> Version:
    """Files a new version, the last of `versions`, which says `dispatch`; its item follows: words, status, time.

    Returns the version that is shown from now on. An item that is not here yet is written with what it will say, so
    that only the number of its version has to follow.
    """
    version, is_new = versions[-1], item.pk is None
    standing = succession.standing([_held(one) for one in versions])
    shown = versions[standing.shown]
    stays = not is_new and shown.pk == item.current_id
    item.status = standing.status.value
    item.version_count = len(versions)
    if what is not Succession.OLDER:
        item.received_at = now
    if is_new:
        _describe(item, dispatch, pictures)
        statements.insert(item)
    version.item = item
    statements.insert(version)
    for picture in pictures:
        picture.version = version
        statements.insert(picture)
    if stays:
        statements.update(item, _STAYED)
        return shown
    told = dispatch if shown is version else shown.dispatch
    if not is_new:
        told = told if told.body_html else standing_words.of(shown).dispatch
        _describe(item, told, pictures if shown is version else list(shown.pictures.all()))
    item.current = shown
    filing.index(item, told, now=now, known=not is_new)
    statements.update(item, _NUMBERED if is_new else _FOLLOWED)
    return shown


def _describe(item: Item, told: Dispatch, pictures: list[ItemPicture]) -> None:
    filing.describe(item, told)
    item.picture_count = sum(1 for picture in pictures if picture.file)


def _put_in_missing(version: Version, dispatch: Dispatch, files: dict[DispatchPicture, PictureFile]) -> None:
    """Gives a version the pictures' files that were missing when it came, and takes their warnings back."""
    here = {picture.guid: files[picture] for picture in dispatch.pictures if files[picture].name}
    found = [row for row in version.pictures.filter(file="") if row.guid in here] if here else []
    for row in found:
        picture_filing.put_in(row, here[row.guid])


def _held(version: Version) -> Held:
    return Held(version.version, version.version_created, Status(version.status), version.fingerprint)
