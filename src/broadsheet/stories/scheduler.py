"""Carries out what falls due: publications, expiries, planned fronts, ends of banners and of rights.

Each once, at its second, in one transaction:

due ──▶ lock the story ──▶ still due? ──▶ expired too? take it down : publish it ──▶ orders ──▶ commit
                                                   └── refused: a row that the desk sees, tried again later
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, OperationalError, transaction
from django.db.models import Min
from django.utils import timezone
from wagtail.models import Page, Revision

from broadsheet.killfile import Killed
from broadsheet.stories import banners, fronts, kills, photo_rights, rights_ends
from broadsheet.stories.clock_watch import ClockWatch
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import Banner, DueFailure, FrontLayout

log = logging.getLogger("broadsheet.scheduler")

RETRY_AFTER = timedelta(seconds=60)

AT_ONCE = 3
"""Tries before that pause: two that waited for each other, as PostgreSQL ends it, is no reason to be a minute late."""

POLL_SECONDS = 0.2
"""How soon something is noticed that was scheduled, or moved, after the last look."""
DISTRUST_SECONDS = 1.0
"""How often a clock that jumped is looked at again."""
ENFORCE_SECONDS = 60.0
"""How soon a kill that a restored backup has undone in the desk database is done there again."""

RIGHTS_SECONDS = 60.0
"""How soon an end of rights that somebody has set to a day gone by is noticed; others are at their midnight."""

REFUSALS = (
    StoryError,
    ValidationError,
    ObjectDoesNotExist,
    DatabaseError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    RuntimeError,
    OSError,
)
"""What one bad story may raise while it is published; the others go on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one due story: "published", "expired" or "refused" (with the reason)."""

    page_id: int
    what: str
    reason: str = ""


class Scheduler:
    """One scheduler at work. Several may be, on one machine or on many: each story goes out once."""

    def __init__(self, clock: ClockWatch | None = None) -> None:
        self.clock = clock or ClockWatch()
        self._made_good: Killed | None = None
        self._made_good_at = float("-inf")
        self._rights_day: date | None = None
        self._rights_at = float("-inf")

    def step(self) -> list[Outcome]:
        """Carry out what is due; nothing while the clock can't be trusted, kills excepted.

        Errors: `DatabaseError`, `OSError` and `KillFileDamaged`; the next step makes up for this one.
        """
        self._make_good()
        now = self.clock.now()
        if now is None:
            return []
        outcomes = run_due(now)
        self._end_rights(now)
        return outcomes

    def pause(self) -> float:
        """Seconds until there is something to do, or until it must be asked again whether there is."""
        now = self.clock.now()
        if now is None:
            return DISTRUST_SECONDS
        soonest = next_due(now)
        return POLL_SECONDS if soonest is None else min(POLL_SECONDS, max(0.0, (soonest - now).total_seconds()))

    def _end_rights(self, now: datetime) -> None:
        """Photos whose last day is over: asked when a day begins, and now and then."""
        today = photo_rights.day_of(now)
        if today == self._rights_day and time.monotonic() - self._rights_at < RIGHTS_SECONDS:
            return
        ended = rights_ends.end_due(now)
        if len(ended) < rights_ends.MOST_AT_ONCE:
            self._rights_day, self._rights_at = today, time.monotonic()
        for row in ended:
            log.info("photo %s: its rights have ended; %d stories lost it", row.photo_id, len(row.story_ids))

    def _make_good(self) -> None:
        """What a crash left standing of a kill; asked when the kill file has changed, and now and then."""
        killed = kills.killed()
        if killed is self._made_good and time.monotonic() - self._made_good_at < ENFORCE_SECONDS:
            return
        self._made_good, self._made_good_at = killed, time.monotonic()
        for page_id in kills.enforce(timezone.now()):
            log.warning("story %s was killed and stood in the desk database; it is taken down", page_id)


def next_due(now: datetime) -> datetime | None:
    """When something falls due next after `now`."""
    expiring = Page.objects.filter(live=True, expire_at__gt=now).aggregate(at=Min("expire_at"))["at"]
    drafts = Revision.page_revisions.filter(approved_go_live_at__gt=now)
    going_out = drafts.aggregate(at=Min("approved_go_live_at"))["at"]
    fronts_begin = FrontLayout.objects.filter(since=None, starts_at__gt=now).aggregate(at=Min("starts_at"))["at"]
    banners_end = Banner.objects.filter(ended_at=None, ends_at__gt=now).aggregate(at=Min("ends_at"))["at"]
    return min((at for at in (expiring, going_out, fronts_begin, banners_end) if at is not None), default=None)


def run_due(now: datetime) -> list[Outcome]:
    """Carry out everything that is due at `now`, expiries first; safe to run in several processes at once."""
    outcomes = []
    waiting = set(DueFailure.objects.filter(tried_at__gt=now - RETRY_AFTER).values_list("page_id", flat=True))
    expiring = Page.objects.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
    due = Revision.page_revisions.filter(approved_go_live_at__lte=now)
    due = due.order_by("approved_go_live_at", "pk")
    page_ids = [
        *expiring.values_list("pk", flat=True),
        *(int(pk) for pk in due.values_list("object_id", flat=True)),
    ]
    _forget_failures(page_ids)
    for page_id in page_ids:
        if page_id not in waiting:
            outcomes.append(_attempt(page_id, now))
    # After the stories: a front that begins with them finds them published.
    fronts.put_up_due(now)
    banners.end_due(now)
    return [outcome for outcome in outcomes if outcome is not None]


def _forget_failures(due: Sequence[int]) -> None:
    """What somebody took off the schedule, or published by hand, is late no longer."""
    late = set(DueFailure.objects.values_list("page_id", flat=True))
    if late - set(due):
        DueFailure.objects.filter(page_id__in=late - set(due)).delete()


def _attempt(page_id: int, now: datetime) -> Outcome | None:
    try:
        outcome = _carry_out_at_last(page_id, now)
    except REFUSALS as error:
        reason = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        reason = reason or type(error).__name__
        with transaction.atomic():
            DueFailure.objects.update_or_create(
                page_id=page_id,
                defaults={"reason": reason, "tried_at": now},
                create_defaults={"reason": reason, "tried_at": now, "since": now},
            )
        log.warning("story %s is due and was refused: %s", page_id, reason)
        return Outcome(page_id, "refused", reason)
    if outcome is not None:
        DueFailure.objects.filter(page_id=page_id).delete()
        log.info("story %s %s", page_id, outcome.what)
    return outcome


def _carry_out_at_last(page_id: int, now: datetime) -> Outcome | None:
    """In a transaction; again, and at once, where the database only says that somebody was in the way."""
    for _ in range(AT_ONCE - 1):
        try:
            with transaction.atomic():
                return _carry_out(page_id, now)
        except OperationalError as error:
            log.info("story %s is due and is tried again: %s", page_id, error)
    with transaction.atomic():
        return _carry_out(page_id, now)


def _carry_out(page_id: int, now: datetime) -> Outcome | None:
    # The lock comes first and everything is asked again under it: another scheduler may have been here. One that is
    # here now does the work: its story is left to it, and others are not kept waiting.
    locked = Page.objects.select_for_update(skip_locked=True).filter(pk=page_id).first()
    if locked is None:
        return None
    page = locked.specific
    revision = page.revisions.filter(approved_go_live_at__lte=now).order_by("-pk").first()
    content = revision.as_object() if revision else page
    if page_id in kills.killed().stories:
        page.revisions.update(approved_go_live_at=None)
        return None
    if revision is None and not page.live:
        # Somebody was here first.
        return None
    expiry = content.expire_at
    if expiry is not None and expiry <= now:
        page.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        if page.live:
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        else:
            Page.objects.filter(pk=page_id).update(expired=True)
        return Outcome(page_id, "expired")
    if revision is None:
        return None
    content.full_clean()
    revision.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)
    return Outcome(page_id, "published")
