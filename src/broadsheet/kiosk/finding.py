"""Finds stories: which ones have what somebody asks for, in which order, and what they belong to.

    newest first   by place, which is time
    best first     beside each other in the headline · in the headline · in the first lines · anywhere; newest first

The order needs no counts of words: it is the same on every engine, and a reader sees why a story stands where it does.
However many stories match, only the newest `LOOKED_AT` are listed and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from broadsheet.edition.records import CatalogueRow
from broadsheet.edition.store import Edition
from broadsheet.edition.words import ANYWHERE, HEADLINE, LEAD, Match, index_of, story_at, time_at
from broadsheet.text.index_words import Wanted, tag

LOOKED_AT = 1_000
LOOKED_AT_FIRST = 300
"""Stories that can stand first for their headlines or first lines."""
A_PAGE = 10
LABELS_SHOWN = 8

LANGUAGE, SECTION, WRITER, TOPIC = "l", "s", "a", "t"
KINDS = (SECTION, WRITER, TOPIC)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one language's stories. `labels`: kind → name in addresses; times are Unix seconds."""

    language: str
    wanted: tuple[Wanted, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    newest_first: bool = False
    page: int = 1

    @property
    def asks(self) -> bool:
        return bool(self.wanted or self.labels or self.since is not None or self.until is not None)


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found."""

    row: CatalogueRow
    day: str
    section: str


@dataclass(frozen=True, slots=True)
class Label:
    """What some of the stories found belong to, and how many of them do."""

    slug: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Findings:
    """`count` stories were found; `more`: beyond so many nobody looked. `hits` are those of the page asked for."""

    count: int = 0
    more: bool = False
    hits: tuple[Hit, ...] = ()
    pages: int = 0
    labels: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    years: tuple[Label, ...] = ()


def find(edition: Edition, question: Question) -> Findings:
    """What is found in `edition`, which is searchable. Nothing is asked of it: nothing is found."""
    if not question.asks:
        return Findings()
    newest = _places(edition, question, ANYWHERE, limit=LOOKED_AT + 1)
    more = len(newest) > LOOKED_AT
    newest = newest[:LOOKED_AT]
    start = (question.page - 1) * A_PAGE
    ordered = newest if question.newest_first or not question.wanted else _best_first(edition, question, newest)
    labels, years = _labels(edition, newest)
    return Findings(
        len(newest),
        more,
        tuple(_hits(edition, ordered[start : start + A_PAGE])),
        -(-len(newest) // A_PAGE),
        labels,
        years,
    )


def count(edition: Edition, question: Question, *, limit: int) -> int:
    """How many stories have what is asked for, counted no further than `limit`."""
    return len(_places(edition, question, ANYWHERE, limit=limit))


def _best_first(edition: Edition, question: Question, newest: Sequence[int]) -> list[int]:
    ordered: dict[int, None] = {}
    sure = tuple(one.sure for one in question.wanted)
    steps = [(HEADLINE, sure), (LEAD, sure)]
    if len(sure) > 1:
        steps.insert(0, (HEADLINE, (tuple(token for row in sure for token in row),)))
    for where, rows in steps:
        found = _places(edition, question, where, limit=LOOKED_AT_FIRST, rows=rows)
        ordered.update(dict.fromkeys(found))
    ordered.update(dict.fromkeys(newest))
    return list(ordered)[: max(len(newest), 1)]


def _places(
    edition: Edition, question: Question, where: str, *, limit: int, rows: tuple[tuple[str, ...], ...] | None = None
) -> list[int]:
    tags = (tag(LANGUAGE, question.language), *(tag(kind, slug) for kind, slug in sorted(question.labels.items())))
    if rows is None:
        rows = tuple(one.anywhere for one in question.wanted)
    match = Match(rows, tags, where, question.since, question.until)
    return index_of(edition.database).find(match, limit)


def _hits(edition: Edition, places: Sequence[int]) -> list[Hit]:
    rows = edition.catalogue([story_at(place) for place in places])
    said = {place: (day, _section(labels)) for place, day, labels in _said(edition, places)}
    return [Hit(rows[story_at(p)], *said[p]) for p in places if story_at(p) in rows and p in said]


def _section(labels: str) -> str:
    kind, _, rest = labels.partition("\n")[0].partition("\t")
    return rest.partition("\t")[2] if kind == SECTION else ""


def _labels(edition: Edition, places: Sequence[int]) -> tuple[dict[str, tuple[Label, ...]], tuple[Label, ...]]:
    counted = Counter("\n".join(labels for _, _, labels in _said(edition, places)).split("\n"))
    found: dict[str, list[Label]] = {kind: [] for kind in KINDS}
    for line, number in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        kind, _, rest = line.partition("\t")
        slug, _, name = rest.partition("\t")
        if kind in found and len(found[kind]) < LABELS_SHOWN:
            found[kind].append(Label(slug, name, number))
    # The year on the paper's clock may be another in the night of New Year; the filter then asks by days.
    years = Counter(datetime.fromtimestamp(time_at(place), UTC).year for place in places)
    shown = sorted(years.items(), reverse=True)[:LABELS_SHOWN]
    return (
        {kind: tuple(labels) for kind, labels in found.items()},
        tuple(Label(str(year), str(year), number) for year, number in shown),
    )


def _said(edition: Edition, places: Sequence[int]) -> list[tuple[int, str, str]]:
    found = []
    for start in range(0, len(places), 500):
        some = places[start : start + 500]
        marks = ",".join("?" * len(some))
        found += edition.database.all(f"SELECT place, day, labels FROM search WHERE place IN ({marks})", some)
    return found
