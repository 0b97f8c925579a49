"""The acts of a newsroom upon a story: one function, one transaction, the press orders with it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Page

from broadsheet import killfile
from broadsheet.paperfile import current
from broadsheet.staff.models import Staff
from broadsheet.stories import gate, note_times, photo_rights
from broadsheet.stories.errors import ReasonMissing, StoryKilled
from broadsheet.stories.models import (
    Photo,
    Section,
    Story,
    StoryByline,
    StoryCorrection,
    StoryTopic,
)
from broadsheet.stories.models.story import Prominence
from broadsheet.text.slugs import slug

Kind = StoryCorrection.Kind


@dataclass(frozen=True, slots=True)
class StoryText:
    """What a story says. `body` is raw StreamField data: a list of {"type", "value"}."""

    headline: str
    body: list[dict[str, Any]]
    slug: str = ""
    kicker: str = ""
    standfirst: str = ""
    dateline: str = ""
    credit_line: str = ""
    lead_caption: str = ""
    lead_photo: Photo | None = None
    byline_ids: Sequence[int] = ()
    topic_ids: Sequence[int] = ()
    prominence: int = Prominence.NORMAL


@transaction.atomic
def create(section: Section, text: StoryText, *, by: Staff | None, now: datetime) -> Story:
    """A new draft under `section`; its slug is made unique there."""
    story = Story(
        title=text.headline,
        slug=free_slug(section, text.slug or text.headline),
        locale_id=section.locale_id,
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    _write(story, text)
    section.add_child(instance=story)
    story.save_revision(user=by, log_action=True)
    return story


@transaction.atomic
def revise(story: Story, text: StoryText, *, by: Staff | None, now: datetime) -> Story:
    """A new draft of `story` that says `text`; readers keep what they have until it is published."""
    draft = _latest_draft(story)
    draft.title = text.headline
    _write(draft, text)
    draft.save_revision(user=by, log_action=True)
    return draft


@transaction.atomic
def publish(story: Story, *, by: Staff | None, now: datetime) -> Story:
    """Publish the latest draft of `story` as of `now`; its first publication fixes its date and its address.

    A draft that has an hour of its own waits for that hour. Errors: `StoryKilled`, `PhotosHeld`, `SecondEyesMissing`.
    """
    _refuse_killed(story)
    row = Page.objects.select_for_update().get(pk=story.pk)
    draft = _latest_draft(story)
    photo_rights.refuse_held(draft, now=now)
    waits_until = draft.go_live_at
    goes_out = waits_until is None or waits_until <= now
    if goes_out and row.first_published_at is None:
        Page.objects.filter(pk=row.pk).update(first_published_at=now)
    # Page's own publish(), not a bare signal: it writes revision, log and state.
    with _as(by), note_times.going_out(now):
        row.get_latest_revision().publish(user=by, skip_permission_checks=by is None)
    if goes_out:
        Page.objects.filter(pk=row.pk).update(last_published_at=now)
    return _fresh(row.pk)


@transaction.atomic
def schedule(story: Story, at: datetime, *, by: Staff | None, now: datetime) -> Story:
    """Let the latest draft of `story` go out at `at`; the scheduler carries it out.

    Errors: `StoryKilled`, `PhotosHeld`.
    """
    _refuse_killed(story)
    draft = _latest_draft(story)
    draft.go_live_at = at
    photo_rights.refuse_held(draft, now=now)
    revision = draft.save_revision(user=by, log_action=True)
    with _as(by):
        revision.publish(user=by, skip_permission_checks=by is None)
    return _fresh(story.pk)


@transaction.atomic
def correct(
    story: Story, text: StoryText, note: str, *, by: Staff | None, now: datetime, kind: str = Kind.CORRECTION
) -> Story:
    """Publish `text`, and below it, for as long as the story stands, a `note` that tells readers what was wrong.

    `kind` says whether it corrects, clarifies, updates or retracts; a retraction stands above the story.

    Errors: `ReasonMissing` for an empty note; `StoryKilled`.
    """
    _refuse_killed(story)
    if not note.strip():
        raise ReasonMissing("a correction")
    draft = _latest_draft(story)
    draft.title = text.headline
    _write(draft, text)
    draft.corrections.add(StoryCorrection(at=now, kind=kind, text=note.strip()))
    draft.save_revision(user=by, log_action=True)
    return publish(story, by=by, now=now)


@transaction.atomic
def withdraw(story: Story, *, by: Staff | None, now: datetime) -> Story:
    """Take `story` from readers; its addresses answer 410 until it is published again."""
    row = Story.objects.select_for_update().get(pk=story.pk)
    row.unpublish(user=by, log_action=True)
    return _fresh(story.pk)


@transaction.atomic
def move(story: Story, section: Section, *, by: Staff | None, now: datetime) -> Story:
    """Put `story` under another section; readers find it at the same address as before."""
    Story.objects.get(pk=story.pk).move(section, pos="last-child", user=by)
    return _fresh(story.pk)


def _as(by: Staff | None) -> AbstractContextManager[None]:
    """Who is asked for at the gate: `by`, or, where it is None, whoever acts already."""
    return nullcontext() if by is None else gate.acting(lambda: by)


def _latest_draft(story: Story) -> Story:
    """What was saved last, by whomever: the `story` in hand may be older."""
    draft: Story = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    return draft


def _refuse_killed(story: Story) -> None:
    if story.pk in killfile.of(current()).killed().stories:
        raise StoryKilled(story.pk)


def _fresh(story_id: int) -> Story:
    story: Story = Story.objects.get(pk=story_id)
    return story


def free_slug(section: Section, words: str) -> str:
    """A slug made of `words` that no page under `section` has."""
    wanted = slug(words)
    taken = set(Page.objects.child_of(section).filter(slug__startswith=wanted).values_list("slug", flat=True))
    candidate, number = wanted, 1
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


def _write(story: Story, text: StoryText) -> None:
    for name in ("kicker", "standfirst", "dateline", "credit_line", "lead_caption", "prominence"):
        setattr(story, name, getattr(text, name))
    story.lead_photo = text.lead_photo
    story.body = text.body
    story.story_bylines.set([StoryByline(byline_id=pk, sort_order=n) for n, pk in enumerate(text.byline_ids)])
    story.story_topics.set([StoryTopic(topic_id=pk, sort_order=n) for n, pk in enumerate(text.topic_ids)])
