"""Gives a note to readers the moment at which readers get it, and keeps it at that in every later publication.

The editor's form writes its notes anew with each draft: the time in a draft is that of its last save.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

from broadsheet.stories.models import Story, StoryCorrection

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


@contextmanager
def going_out(now: datetime) -> Iterator[None]:
    """What is published in this block goes out at `now`."""
    token = _moment.set(now)
    try:
        yield
    finally:
        _moment.reset(token)


def settle(story: Story) -> None:
    """Before a story is written to its table: notes that it has there keep their time, others go out now if it is live.

    Of one that readers don't have, the draft is written there too: what came since they had it goes out with it.
    """
    notes = list(story.corrections.all()) if story.pk is not None else []
    if not notes:
        return
    known = _known(story)
    by_number, by_words = {note.pk: note.at for note in known}, defaultdict(list)
    for note in known:
        by_words[note.kind, note.text].append(note.at)
    now = _moment.get() or timezone.now()
    for note in notes:
        same = by_words[note.kind, note.text]
        note.at = by_number.get(note.pk) or (same.pop(0) if same else now if story.live else note.at)


def _known(story: Story) -> list[StoryCorrection]:
    """The notes in its table; as it goes out again, those of them that readers had."""
    rows = StoryCorrection.objects.filter(story=story.pk)
    was_live, last = Story.objects.values_list("live", "last_published_at").get(pk=story.pk)
    if story.live and not was_live:
        rows = rows.filter(at__lte=last) if last is not None else rows.none()
    return list(rows)
