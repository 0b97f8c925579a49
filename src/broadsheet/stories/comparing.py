"""Lays a proposal beside our latest draft: headline and other fields, lead photo and caption, every paragraph."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from wagtail.models import Revision

from broadsheet.stories import taking
from broadsheet.stories.body_pieces import Piece, pieces_of, pieces_of_prose
from broadsheet.stories.filing import filled
from broadsheet.stories.merging import Row, Standing, align, standing
from broadsheet.stories.models import Proposal, Story, Topic
from broadsheet.stories.photo_library import words_of
from broadsheet.wire import standing_words
from broadsheet.wire.dispatch import Dispatch
from broadsheet.wire.models import ItemPicture

FIELDS = {"title": "Headline", "standfirst": "Standfirst", "dateline": "Dateline", "credit_line": "Credit line"}
PICTURE = "picture"
CAPTION = "lead_caption"
TOPICS = "topics"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of the story in the three versions."""

    name: str
    label: str
    old: str
    new: str
    ours: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class PictureRow:
    """The lead photo in the three versions; None where a version has none, or its file did not come."""

    old: ItemPicture | None
    new: ItemPicture | None
    ours: Any
    standing: Standing


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One paragraph in the three versions; `number` names it in a decision."""

    number: int
    old: Piece | None
    new: Piece | None
    ours: Piece | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Comparison:
    """A proposal beside the latest draft of its story, whose number is `revision_id`."""

    revision_id: int
    fields: tuple[FieldRow, ...]
    picture: PictureRow
    body: tuple[BodyRow, ...]

    @property
    def to_ask(self) -> tuple[str, ...]:
        """The names of the rows that somebody must decide."""
        return tuple(name for name, what in self.standings().items() if what is Standing.BOTH)

    @property
    def to_take(self) -> tuple[str, ...]:
        """The names of the rows that only the agency changed."""
        return tuple(name for name, what in self.standings().items() if what is Standing.THEIRS)

    def standings(self) -> dict[str, Standing]:
        """Every row's name and standing, in the order of the page."""
        named = {row.name: row.standing for row in self.fields} | {PICTURE: self.picture.standing}
        return named | {str(row.number): row.standing for row in self.body}


def compare(proposal: Proposal) -> Comparison:
    """The proposal and our latest draft, side by side."""
    story = proposal.origin.story
    revision = latest(story)
    draft: Story = revision.as_object()
    source = proposal.origin.item.source
    old, new = (filled(standing_words.of(one).dispatch, source) for one in (proposal.base, proposal.version))
    before, after = taking.words_of(old), taking.words_of(new)
    fields = [_field(name, said, before[name], after[name], str(getattr(draft, name))) for name, said in FIELDS.items()]
    picture = _picture(proposal, draft)
    fields += [*_caption(picture, draft), _topics(old, new, draft)]
    texts = pieces_of_prose(old.body_html), pieces_of_prose(new.body_html), pieces_of(draft.body.raw_data)
    rows = align(*([piece.key for piece in pieces] for pieces in texts))
    body = (_row(number, row, *texts) for number, row in enumerate(rows))
    return Comparison(revision.pk, tuple(fields), picture, tuple(body))


def latest(story: Story) -> Revision:
    """The draft that was saved last."""
    return Revision.page_revisions.filter(object_id=str(story.pk)).order_by("-pk")[0]


def _row(number: int, row: Row, old: list[Piece], new: list[Piece], ours: list[Piece]) -> BodyRow:
    def piece(pieces: list[Piece], place: int | None) -> Piece | None:
        return None if place is None else pieces[place]

    return BodyRow(number, piece(old, row.old), piece(new, row.new), piece(ours, row.ours), row.standing)


def _picture(proposal: Proposal, draft: Story) -> PictureRow:
    old, new = taking.picture_of(proposal.base), taking.picture_of(proposal.version)
    ours = draft.lead_photo
    names = [f"{one.guid} {one.sha256} {_rights(one)}" if one else None for one in (old, new)]
    is_old = ours.wire_guid == old.guid if ours and old else ours is old
    is_new = (
        ours.wire_guid == new.guid and taking.is_file_of(ours, new) and ours.wire_words == words_of(new).wire_words
        if ours and new
        else ours is None and new is None
    )  # fmt: skip
    our_name = names[1] if is_new else names[0] if is_old else "ours"
    return PictureRow(old, new, ours, standing(names[0], names[1], our_name))


def _field(name: str, label: str, old: str, new: str, ours: str) -> FieldRow:
    return FieldRow(name, label, old, new, ours, standing(_plain(old), _plain(new), _plain(ours)))


def _rights(picture: ItemPicture) -> str:
    """All that is said of a picture but its caption, which is a row of its own."""
    return repr(dataclasses.replace(words_of(picture), caption="", title="", wire_words=""))


def _caption(picture: PictureRow, draft: Story) -> list[FieldRow]:
    """The row of the caption, where all three show the same picture; else the picture's own words go with it."""
    old, new, ours = picture.old, picture.new, picture.ours
    if old is None or new is None or ours is None or not old.guid == new.guid == ours.wire_guid:
        return []
    captions = old.picture.caption, new.picture.caption, draft.lead_caption or ours.caption
    return [_field(CAPTION, "Caption", *captions)]


def _topics(old: Dispatch, new: Dispatch, draft: Story) -> FieldRow:
    language = draft.locale.language_code
    before, after = (taking.topics_for(told, language) for told in (old, new))
    ours = [row.topic_id for row in draft.story_topics.all()]
    names = dict(Topic.objects.filter(pk__in={*before, *after, *ours}).values_list("pk", "name"))
    spelt = [", ".join(sorted(names[pk] for pk in pks if pk in names)) for pks in (before, after, ours)]
    return _field(TOPICS, "Topics", *spelt)


def _plain(words: str) -> str:
    return " ".join(words.split())
