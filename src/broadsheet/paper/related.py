"""Finds the stories that a story's page leads to: older ones on its topics, those most like it first.

Only older ones: what comes later changes no page that is there. The key of each story that was looked at also tells
what stands below it in its topics' lists, so that a story that comes in between, or goes, is noticed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from broadsheet.paper import body
from broadsheet.paper.lists import Entry
from broadsheet.paper.notes import Notes
from broadsheet.paper.pieces import Related
from broadsheet.paper.rows import StoryRow
from broadsheet.text.likeness import likeness, telling_words

if TYPE_CHECKING:
    from broadsheet.paper.reading import Reading

SHOWN = 3
TOPICS = 2
"""Of a story, those that an editor named first."""

MORE = 4
"""Older stories of its section that a story's page leads to."""

LOOKED_AT = 4
"""Older stories of each topic among which the likest are found."""

PARAGRAPHS = 1
"""Of each text, beside headline and standfirst, that are compared: what a story is about stands first."""

A_TOPIC_SHARED = 0.25
"""What a common topic counts for, beside the likeness of the texts (0 to 1)."""


def prime(story: StoryRow, reading: Reading) -> None:
    """Find now what `related` will give; the lists were primed."""
    reading.related[story.id] = _noted(story, reading)


def related(story: StoryRow, reading: Reading) -> tuple[Related, ...]:
    """The stories most like `story` among the older ones on its topics, those next in its section left out.

    May be empty.
    """
    found, notes = reading.related.get(story.id) or _noted(story, reading)
    reading.noting.notes.add(notes)
    return found


def _noted(story: StoryRow, reading: Reading) -> tuple[tuple[Related, ...], Notes]:
    with reading.noting.afresh() as notes:
        return _find(story, reading), notes


def _find(story: StoryRow, reading: Reading) -> tuple[Related, ...]:
    entry, shared = Entry(story.id, story.published_at), dict[int, int]()
    for topic_id in story.topic_ids[:TOPICS]:
        for story_id in reading.lists.before(f"topic/{topic_id}", entry, LOOKED_AT):
            shared[story_id] = shared.get(story_id, 0) + 1
    left_out = {story.id, *reading.lists.before(f"section/{story.section_id}", entry, MORE)}
    # Who asked the lists has noted these stories too.
    rows = reading.primed(pk for pk in shared if pk not in left_out)
    own = words_of(story, reading) if len(rows) > SHOWN else frozenset()
    ranked = sorted(
        (
            -(likeness(own, words_of(row, reading)) if own else 0.0) - A_TOPIC_SHARED * shared[row.id],
            -row.published_at.timestamp(),
            -row.id,
            row,
        )
        for row in rows
    )
    return tuple(
        Related(row.headline, row.address, reading.moment(row.published_at, row.language)) for *_, row in ranked[:SHOWN]
    )


def places_of(stories: Sequence[StoryRow]) -> dict[str, list[Entry]]:
    """The lists that `related` asks, and where `stories` stand in them."""
    entries: dict[str, list[Entry]] = {}
    for story in stories:
        for topic_id in story.topic_ids[:TOPICS]:
            entries.setdefault(f"topic/{topic_id}", []).append(Entry(story.id, story.published_at))
    return entries


def words_of(row: StoryRow, reading: Reading) -> frozenset[str]:
    """By what `row` is compared with others; remembered by `reading`."""
    known = reading.words.get(row.id)
    if known is None:
        text = (row.headline, row.kicker, row.standfirst, *body.paragraphs(row.body)[:PARAGRAPHS])
        known = reading.words[row.id] = telling_words(" ".join(text))
    return known
