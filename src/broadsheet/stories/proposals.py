"""What an agency would change in a story that is ours by now: kept as a proposal until somebody decides, row by row.

    newer version ──▶ propose ──▶ waits ──▶ apply: a new draft, by whoever decided · dismiss · overtaken by a newer one

The wire never publishes: what is applied is a draft as any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from broadsheet.staff.models import Staff
from broadsheet.stories import taking
from broadsheet.stories.body_pieces import Piece, body_of, prose_of
from broadsheet.stories.comparing import PICTURE, TOPICS, BodyRow, Comparison, compare, latest
from broadsheet.stories.errors import AlreadyDecided, DraftMovedOn, NotDecided
from broadsheet.stories.merging import Standing
from broadsheet.stories.models import Proposal, Story, StoryOrigin, StoryTopic
from broadsheet.wire import standing_words
from broadsheet.wire.models import Version


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one row: "ours", "theirs", or "edit" with `text` instead of both."""

    what: str
    text: str = ""


@transaction.atomic
def propose(origin: StoryOrigin, version: Version, *, now: datetime) -> Proposal | None:
    """The proposal of `version` for the story of `origin`; an older one that waits is overtaken.

    None where it was made before.
    """
    origin = StoryOrigin.objects.select_for_update().get(pk=origin.pk)
    if version.pk == origin.version_id or Proposal.objects.filter(origin=origin, version=version).exists():
        return None
    waiting = Proposal.objects.filter(origin=origin, state=Proposal.State.WAITING)
    waiting.update(state=Proposal.State.SUPERSEDED, decided_at=now)
    return Proposal.objects.create(origin=origin, base_id=origin.version_id, version=version, made_at=now)


def note_followed(origin: StoryOrigin, base_id: int, *, now: datetime) -> None:
    """Note that the unedited draft of `origin` has followed its agency by itself, for its editor to see."""
    Proposal.objects.update_or_create(
        origin=origin,
        version_id=origin.version_id,
        defaults={
            "base_id": base_id,
            "state": Proposal.State.FOLLOWED,
            "made_at": now,
            "decided_at": now,
            "revision_id": origin.revision_id,
        },
    )


@transaction.atomic
def apply(
    proposal: Proposal, choices: Mapping[str, Choice], *, revision_id: int, by: Staff | None, now: datetime
) -> Story:
    """A new draft of the story by `by`: each row as chosen, ours where nothing was chosen. Publishes nothing.

    `choices` are by row name, `revision_id` the draft that they were made of.
    Errors: `AlreadyDecided`, `DraftMovedOn`, `NotDecided` where both changed a row and nothing was chosen of it.
    """
    proposal, found = _look_again(proposal, revision_id)
    missing = [name for name in found.to_ask if name not in choices]
    if missing:
        raise NotDecided(len(missing))
    draft, revision = _write(proposal, found, choices, by)
    _note(proposal, found, choices)
    _close(proposal, Proposal.State.APPLIED, by=by, now=now, revision_id=revision)
    return draft


@transaction.atomic
def take_untouched(proposal: Proposal, *, revision_id: int, by: Staff | None, now: datetime) -> int:
    """Take into a new draft all that only the agency changed; returns how many rows are left to be decided.

    Where none is left the proposal is decided; else it waits on for those. Errors: `AlreadyDecided`, `DraftMovedOn`.
    """
    proposal, found = _look_again(proposal, revision_id)
    choices = {name: Choice("theirs") for name in found.to_take}
    revision = _write(proposal, found, choices, by)[1] if choices else None
    _note(proposal, found, choices)
    if not found.to_ask:
        _close(proposal, Proposal.State.APPLIED, by=by, now=now, revision_id=revision)
    else:
        proposal.revision_id = revision
        proposal.save(update_fields=["revision_id", "decisions"])
    return len(found.to_ask)


@transaction.atomic
def dismiss(proposal: Proposal, *, by: Staff | None, now: datetime) -> None:
    """Leave the story as it is; the proposal stays on the record, and what it said is not asked again.

    Errors: `AlreadyDecided`.
    """
    _close(_waiting(proposal), Proposal.State.DISMISSED, by=by, now=now)


def _look_again(proposal: Proposal, revision_id: int) -> tuple[Proposal, Comparison]:
    proposal = _waiting(proposal)
    found = compare(proposal)
    if found.revision_id != revision_id:
        raise DraftMovedOn(proposal.origin.story)
    return proposal, found


def _write(proposal: Proposal, found: Comparison, choices: Mapping[str, Choice], by: Staff | None) -> tuple[Story, int]:
    """The new draft and its number."""
    ours = Choice("ours")
    draft: Story = latest(proposal.origin.story).as_object()
    for row in found.fields:
        chosen = choices.get(row.name, ours)
        if chosen.what == "ours":
            continue
        if row.name == TOPICS:
            _set_topics(draft, proposal)
            continue
        words = {"theirs": row.new, "edit": chosen.text.strip()}.get(chosen.what, row.ours)
        fitted = taking.fitting(row.name, words)
        # A story has a headline, whatever the agency says.
        setattr(draft, row.name, fitted or (row.ours if row.name == "title" else ""))
    if choices.get(PICTURE, ours).what == "theirs":
        new = found.picture.new
        draft.lead_photo = taking.photo_for(new, by=by) if new is not None else None
        if draft.lead_photo and draft.lead_caption == draft.lead_photo.caption:
            draft.lead_caption = ""
    draft.body = body_of([piece for row in found.body for piece in _chosen(row, choices.get(str(row.number), ours))])
    revision = draft.save_revision(user=by, log_action=True)
    return draft, int(revision.pk)


def _note(proposal: Proposal, found: Comparison, choices: Mapping[str, Choice]) -> None:
    """What became of each row that was not the same; of one that was taken before, that it was."""
    told = {name: what for name, what in found.standings().items() if what is not Standing.SAME}
    decided = {name: choices[name].what if name in choices else "ours" for name in told}
    proposal.decisions = {**proposal.decisions, **decided}


def _close(proposal: Proposal, state: str, *, by: Staff | None, now: datetime, revision_id: int | None = None) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now
    proposal.revision_id = revision_id or proposal.revision_id
    proposal.save()
    # From here on our text rests on this version: the next proposal shows only what is newer.
    StoryOrigin.objects.filter(pk=proposal.origin_id).update(version_id=proposal.version_id)


def _waiting(proposal: Proposal) -> Proposal:
    fresh = Proposal.objects.select_for_update(of=("self",))
    fresh = fresh.select_related("origin__story", "origin__item__source", "base", "version")
    found = fresh.get(pk=proposal.pk)
    if found.state != Proposal.State.WAITING:
        raise AlreadyDecided(found.get_state_display())
    return found


def _chosen(row: BodyRow, choice: Choice) -> list[Piece]:
    if choice.what == "edit":
        block_id = row.ours.block_id if row.ours else ""
        return [Piece(piece.html, block_id=block_id) for piece in prose_of(choice.text)]
    if choice.what != "theirs":
        return [row.ours] if row.ours else []
    if row.new is None:
        return []
    if row.new.block is not None:
        return [Piece(block=dict(row.new.block))]
    return [Piece(row.new.html, block_id=row.ours.block_id if row.ours and row.ours.block is None else "")]


def _set_topics(draft: Story, proposal: Proposal) -> None:
    new = standing_words.of(proposal.version).dispatch
    pks = taking.topics_for(new, draft.locale.language_code)
    draft.story_topics.set([StoryTopic(topic_id=pk, sort_order=number) for number, pk in enumerate(pks)])
