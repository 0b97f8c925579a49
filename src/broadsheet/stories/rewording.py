"""Search and replace as an act: the chosen finds of `stories.replacing`, in a new draft."""

from __future__ import annotations

from django.db import transaction

from broadsheet.staff.models import Staff
from broadsheet.stories.errors import DraftMovedOn, TooLong
from broadsheet.stories.models import Story
from broadsheet.stories.replacing import FIELDS, Find, Replacer, Wanted

NAMES = {name: str(Story._meta.get_field(name).verbose_name).capitalize() for name in FIELDS} | {"title": "Headline"}


def finds(draft: Story, wanted: Wanted) -> list[Find]:
    """Every place in the draft where the words stand; none where nothing is looked for."""
    if not wanted.words:
        return []
    replacer = Replacer(wanted)
    _walk(draft, replacer)
    return replacer.finds


@transaction.atomic
def replace(story: Story, wanted: Wanted, chosen: set[int], *, seen: tuple[int, str], by: Staff) -> int:
    """Replace the `chosen` finds in a new draft, and return how many that were; `seen` is the draft they are of.

    Errors: `DraftMovedOn`, `TooLong` where a field has no room for it.
    """
    row = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    latest = row.get_latest_revision()
    if (latest.pk, latest.created_at.isoformat()) != seen:
        raise DraftMovedOn(row)
    draft: Story = latest.as_object()
    replacer = Replacer(wanted, chosen)
    _walk(draft, replacer)
    done = sum(1 for find in replacer.finds if find.number in chosen)
    if done:
        draft.save_revision(user=by, log_action=True, clean=False)
    return done


def _walk(draft: Story, replacer: Replacer) -> None:
    for name in FIELDS:
        written = replacer.text(getattr(draft, name), NAMES[name])
        room = Story._meta.get_field(name).max_length
        if room is not None and len(written) > room:
            raise TooLong(NAMES[name], room)
        setattr(draft, name, written)
    draft.body = replacer.body(list(draft.body.raw_data))
