"""Keeps what readers had of a story, publication by publication, and lets an editor withhold one of them.

published ──▶ words as they were before? nothing : a PublishedVersion     (only where paper.toml says `versions = true`)
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from broadsheet.paperfile import current
from broadsheet.press import keys, orders
from broadsheet.staff.models import Staff
from broadsheet.stories import style_gate
from broadsheet.stories.errors import NotYours, ReasonMissing
from broadsheet.stories.models import PublishedVersion, Story


def keep(story: Story, *, now: datetime) -> None:
    """Note what `story`, which is out, says now, where that is not what it said last."""
    if not current().versions:
        return
    words = words_of(story)
    last = PublishedVersion.objects.filter(story=story).order_by("-at", "-pk").first()
    if last is not None and {"captions": words["captions"], **last.words} == words:
        return
    published: datetime = story.last_published_at or now
    at = published if last is None else max(published, last.at)
    PublishedVersion.objects.create(story=story, at=at, words=words)


def words_of(story: Story) -> dict[str, Any]:
    """What a version keeps as plain text: headline, standfirst, paragraphs, and what stood below its photos."""
    said = style_gate.copy_of(story)
    captions = [photo.caption for photo in said.photos if photo.caption]
    return {
        "headline": story.title,
        "standfirst": story.standfirst,
        "paragraphs": list(said.paragraphs),
        "captions": captions,
    }


@transaction.atomic
def withhold(version: PublishedVersion, *, by: Staff, reason: str, now: datetime) -> None:
    """Show readers this version no more; the last one is what they have.

    Errors: `NotYours` for the last one, and for who may not publish there; `ReasonMissing`.
    """
    story = version.story
    if version == story.published_versions.last() or not story.permissions_for_user(by).can_publish():
        raise NotYours("withheld", story)
    if not reason.strip():
        raise ReasonMissing("withholding a version")
    version.withheld_at, version.withheld_by, version.withheld_because = now, str(by), reason.strip()
    version.save()
    orders.write([keys.of("story", story.pk)], now=now)
