"""Looks again for pictures whose files could not be had when their item came: after one minute, two, four, ….

delivery ──▶ a picture without its file ──▶ MissingPicture ──┬──▶ here now: filed with its version
                                                             ├──▶ not yet: a pause twice as long
                                                             └──▶ never, or twelve times: given up, with the reason
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from broadsheet.wire import picture_files, picture_filing
from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.errors import FetchRefused, PictureRefused, SecretLost
from broadsheet.wire.intake import Taken
from broadsheet.wire.known_files import KnownFiles
from broadsheet.wire.models import ItemPicture, MissingPicture, Source
from broadsheet.wire.remote_files import RemoteFiles
from broadsheet.wire.succession import Succession

if TYPE_CHECKING:
    from broadsheet.wire.receiving import Means

FIRST_PAUSE = timedelta(minutes=1)
MOST_TRIES = 12
"""The last one comes about 34 hours after the delivery."""
MOST_AT_ONCE = 50
_WHILE_TRYING = timedelta(minutes=10)
"""How long a picture that is being looked for is left alone by other machines."""

log = logging.getLogger(__name__)


def note(source: Source, taken: Taken, *, base: str, now: datetime) -> int:
    """Remember the pictures of a delivery that may still come; returns how many there are."""
    new = [item.version_id for item in taken.items if item.what is not Succession.REPLAY]
    rows = ItemPicture.objects.filter(version_id__in=new, file="") if new else ItemPicture.objects.none()
    found = [row for row in rows if _may_come(row.picture, source)]
    at = now + FIRST_PAUSE
    MissingPicture.objects.bulk_create(
        [MissingPicture(picture=row, source=source, base=base[:2000], next_try_at=at) for row in found],
        ignore_conflicts=True,
    )
    return len(found)


def is_due(now: datetime) -> bool:
    return MissingPicture.objects.filter(next_try_at__lte=now).exists()


def try_due(means: Means) -> int:
    """Look for those that are due, `MOST_AT_ONCE` at most; returns how many were found."""
    rows = MissingPicture.objects.filter(next_try_at__lte=means.clock(), source__active=True)
    wanted = rows.select_related("source", "picture__version").order_by("next_try_at", "pk")
    return sum(_try(row, means) for row in list(wanted[:MOST_AT_ONCE]))


def counted(sources: QuerySet[Source]) -> QuerySet[Source]:
    """`sources` with `missing`: how many of its pictures are still looked for."""
    still = Q(missing_pictures__next_try_at__isnull=False)
    found: QuerySet[Source] = sources.annotate(missing=Count("missing_pictures", filter=still))
    return found


def _may_come(picture: DispatchPicture, source: Source) -> bool:
    is_elsewhere = "://" in picture.href or picture.href.startswith("//")
    return bool(picture.href) and (source.fetches_files or not is_elsewhere)


def _try(row: MissingPicture, means: Means) -> bool:
    now = means.clock()
    mine = MissingPicture.objects.filter(pk=row.pk, next_try_at=row.next_try_at)
    if not mine.update(next_try_at=now + _WHILE_TRYING):
        return False
    if row.picture.file:
        # The item came again, and brought it.
        row.delete()
        return False
    try:
        raw = _bytes(row, means)
    except (PictureRefused, SecretLost) as error:
        # Where a server is no one to ask, asking again won't help.
        _put_off(row, error.reason, now, for_good=isinstance(error.__cause__, FetchRefused))
        return False
    file = picture_filing.fetched(row.picture.picture, lambda picture: raw, {})
    if not file.name:
        _put_off(row, file.warning, now, for_good=True)
        return False
    with transaction.atomic():
        picture_filing.put_in(row.picture, file)
        row.delete()
    log.info("%s: a picture that was missing is here", row.source.slug)
    return True


def _bytes(row: MissingPicture, means: Means) -> bytes:
    """Errors: `PictureRefused`, `SecretLost`."""
    picture, source, folder = row.picture.picture, row.source, means.folders / row.source.slug
    if not source.fetches_files:
        return picture_files.fetch(picture.href, folder)
    known = KnownFiles(source)
    return RemoteFiles(means.fetcher(source), base=row.base, folder=folder, known=known).picture(picture)


def _put_off(row: MissingPicture, reason: str, now: datetime, *, for_good: bool) -> None:
    row.tries += 1
    row.reason = reason[:1000]
    ended = for_good or row.tries >= MOST_TRIES
    row.next_try_at = None if ended else now + FIRST_PAUSE * 2**row.tries
    row.save(update_fields=["tries", "reason", "next_try_at"])
