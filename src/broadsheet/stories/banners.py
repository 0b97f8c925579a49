"""Breaking news above the fronts: worded by one person, put up by another, taken down when its time is over.

propose ──▶ put_up (somebody else) ──▶ readers ──▶ end (anybody in charge) or end_due (the scheduler)
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.press import keys, orders
from broadsheet.staff.models import Staff
from broadsheet.stories import fronts
from broadsheet.stories.errors import BannerMovedOn, BannerNeedsAnother, NotYours, ReasonMissing, WrongPlace
from broadsheet.stories.models import Banner, Front, Story

SHORTEST, LONGEST = 5, 24 * 60
"""Minutes that a banner may stand."""
LETTERS = 140
STALE = timedelta(hours=1)
"""After so long a proposal that nobody has put up is news no longer."""


@transaction.atomic
def propose(front: Front, text: str, *, minutes: int, story: Story | None, by: Staff, now: datetime) -> Banner:
    """Word a banner for the fronts below `front`; readers see nothing yet.

    Errors: `NotYours` for who may publish nowhere, `ReasonMissing` without words, `WrongPlace`.
    """
    if not policy_registry.get_by_type(Page).user_has_permission(by, "publish"):
        raise NotYours("announced", front)
    text = " ".join(text.split())
    if not text:
        raise ReasonMissing("a banner without words")
    if len(text) > LETTERS or not SHORTEST <= minutes <= LONGEST:
        raise WrongPlace(f"A banner has at most {LETTERS} characters and stands {SHORTEST} to {LONGEST} minutes.")
    if story is not None and story.locale_id != front.locale_id:
        raise WrongPlace(f"“{story}” is in another language than this front.")
    return Banner.objects.create(
        language=front.locale.language_code,
        text=text,
        story_id=story.pk if story is not None else 0,
        minutes=minutes,
        proposed_at=now,
        proposed_by=by,
        proposed_by_name=str(by),
    )


@transaction.atomic
def put_up(banner: Banner, *, by: Staff, now: datetime) -> Banner:
    """Show it to readers; the one that stands there goes.

    Errors: `NotYours` for who may not lay out the home front, `BannerNeedsAnother` for who has worded it,
    `BannerMovedOn` where it was put up, taken back or is too old.
    """
    row = _in_charge(banner, by)
    if row.proposed_by_id == by.pk:
        raise BannerNeedsAnother(row)
    if row.shown_at is not None or row.ended_at is not None or row.proposed_at + STALE < now:
        raise BannerMovedOn(row)
    standing = Banner.objects.filter(language=row.language, shown_at__isnull=False, ended_at=None)
    standing.update(ended_at=now, ended_by_name=str(by))
    row.shown_at, row.shown_by_name, row.ends_at = now, str(by), now + timedelta(minutes=row.minutes)
    row.save(update_fields=["shown_at", "shown_by_name", "ends_at"])
    orders.write([keys.banner(row.language)], now=now)
    return row


@transaction.atomic
def end(banner: Banner, *, by: Staff, now: datetime) -> None:
    """Take it down, or a proposal back: who may lay out the home front, and who has worded it.

    Errors: `NotYours`, `BannerMovedOn`.
    """
    row = Banner.objects.select_for_update().get(pk=banner.pk)
    if row.proposed_by_id != by.pk:
        row = _in_charge(banner, by)
    if row.ended_at is not None:
        raise BannerMovedOn(row)
    row.ended_at, row.ended_by_name = now, str(by)
    row.save(update_fields=["ended_at", "ended_by_name"])
    if row.shown_at is not None:
        orders.write([keys.banner(row.language)], now=now)


def end_due(now: datetime) -> list[int]:
    """Take down every banner whose time is over; returns their numbers."""
    with transaction.atomic():
        due = Banner.objects.select_for_update(skip_locked=True).filter(ended_at=None, ends_at__lte=now)
        rows = list(due)
        Banner.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=now)
        orders.write({keys.banner(row.language) for row in rows}, now=now)
    return [row.pk for row in rows]


def home_of(language: str) -> Front:
    """The front of the language."""
    found: Front = Front.objects.get(locale__language_code=language)
    return found


def _in_charge(banner: Banner, by: Staff) -> Banner:
    row = Banner.objects.select_for_update().get(pk=banner.pk)
    front = home_of(row.language)
    if not fronts.may_arrange(by, front):
        raise NotYours("announced", front)
    return row
