"""Keeps account of how sources do: what came, what failed, whose look it is, and which are silent for too long."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, Q

from broadsheet import paperfile
from broadsheet.wire.errors import SecretLost, WireError
from broadsheet.wire.intake import Taken
from broadsheet.wire.models import RawItem, Source, SourceDay, SourceHealth
from broadsheet.wire.sealing import scrubbed
from broadsheet.wire.silence import KEPT_DAYS, USUALLY, History, is_unusual
from broadsheet.wire.succession import Succession

LEASE = timedelta(seconds=90)
"""How long after the last sign of life of a look another machine takes its source to be free."""
LONGEST_PAUSE_SECONDS = 3600
LEAST_SILENCE = timedelta(minutes=15)
LOOKED_AT = (Source.Kind.FOLDER, Source.Kind.FEED, Source.Kind.MAILBOX)


def due(now: datetime) -> list[Source]:
    """The sources that are to be looked at now, the one that waits longest first.

    In its quiet hours a source is looked at only where somebody asks for it, or its time was never set.
    """
    free = Q(health=None) | (Q(health__lease_until=None) | Q(health__lease_until__lt=now)) & (
        Q(health__next_look_at=None) | Q(health__next_look_at__lte=now)
    )
    wanted = Source.objects.filter(free, active=True, kind__in=LOOKED_AT)
    found = wanted.select_related("health").order_by(F("health__next_look_at").asc(nulls_first=True), "pk")
    return [source for source in found if _is_asked_for(source) or source.quiet_hours.end_of(now) is None]


def _is_asked_for(source: Source) -> bool:
    health: SourceHealth | None = getattr(source, "health", None)
    return health is None or health.next_look_at is None


def claim(source: Source, now: datetime) -> str:
    """A lease on `source` in words that nobody else has; empty where somebody else looks at it, or it is not due."""
    SourceHealth.objects.get_or_create(source=source)
    lease = secrets.token_hex(16)
    free = SourceHealth.objects.filter(
        Q(lease_until=None) | Q(lease_until__lt=now), Q(next_look_at=None) | Q(next_look_at__lte=now), source=source
    )
    return lease if free.update(lease=lease, lease_until=now + LEASE, looked_at=now) else ""


def renew(leases: Iterable[str], now: datetime) -> None:
    """Give a sign of life of these looks."""
    SourceHealth.objects.filter(lease__in=list(leases)).update(lease_until=now + LEASE)


def ended_well(source: Source, lease: str, *, now: datetime) -> None:
    """End the look; the next one is due when the source's time has passed."""
    SourceHealth.objects.filter(source=source, lease=lease).update(
        lease="", lease_until=None, error="", failures=0, well_at=now,
        next_look_at=_awake(source, now + timedelta(seconds=source.every_seconds)),
    )  # fmt: skip


def failed(source: Source, lease: str, sentence: str, *, now: datetime, wait_seconds: int = 0) -> None:
    """End the look with the reason why it failed; the pause grows with each failure in a row."""
    health = SourceHealth.objects.get(source=source)
    doubled = source.every_seconds * 2 ** min(health.failures, 20)
    pause = max(min(doubled, max(LONGEST_PAUSE_SECONDS, source.every_seconds)), min(wait_seconds, 86_400))
    SourceHealth.objects.filter(source=source, lease=lease).update(
        lease="", lease_until=None, error=without_secret(sentence, source)[:2000], error_at=now,
        failures=F("failures") + 1, next_look_at=_awake(source, now + timedelta(seconds=pause)),
    )  # fmt: skip


def _awake(source: Source, at: datetime) -> datetime:
    """`at`, or the end of the source's quiet hours where it lies in them."""
    return source.quiet_hours.end_of(at) or at


def without_secret(sentence: str, source: Source) -> str:
    """`sentence` with dots in the place of the source's password or key."""
    try:
        return scrubbed(sentence, source.secret, user=source.login_name)
    except SecretLost:
        return sentence


def note_arrival(source: Source, taken: Taken, *, now: datetime) -> None:
    """Count what is new of a delivery, and end its source's silence; what was here before counts for nothing."""
    new = sum(item.what is not Succession.REPLAY for item in taken.items)
    if not new:
        return
    today = now.astimezone(paperfile.current().timezone).date()
    with transaction.atomic():
        SourceHealth.objects.get_or_create(source=source)
        health = SourceHealth.objects.select_for_update().get(source=source)
        gap = int(source.quiet_hours.awake(health.item_at, now).total_seconds()) if health.item_at else 0
        SourceDay.objects.get_or_create(source=source, day=today)
        day = SourceDay.objects.select_for_update().get(source=source, day=today)
        day.items, day.deliveries = day.items + new, day.deliveries + 1
        day.longest_gap_seconds = max(day.longest_gap_seconds, gap)
        day.save(update_fields=["items", "deliveries", "longest_gap_seconds"])
        health.item_at, health.silent_since = max(now, health.item_at or now), None
        health.save(update_fields=["item_at", "silent_since"])


def watch_silence(now: datetime) -> list[Source]:
    """Mark the sources that are silent for longer than usual; returns those that have only now become so."""
    found = []
    watched = Source.objects.filter(active=True, health__item_at__isnull=False).exclude(kind=Source.Kind.HAND)
    for source in watched.select_related("health"):
        last, quiet = source.health.item_at, source.quiet_hours
        assert last is not None
        if quiet.end_of(now):
            continue
        least = max(LEAST_SILENCE, 3 * timedelta(seconds=source.every_seconds))
        began = quiet.last_end(now)
        # In the first minutes of its day nobody has had the time to send anything.
        is_early = began is not None and now - began < least
        silent = not is_early and is_unusual(history_of(source, last), now, least=least, silence=quiet.awake(last, now))
        if silent != (source.health.silent_since is not None):
            same = SourceHealth.objects.filter(source=source, item_at=last)
            changed = same.update(silent_since=last if silent else None)
            found += [source] if silent and changed else []
    return found


def history_of(source: Source, last_at: datetime) -> History:
    """What is known of a source until its last delivery, at `last_at`."""
    first_day = (last_at - timedelta(days=KEPT_DAYS)).date()
    days = source.days.filter(day__gte=first_day)
    longest = days.aggregate(longest=Max("longest_gap_seconds"))["longest"]
    deliveries = RawItem.objects.filter(source=source, outcome=RawItem.Outcome.TAKEN)
    first = deliveries.order_by("received_at").values_list("received_at", flat=True).first()

    def count(start: datetime, end: datetime) -> int:
        within = deliveries.filter(received_at__gt=start, received_at__lte=end).order_by("-received_at")
        return len(within.values_list("pk", flat=True)[:USUALLY])

    return History(
        first_at=first or last_at,
        last_at=last_at,
        gaps=_gaps(days),
        longest=timedelta(seconds=longest or 0),
        count=count,
    )


def _gaps(days: Iterable[SourceDay]) -> int:
    """How many silences ended in these days: each delivery but the first ends one."""
    return max(0, sum(day.deliveries for day in days) - 1)


def sentence_of(error: WireError) -> str:
    return error.reason[:1].upper() + error.reason[1:]
