"""The acts upon fronts: put stories into slots, take that back, and let another layout begin at an hour.

change · undo · put_back ──▶ a new FrontLayout, order "slots:PAGE" (one transaction)
plan ──▶ lies there ──▶ scheduler, at its second ──▶ the same
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from wagtail.models import Page

from broadsheet.paperfile import current
from broadsheet.press import keys, orders
from broadsheet.staff.models import Staff
from broadsheet.stories import second_eyes, slots
from broadsheet.stories.errors import FrontMovedOn, NotYours, SecondEyesMissing, WrongPlace
from broadsheet.stories.models import Front, FrontLayout, Section, Story
from broadsheet.stories.slots import Arrangement, Placed

SLOTS = {Front: 5, Section: 8}
"""How many slots each kind of front has: on a home the lead and four seconds, in a section the first eight."""

LONGEST_HEADLINE = 160
HISTORY = 200
"""Layouts of a front that are kept; older ones are forgotten."""


def slot_count(page: Page) -> int:
    """How many slots the front `page` has, 0 for what is no front."""
    return SLOTS.get(type(page.specific), 0)


def may_arrange(person: Any, page: Page) -> bool:
    """Whether this person may lay out the front of `page`: who may publish everything that lies below it."""
    return bool(person.is_superuser or "publish" in page.specific.permissions_for_user(person).permissions)


def standing(page: Page) -> FrontLayout | None:
    """The layout that readers have; None where nobody has ever laid this front out."""
    return FrontLayout.objects.filter(page_id=page.pk, is_current=True).first()


@transaction.atomic
def change(page: Page, wanted: Arrangement, *, did: str, seen: int, by: Staff | None, now: datetime) -> FrontLayout:
    """Lay the front out so; `seen` is the number of the layout that this began from, 0 for none.

    Errors: `NotYours`, `FrontMovedOn`, `WrongPlace`, `SecondEyesMissing`.
    """
    _lock(page, by)
    present = standing(page)
    _refuse_overtaken(present.pk if present else 0, seen, present)
    check(page, wanted.placed, before=present.arrangement.placed if present else (), by=by)
    return _put_up(page, wanted, did=did, by=by, now=now)


@transaction.atomic
def undo(page: Page, *, seen: int, by: Staff | None, now: datetime) -> FrontLayout:
    """Lay the front out as it was before the last act, and, asked again, before the one before.

    Errors: `NotYours`, `FrontMovedOn`.
    """
    _lock(page, by)
    present = standing(page)
    _refuse_overtaken(present.pk if present else 0, seen, present)
    if present is None:
        raise FrontMovedOn(page, "nobody")
    reached = present.undoes_to or present
    earlier = FrontLayout.objects.filter(page_id=page.pk, since__isnull=False)
    before = earlier.filter(Q(since__lt=reached.since) | Q(since=reached.since, pk__lt=reached.pk)).first()
    if before is None:
        return _put_up(page, Arrangement(), did="undid everything", by=by, now=now)
    found = before.undoes_to or before
    return _put_up(page, before.arrangement, did=f"undid “{reached.did}”"[:300], by=by, now=now, copy_of=found)


@transaction.atomic
def put_back(page: Page, layout: FrontLayout, *, seen: int, by: Staff | None, now: datetime) -> FrontLayout:
    """Lay the front out as a former layout was. Errors: `NotYours`, `FrontMovedOn`."""
    _lock(page, by)
    present = standing(page)
    _refuse_overtaken(present.pk if present else 0, seen, present)
    did = f"put back what stood from {layout.since:%d.%m. %H:%M} UTC"
    return _put_up(page, layout.arrangement, did=did, by=by, now=now)


@transaction.atomic
def plan(page: Page, starts_at: datetime, *, by: Staff | None, now: datetime) -> FrontLayout:
    """A layout that begins at `starts_at`, for now as the front stands. Errors: `NotYours`, `WrongPlace`."""
    _lock(page, by)
    if starts_at <= now:
        raise WrongPlace("A front that is planned begins later than now.")
    present = standing(page)
    return FrontLayout.objects.create(
        page_id=page.pk,
        slots=present.slots if present else [],
        shape=present.shape if present else "",
        made_at=now,
        by_name=_name(by),
        did=f"planned for {starts_at.astimezone(current().timezone):%d.%m. %H:%M}",
        starts_at=starts_at,
    )


@transaction.atomic
def change_plan(layout: FrontLayout, wanted: Arrangement, *, seen: int, by: Staff | None) -> FrontLayout:
    """Lay a planned front out so. Errors: as `change`; `FrontMovedOn` also where it has begun."""
    _lock(layout.page, by)
    row = FrontLayout.objects.filter(pk=layout.pk, since=None).first()
    if row is None:
        raise FrontMovedOn(layout.page, "its hour")
    _refuse_overtaken(row.changes, seen, row)
    check(row.page, wanted.placed, before=row.arrangement.placed, by=by)
    row.slots, row.shape, row.changes, row.by_name = slots.kept(wanted.placed), wanted.shape, row.changes + 1, _name(by)
    row.save(update_fields=["slots", "shape", "changes", "by_name"])
    return row


@transaction.atomic
def drop(layout: FrontLayout, *, by: Staff | None) -> None:
    """Give up a planned front. Errors: `NotYours`."""
    _lock(layout.page, by)
    FrontLayout.objects.filter(pk=layout.pk, since=None).delete()


def put_up_due(now: datetime) -> list[int]:
    """Let every planned front begin whose hour has come, the earlier first; returns the numbers of their pages."""
    begun = []
    due = FrontLayout.objects.filter(since=None, starts_at__lte=now).order_by("starts_at", "pk")
    for number in due.values_list("pk", flat=True):
        with transaction.atomic():
            # Asked again under the lock: another scheduler may have been here.
            row = FrontLayout.objects.select_for_update(skip_locked=True).filter(pk=number, since=None).first()
            if row is None:
                continue
            FrontLayout.objects.filter(page_id=row.page_id, is_current=True).update(is_current=False)
            row.since, row.is_current = now, True
            row.save(update_fields=["since", "is_current"])
            orders.write([keys.slots(row.page_id)], now=now)
            begun.append(row.page_id)
    return begun


def check(page: Page, placed: Sequence[Placed], *, before: Sequence[Placed], by: Staff | None) -> None:
    """Errors: `WrongPlace` for what can't stand there, `SecondEyesMissing` for a new lead that one person has seen."""
    if len(placed) > slot_count(page):
        raise WrongPlace(f"This front has {slot_count(page)} slots, and all of them are taken: clear one first.")
    if len({one.story_id for one in placed}) < len(placed):
        raise WrongPlace("A story stands on a front once.")
    known = {one.story_id for one in before}
    new = [one.story_id for one in placed if one.story_id not in known]
    found = Story.objects.in_bulk(new)
    for pk in new:
        if pk not in found:
            raise WrongPlace("That story is gone.")
        if found[pk].locale_id != page.locale_id:
            raise WrongPlace(f"“{found[pk]}” is in another language than this front.")
    if any(len(one.headline) > LONGEST_HEADLINE for one in placed):
        raise WrongPlace(f"A headline has at most {LONGEST_HEADLINE} characters.")
    lead, former = slots.leading(placed), slots.leading(before)
    if lead and lead != former and by is not None and isinstance(page.specific, Front):
        _refuse_unseen(Story.objects.get(pk=lead), by)


