"""Three versions of a text in columns, what differs marked: for proposals of agencies, and for drafts that meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.http import HttpRequest

from broadsheet.stories.agency_blocks import words_of
from broadsheet.stories.body_pieces import Piece, text_of
from broadsheet.stories.comparing import BodyRow, FieldRow
from broadsheet.stories.merging import Standing
from broadsheet.stories.proposals import Choice

BLOCKS = {
    "photo": "A photo",
    "quotation": "A quotation",
    "list": "A list",
    "table": "A table",
    "fact_box": "A fact box",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of words in a column; `changed` where the old text does not have them."""

    words: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Cells:
    """One row as the page shows it. `heading` is empty for a paragraph; `own_words` may be edited."""

    name: str
    heading: str
    standing: Standing
    old: list[Mark]
    new: list[Mark]
    ours: list[Mark]
    own_words: str
    may_edit: bool


def cells(fields: Iterable[FieldRow], body: Iterable[BodyRow], *, fixed: Collection[str]) -> Iterator[Cells]:
    """The rows of words: the fields first, then the paragraphs. Fields in `fixed` can be taken, not written anew."""
    for field in fields:
        texts = [field.old, field.new, field.ours]
        yield _cells(field.name, field.label, field.standing, *texts, may_edit=field.name not in fixed)
    for row in body:
        said = [_words(piece) for piece in (row.old, row.new, row.ours)]
        plain = all(piece is None or piece.block is None for piece in (row.old, row.new, row.ours))
        yield _cells(str(row.number), "", row.standing, *said, may_edit=plain)


def choices_in(request: HttpRequest, ways: Collection[str] = ("ours", "theirs", "edit")) -> dict[str, Choice]:
    """What was chosen of each row, by its name."""
    found = {}
    for key, what in request.POST.items():
        name = key.removeprefix("row-")
        if name != key and what in ways:
            found[name] = Choice(str(what), request.POST.get(f"text-{name}", ""))
    return found


def _cells(name: str, heading: str, standing: Standing, *texts: str, may_edit: bool = True) -> Cells:
    old, new, ours = texts
    columns = ([Mark(old, False)], list(_marked(old, new)), list(_marked(old, ours)))
    return Cells(name, heading, standing, *columns, own_words=ours or new, may_edit=may_edit)


def _words(piece: Piece | None) -> str:
    if piece is None:
        return ""
    if piece.block is None:
        return text_of(piece.html)
    return words_of(piece.block) or BLOCKS.get(str(piece.block["type"]), "Block")


def _marked(old: str, text: str) -> Iterator[Mark]:
    before, after = old.split(" "), text.split(" ")
    if not old or old == text or len(before) * len(after) > 250_000:
        yield Mark(text, bool(text) and old != text)
        return
    for tag, _, _, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if end > start:
            yield Mark(" ".join(after[start:end]), tag != "equal")
