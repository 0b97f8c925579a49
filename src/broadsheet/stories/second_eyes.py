"""A second pair of eyes: what the paper says needs it goes out only when two people have seen these very words.

Who has seen them: who saved a draft that says the same, who passed such a draft on, and who publishes it. Which stories
need it says paper.toml, [desk] second_eyes.
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import Any

from django.db.models import Q
from wagtail.models import TaskState

from broadsheet.paperfile import current
from broadsheet.stories import gate, slots
from broadsheet.stories.errors import SecondEyesMissing
from broadsheet.stories.models import Front, FrontLayout, Story
from broadsheet.stories.models.story import Prominence

WORDS = ("title", "kicker", "standfirst", "dateline", "credit_line", "lead_photo", "lead_caption", "body")
_KEYS = re.compile(r' data-block-key=\\"[^"\\]*\\"')

LOOKED_THROUGH = 50
"""Drafts that are looked through for the same words, the last ones."""


def needed(story: Story) -> list[str]:
    """Why this story needs it, as the paper says; empty where it doesn't."""
    wanted = current().second_eyes
    leads = "lead" in wanted and (story.prominence == Prominence.LEAD or _is_put_first(story))
    return (["it leads the front"] if leads else []) + legal(story)


def legal(story: Story) -> list[str]:
    """The same, for what lies in its words and not in where it stands."""
    flagged = "legal" in current().second_eyes and story.legal_risk
    return ["it is flagged as a legal risk"] if flagged else []


def _is_put_first(story: Story) -> bool:
    """Whether editors have put it first on a home front, as it stands or is planned."""
    layouts = FrontLayout.objects.filter(Q(is_current=True) | Q(since=None), page__in=Front.objects.values("pk"))
    return any(slots.leading(slots.read(rows)) == story.pk for rows in layouts.values_list("slots", flat=True))


def refuse_unseen(story: Story) -> None:
    """Errors: `SecondEyesMissing` where a person publishes what they alone have seen. Machines are not asked."""
    who = gate.person()
    why = needed(story) if who is not None else []
    if who is not None and why and len(seen_by(story) | {who.pk}) < 2:
        raise SecondEyesMissing(story, why)


def seen_by(story: Story) -> set[int]:
    """The people who have seen what `story` says."""
    wanted = _digest(story.serializable_data())
    same: dict[int, int | None] = {}
    for pk, user_id, content in (
        story.revisions.order_by("-pk").values_list("pk", "user_id", "content")[:LOOKED_THROUGH]
    ):  # fmt: skip
        if _digest(content) == wanted:
            same[pk] = user_id
    passed = TaskState.objects.filter(revision_id__in=same, status=TaskState.STATUS_APPROVED)
    people = {*same.values(), *passed.values_list("finished_by_id", flat=True)}
    return {pk for pk in people if pk is not None}


def _digest(content: dict[str, Any]) -> str:
    said = {name: content.get(name) for name in WORDS}
    if isinstance(said["body"], str):
        # Blocks and paragraphs are numbered anew where nothing was written anew.
        said["body"] = _without_ids(json.loads(_KEYS.sub("", said["body"])))
    return sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(one) for one in value]
    if isinstance(value, dict):
        return {name: _without_ids(one) for name, one in value.items() if name != "id"}
    return value
