"""What the wire has to say about a story, in its editor and in lists: a proposal waits, or it followed by itself."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.stories.lineage import touched
from broadsheet.stories.models import Proposal


def notes_of(story_id: int | None) -> list[Proposal]:
    """The proposal that waits, or the last update that an unedited draft took by itself, for each of its items."""
    if story_id is None:
        return []
    states = [Proposal.State.WAITING, Proposal.State.FOLLOWED]
    rows = Proposal.objects.filter(origin__story_id=story_id, state__in=states)
    found: dict[int, Proposal] = {}
    for row in rows.select_related("origin__item__source", "version").defer("version__dispatch_json").order_by("pk"):
        if row.state == Proposal.State.WAITING or not touched(row.origin):
            found[row.origin_id] = row
    return list(found.values())


def waiting_for(story_ids: Iterable[int]) -> dict[int, int]:
    """Story → the proposal that waits for it, asked once for all of a list's rows."""
    rows = Proposal.objects.filter(origin__story_id__in=list(story_ids), state=Proposal.State.WAITING)
    return dict(rows.values_list("origin__story_id", "pk"))