def _refuse_unseen(story: Story, by: Staff) -> None:
    # Who puts it there has seen it. What is no more than planned is asked again when it is published.
    if story.live and "lead" in current().second_eyes and len(second_eyes.seen_by(story) | {by.pk}) < 2:
        raise SecondEyesMissing(story, ["it leads the front"])


def _put_up(
    page: Page,
    wanted: Arrangement,
    *,
    did: str,
    by: Staff | None,
    now: datetime,
    copy_of: FrontLayout | None = None,
) -> FrontLayout:
    FrontLayout.objects.filter(page_id=page.pk, is_current=True).update(is_current=False)
    made = FrontLayout.objects.create(
        page_id=page.pk, slots=slots.kept(wanted.placed), shape=wanted.shape, made_at=now, by_name=_name(by),
        did=did[:300], since=now, is_current=True, undoes_to=copy_of,
    )  # fmt: skip
    old = FrontLayout.objects.filter(page_id=page.pk, since__isnull=False).values_list("pk", flat=True)[HISTORY:]
    FrontLayout.objects.filter(pk__in=list(old)).delete()
    orders.write([keys.slots(page.pk)], now=now)
    return made


def _lock(page: Page, by: Staff | None) -> None:
    """One act at a time upon a front, and only by who may."""
    Page.objects.select_for_update().get(pk=page.pk)
    if by is not None and not may_arrange(by, page):
        raise NotYours("laid out", page)


def _refuse_overtaken(present: int, seen: int, row: FrontLayout | None) -> None:
    if present != seen:
        raise FrontMovedOn(row.page if row else "the front", row.by_name if row else "a colleague")


def _name(by: Staff | None) -> str:
    return str(by) if by is not None else "the machine"
