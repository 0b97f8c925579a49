"""Tells colleagues what concerns them: in the transaction of the act on their screens, after it by mail.

given · sent back · at your stage · due · noted ──▶ Notice ──▶ the desk's page of notices
                                                      └──▶ a task of the worker ──▶ mail, with a server

A mail that can't be sent fails in the worker, long after the act, and stays on the screen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django_tasks import task

from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories.models import Assignment, Notice, NoticeChoice, Stage, Story

Kind = Notice.Kind

LATE = timedelta(days=1)
"""What was due before is not told any more, as after a long rest of the machine."""

KEPT = timedelta(days=90)

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
    rows = [
        Notice(person_id=pk, story=story, kind=kind, words=words, by_name=str(by or ""), at=now)
        for pk in wanted
        if pk not in choices or kind not in choices[pk].unwanted
    ]
    made = Notice.objects.bulk_create(rows)
    if current().mail.host:
        for notice in made:
            if notice.person_id not in choices or choices[notice.person_id].by_mail:
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


@task()
def mail(notice_id: int) -> None:
    """Send one notice; one that is gone by now, or was seen, is not sent."""
    notice = Notice.objects.filter(pk=notice_id, seen_at=None).select_related("person", "story").first()
    if notice is None:
        return
    paper = current()
    says = f"{SAYS[Kind(notice.kind)]}: {notice.story.draft_title}"
    lines = [says, notice.words, f"By {notice.by_name}" if notice.by_name else ""]
    lines.append(paper.desk_address + reverse("desk_notice", args=[notice.pk]))
    text = "\n\n".join(line for line in lines if line)
    send_mail(f"{paper.name}: {says}"[:200], text, paper.mail.sender, [notice.person.email])
