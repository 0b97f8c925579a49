"""Mutes: editors keep a story out of every live list, and say why. The story stays public; kiosks obey the edition.

mute ──▶ row and order, one transaction ──▶ press ──▶ "!muted" in the edition ──▶ kiosks leave it out
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from broadsheet.press import keys, orders
from broadsheet.stories.errors import ReasonMissing
from broadsheet.stories.models import Mute, Story


def mute(story: Story, *, by: str, reason: str, now: datetime) -> Mute:
    """Keep `story` out of the lists from now on; what stands already stays as it was.

    Errors: `ReasonMissing`.
    """
    if not reason.strip():
        raise ReasonMissing("a mute")
    with transaction.atomic():
        row, made = Mute.objects.get_or_create(
            story_id=story.pk,
            ended_at=None,
            defaults={"headline": story.title, "since": now, "by": by, "reason": reason.strip()},
        )
        if made:
            orders.write([keys.MUTED], now=now)
    return row


def unmute(story_id: int, *, by: str, now: datetime) -> bool:
    """Let the story back into the lists; False where it was not muted."""
    with transaction.atomic():
        ended = Mute.objects.filter(story_id=story_id, ended_at=None).update(ended_at=now, ended_by=by)
        if ended:
            orders.write([keys.MUTED], now=now)
    return bool(ended)
