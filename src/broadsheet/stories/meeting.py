"""Two drafts of one story meet: what one person has in hand, and what another has saved meanwhile, laid side by side.

    loaded ── saved     what they changed ┐
    loaded ── in hand   what I changed    ┴──▶ rows; those that both changed wait for a choice ──▶ one draft

Nothing is overwritten unseen: what only one of them changed is kept, what both changed somebody chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Comment, CommentReply, Revision

from broadsheet.staff.models import Staff
from broadsheet.stories.body_pieces import Piece, body_of, pieces_of, prose_of
from broadsheet.stories.comparing import BodyRow, FieldRow
from broadsheet.stories.errors import DraftMovedOn, NotDecided
from broadsheet.stories.merging import Standing, align, standing
from broadsheet.stories.models import KeptDraft, Story
from broadsheet.stories.proposals import Choice

WORDS = {
    "title": "Headline",
    "kicker": "Kicker",
    "standfirst": "Standfirst",
    "dateline": "Dateline",
    "credit_line": "Credit line",
    "lead_caption": "Caption of the lead photo",
    "search_description": "Description for search engines",
}
"""Fields that are words → what they are called; they can also be written anew."""

SETTINGS = {
    "lead_photo": "Lead photo",
    "prominence": "Prominence",
    "legal_risk": "Legal risk",
    "slug": "End of its address",
    "go_live_at": "Goes out",
    "expire_at": "Comes down",
}

HEADLINE, SLUG = "title", "slug"

LISTS: dict[str, tuple[str, Callable[[Any], str]]] = {
    "story_bylines": ("By", lambda row: str(row.byline)),
    "story_topics": ("Topics", lambda row: str(row.topic)),
    "corrections": ("Notes to readers", lambda row: f"{row.get_kind_display()}: {row.text}"),
}
"""Lists of a story → what they are called, and how one of their rows is told."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two drafts side by side. In each row `old` is what was loaded, `new` theirs and `ours` what I have in hand."""

    fields: tuple[FieldRow, ...]
    body: tuple[BodyRow, ...]

    @property
    def to_ask(self) -> tuple[str, ...]:
        """The names of the rows that both changed."""
        return tuple(name for name, what in self.standings().items() if what is Standing.BOTH)

    @property
    def is_one(self) -> bool:
        """Whether both say the same."""
        return all(what is Standing.SAME for what in self.standings().values())

    def standings(self) -> dict[str, Standing]:
        return {row.name: row.standing for row in self.fields} | {str(row.number): row.standing for row in self.body}


def meet(loaded: Story | None, theirs: Story, mine: Story) -> Meeting:
    """The rows of two drafts that both began from `loaded`; None where nobody knows any more what that said.

    Without it, what only one of them says stays, and what they say otherwise is asked.
    """
    fields = tuple(_fields(loaded, theirs, mine))
    texts = [pieces_of(one.body.raw_data) if one is not None else [] for one in (loaded, theirs, mine)]
    rows = align(*([piece.key for piece in pieces] for pieces in texts))

    def piece(text: list[Piece], place: int | None) -> Piece | None:
        return None if place is None else text[place]

    body = (
        BodyRow(n, piece(texts[0], row.old), piece(texts[1], row.new), piece(texts[2], row.ours), row.standing)
        for n, row in enumerate(rows)
    )
    return Meeting(fields, tuple(body))


def merge(
    loaded: Story | None,
    mine: Story,
    choices: Mapping[str, Choice],
    *,
    saved: tuple[int, str],
    by: Staff,
    comments: Sequence[Mapping[str, Any]] = (),
) -> Revision:
    """One draft of both: each row as chosen, what one alone changed as they changed it. Publishes nothing.

    `saved` is the draft of theirs that the choices were made of, by number and ISO date-time; `choices` are by row
    name, `comments` are those in hand that were never saved (text, contentpath, position), and what is changed in older
    ones (pk, text, answers, resolved).
    Errors: `DraftMovedOn` where somebody has saved another one since, `NotDecided`.
    """
    with transaction.atomic():
        story = Story.objects.select_for_update(of=("self",)).get(pk=mine.pk)
        latest = story.get_latest_revision()
        if (latest.pk, latest.created_at.isoformat()) != saved:
            raise DraftMovedOn(story)
        theirs: Story = latest.as_object()
        found = meet(loaded, theirs, mine)
        missing = [name for name in found.to_ask if name not in choices]
        if missing:
            raise NotDecided(len(missing))
        body = [piece for row in found.body for piece in _chosen(row, choices)]
        for row in found.fields:
            _set(theirs, mine, row, choices)
        if SLUG not in found.standings() and choices[HEADLINE].what == "ours":
            theirs.slug = mine.slug
        theirs.body = body_of(body)
        for one in comments:
            if "pk" not in one:
                theirs.wagtail_admin_comments.add(Comment(user=by, **one))
        made: Revision = theirs.save_revision(user=by, log_action=True, clean=False)
        for one in comments:
            if "pk" in one:
                _carry(one, story, by)
        return made


