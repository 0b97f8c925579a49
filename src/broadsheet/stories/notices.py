"""Tells colleagues what concerns them: in the transaction of the act on their screens, after it by mail.

given · sent back · at your stage · due · noted ──▶ Notice ──▶ the desk's page of notices
                                                      └──▶ a task of the worker ──▶ mail, with a server
                                                              └── failed, or died: the scheduler hands it over again

A mail that can't be sent hinders nothing, is tried again for a day, and stays on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories.models import Assignment, Notice, NoticeChoice, Stage, Story

Kind = Notice.Kind

LATE = timedelta(days=1)
"""What was due before is not told any more, as after a long rest of the machine."""

KEPT = timedelta(days=90)

LEASE = timedelta(minutes=10)
"""So long the worker has for a mail: what is not sent by then is handed to it again, as after a crash."""

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 1200))
"""Before each further try; after the last one it is given up."""

MAILS_AT_ONCE = 200

SAYS = {
    Kind.GIVEN: "Given to you",
    Kind.BACK: "Sent back to you",
    Kind.WAITS: "Waits at your stage",
    Kind.DUE: "Due now",
    Kind.NOTE: "A note",
}


def tell(
    people: Iterable[Staff], story: Story, kind: str, *, now: datetime, by: Staff | None = None, words: str = ""
) -> list[Notice]:
    """A notice for each of `people` who wants it and isn't the one who acts."""
    wanted = {person.pk: person for person in people if person.is_active and (by is None or person.pk != by.pk)}
    choices = {choice.person_id: choice for choice in NoticeChoice.objects.filter(person__in=wanted)}
    mailed = {pk for pk in wanted if current().mail.host and (pk not in choices or choices[pk].by_mail)}
    rows = [
        Notice(
            person_id=pk, story=story, kind=kind, words=words, by_name=str(by or ""), at=now,
            mail_due_at=now + LEASE if pk in mailed else None,
        )
        for pk in wanted
        if pk not in choices or kind not in choices[pk].unwanted
    ]  # fmt: skip
    made = Notice.objects.bulk_create(rows)
    for notice in made:
        if notice.mail_due_at is not None:
            # A row in this very transaction: without the act there is no mail.
            mail.enqueue(notice.pk)
    return made


def tell_workers(story: Story, kind: str, *, now: datetime, by: Staff | None = None, words: str = "") -> None:
    """Tell who works on the story: whom it was given to, else who began it."""
    assignment = Assignment.objects.filter(story=story).select_related("person").first()
    person = assignment.person if assignment is not None and assignment.person is not None else story.owner
    tell([person] if person is not None else [], story, kind, now=now, by=by, words=words)


def tell_stage(story: Story, stage: Stage, *, now: datetime, by: Staff | None = None) -> None:
    """Tell who may pass a story on from this stage where it lies."""
    above = story.get_ancestors(inclusive=True).values("pk")
    may = Q(
        groups__page_permissions__permission__codename=f"{stage.needs}_page",
        groups__page_permissions__page__in=above,
    )
    people = Staff.objects.filter(may, is_active=True).distinct()
    tell(people, story, Kind.WAITS, now=now, by=by, words=stage.name)


def tell_due(*, now: datetime) -> int:
    """Tell of what has come due since it was asked last; returns of how many stories. For the scheduler."""
    ripe = Assignment.objects.filter(due_at__lte=now, due_at__gt=now - LATE, person__isnull=False)
    ripe = ripe.exclude(told_due_at=F("due_at")).select_related("person", "story")
    told = 0
    for one in ripe:
        with transaction.atomic():
            mine = Assignment.objects.filter(pk=one.pk, due_at=one.due_at).exclude(told_due_at=F("due_at"))
            done = one.story.live and not one.story.has_unpublished_changes
            if mine.update(told_due_at=one.due_at) and not done:
                tell([one.person], one.story, Kind.DUE, now=now)  # type: ignore[list-item]
                told += 1
    return told


def forget(*, now: datetime) -> None:
    """Drop what nobody will look at any more."""
    Notice.objects.filter(at__lt=now - KEPT).delete()


def mail_again(*, now: datetime) -> int:
    """Hand the worker what is due by mail once more; returns how many. For the scheduler."""
    due = Notice.objects.filter(mail_due_at__lte=now).order_by("mail_due_at").values_list("pk", flat=True)
    handed = 0
    for pk in list(due[:MAILS_AT_ONCE]):
        with transaction.atomic():
            if Notice.objects.filter(pk=pk, mail_due_at__lte=now).update(mail_due_at=now + LEASE):
                mail.enqueue(pk)
                handed += 1
    return handed


def unsent(*, now: datetime) -> QuerySet[Notice]:
    """Those of the last week whose mail has failed, the last one first."""
    found: QuerySet[Notice] = Notice.objects.filter(at__gt=now - timedelta(days=7)).exclude(mail_error="")
    return found


@task()
def mail(notice_id: int) -> None:
    """Send one notice; one that is gone by now, was seen, or was sent already is not sent."""
    notice = Notice.objects.filter(pk=notice_id, mail_due_at__isnull=False).select_related("person", "story").first()
    if notice is None:
        return
    notice.mail_error, notice.mail_due_at = "", None
    if notice.seen_at is None and current().mail.host:
        notice.mail_tries += 1
        try:
            _send(notice)
        except OSError as error:
            # What a mail server answers is one too.
            notice.mail_error = f"{type(error).__name__}: {error}"[:300]
            if notice.mail_tries <= len(PAUSES):
                notice.mail_due_at = timezone.now() + PAUSES[notice.mail_tries - 1]
    notice.save(update_fields=["mail_error", "mail_due_at", "mail_tries"])


def _send(notice: Notice) -> None:
    """Errors: `OSError`."""
    paper = current()
    says = f"{SAYS[Kind(notice.kind)]}: {notice.story.draft_title}"
    lines = [says, notice.words, f"By {notice.by_name}" if notice.by_name else ""]
    lines.append(paper.desk_address + reverse("desk_notice", args=[notice.pk]))
    text = "\n\n".join(line for line in lines if line)
    send_mail(f"{paper.name}: {says}"[:200], text, paper.mail.sender, [notice.person.email])
