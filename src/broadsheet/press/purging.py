"""Has caches in front of the kiosk forget what runs changed: noted as rows, told in batches, told again until it works.

edition's change log ──▶ rows (and how far we are, in one transaction) ──▶ cache ──▶ done? the row goes : later again
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from broadsheet.edition.store import Edition
from broadsheet.press.caches import EVERYTHING, Cache
from broadsheet.press.models import Purge, PurgeMark

log = logging.getLogger("broadsheet.purge")

AT_ONCE = 500
SETTLING = timedelta(seconds=0.5)
"""Kiosks ask ten times a second: told sooner, a cache could fetch the old page once more."""
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)


def note(edition: Edition, now: datetime) -> int:
    """Note what runs have changed since the last note; returns how many rows that made.

    A paper that never purged before, an edition made anew, and a run of thousands of pages are noted as everything.
    """
    with edition.database.snapshot():
        run, oldest = edition.run(), edition.oldest_change()
        with transaction.atomic():
            mark, new = PurgeMark.objects.select_for_update().get_or_create(pk=1, defaults={"run": run})
            if not new and mark.run == run:
                return 0
            whole = new or run < mark.run or oldest > mark.run + 1
            changed = {EVERYTHING} if whole else edition.changed_since(mark.run)
            rows = [Purge(address=a, run=run, made_at=now, try_at=now + SETTLING) for a in _public(changed)]
            Purge.objects.bulk_create(rows, ignore_conflicts=True)
            PurgeMark.objects.filter(pk=1).update(run=run)
            return len(rows)


def tell(cache: Cache, edition: Edition, now: datetime) -> int:
    """Tell `cache` of the rows that are due at `now`; returns how many it has carried out."""
    due = list(Purge.objects.filter(try_at__lte=now).order_by("pk")[:AT_ONCE])
    if not due:
        return 0
    everything = [row for row in due if row.address == EVERYTHING]
    if everything:
        return _tell_everything(cache, edition, everything, now)
    failed = cache.forget(sorted({row.address for row in due}))
    done = [row.pk for row in due if row.address not in failed]
    Purge.objects.filter(pk__in=done).delete()
    for row in due:
        if row.address in failed:
            _put_off(row, failed[row.address], now)
    if failed:
        log.warning(
            "%d of %d addresses stay in the cache for now: %s", len(failed), len(due), next(iter(failed.values()))
        )
    return len(done)


def _tell_everything(cache: Cache, edition: Edition, rows: list[Purge], now: datetime) -> int:
    fault = cache.forget_all()
    if fault and not getattr(cache, "bans", True):
        # One address after the other, then: what is, and what was and was withdrawn.
        with transaction.atomic():
            present = _public({*edition.present(), *(f"/media/{name}" for name in edition.media_names())})
            more = [Purge(address=a, run=rows[-1].run, made_at=now, try_at=now) for a in present]
            Purge.objects.bulk_create(more, ignore_conflicts=True, batch_size=1000)
            Purge.objects.filter(pk__in=[row.pk for row in rows]).delete()
        return 0
    if fault:
        log.warning("The cache was not emptied: %s", fault)
        for row in rows:
            _put_off(row, fault, now)
        return 0
    # What was noted before is in that.
    return Purge.objects.filter(pk__lte=rows[-1].pk).delete()[0]


def _put_off(row: Purge, fault: str, now: datetime) -> None:
    row.tries += 1
    row.message = fault[:500]
    row.try_at = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(row.tries - 1, 10))
    row.save()


def _public(changed: Iterable[str]) -> list[str]:
    """What readers can ask for, and "*"."""
    return sorted(address for address in changed if address.startswith("/") or address == EVERYTHING)