def _carry(change: Mapping[str, Any], story: Story, by: Staff) -> None:
    """What somebody changed in a comment that was there; only their own say something else by that."""
    comment = Comment.objects.filter(pk=change["pk"], page_id=story.pk).first()
    if comment is None:
        return
    if comment.user_id == by.pk:
        comment.text = change["text"]
    if change["resolved"] and comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = timezone.now(), by
    comment.save()
    CommentReply.objects.bulk_create(CommentReply(comment=comment, user=by, text=text) for text in change["answers"])


def said_at(story: Story, number: int, created_at: str) -> Story | None:
    """The draft of `story` as it was when somebody loaded it; None where it was overwritten and not kept.

    `created_at` is an ISO date-time, as the editor's form holds it.
    """
    revision = story.revisions.filter(pk=number).first()
    if revision is None:
        return None
    if not created_at or revision.created_at.isoformat() == created_at:
        found: Story = revision.as_object()
        return found
    kept = KeptDraft.objects.filter(revision_id=number, said_at=created_at).first()
    return story.with_content_json(kept.content) if kept is not None else None


def keep_overwritten(revision: Revision, *, others: int) -> None:
    """Before autosave writes over a draft: keep what it said, where somebody may have loaded it.

    `others` is the number of the last editor that was opened; one draft is kept for each.
    """
    before = Revision.objects.filter(pk=revision.pk).first()
    if before is None or before.content == revision.content:
        return
    if KeptDraft.objects.filter(revision_id=revision.pk, opened__gte=others).exists():
        return
    now = timezone.now()
    KeptDraft.objects.filter(kept_at__lt=now - KeptDraft.KEPT_FOR).delete()
    KeptDraft.objects.create(
        revision_id=revision.pk,
        said_at=before.created_at.isoformat(),
        content=before.content,
        opened=others,
        kept_at=now,
    )


def _fields(loaded: Story | None, theirs: Story, mine: Story) -> Iterator[FieldRow]:
    labels = {**WORDS, **SETTINGS, **{name: label for name, (label, _) in LISTS.items()}}
    asked = standing(loaded and loaded.title, theirs.title, mine.title) is Standing.BOTH
    for name, label in labels.items():
        if name == SLUG and asked:
            # It is made of the headline, and goes with the one that is chosen.
            continue
        old = _told(loaded, name) if loaded is not None else None
        new, ours = _told(theirs, name), _told(mine, name)
        yield FieldRow(name, label, old or "", new, ours, standing(old, new, ours))


def _told(story: Story, name: str) -> str:
    """A field in words."""
    value = getattr(story, name)
    if name in LISTS:
        return "\n".join(LISTS[name][1](row) for row in value.all())
    if name == "prominence":
        return str(story.get_prominence_display())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    return str(value or "")


def _taken(standing_: Standing, choice: Choice | None) -> str:
    """Whose version of a row is taken."""
    if choice is not None:
        return choice.what
    return "ours" if standing_ is Standing.OURS else "theirs"


def _set(theirs: Story, mine: Story, row: FieldRow, choices: Mapping[str, Choice]) -> None:
    choice = choices.get(row.name)
    what = _taken(row.standing, choice)
    if what == "edit" and choice is not None and row.name in WORDS:
        limit = Story._meta.get_field(row.name).max_length
        words = " ".join(choice.text.split())[:limit]
        setattr(theirs, row.name, words or (row.new if row.name == "title" else ""))
    elif what == "ours" and row.name in LISTS:
        getattr(theirs, row.name).set(list(getattr(mine, row.name).all()))
    elif what == "ours":
        setattr(theirs, row.name, getattr(mine, row.name))


def _chosen(row: BodyRow, choices: Mapping[str, Choice]) -> list[Piece]:
    choice = choices.get(str(row.number))
    what = _taken(row.standing, choice)
    if what == "edit" and choice is not None:
        block_id = row.ours.block_id if row.ours else ""
        return [Piece(piece.html, block_id=block_id) for piece in prose_of(choice.text)]
    if what == "both":
        return [piece for piece in (row.new, row.ours) if piece is not None]
    taken = row.ours if what == "ours" else row.new
    return [taken] if taken is not None else []
