"""By what readers' search finds a story: its words, where they stand, and what it belongs to.

story ──▶ SearchText (gathered, part of the fingerprint) ──▶ SearchEntry (tokens, made only where it has changed)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from broadsheet.edition.records import SearchEntry
from broadsheet.edition.words import PART
from broadsheet.paper import body
from broadsheet.paper.pieces import Card
from broadsheet.press import keys
from broadsheet.text.index_words import known_words, tag, tokens_of

if TYPE_CHECKING:
    from broadsheet.paper.reading import Reading
    from broadsheet.paper.rows import StoryRow

VERSION = "3"
"""Change it when the same text gives other tokens: every story's row is then made anew."""

LONGEST = 100_000
"""Letters of a text; what stands further down is found by nobody."""
MOST_TOKENS = 14_000
"""PostgreSQL counts places no further than 16,383."""

LANGUAGE, SECTION, WRITER, TOPIC = "l", "s", "a", "t"
"""Kinds of label."""


class Label(Struct, frozen=True):
    """What a story belongs to: `kind`, name in addresses, name."""

    kind: str
    slug: str
    name: str


class SearchText(Struct, frozen=True):
    """Plain text. `lead` is what stands first: kicker, standfirst, first paragraph."""

    language: str
    headline: str
    lead: str
    body: str
    day: str
    labels: tuple[Label, ...]
    version: str = VERSION


def search_text(story: StoryRow, card: Card, reading: Reading) -> SearchText:
    """What is written in `story` and in the entries of its live blog, the names of its section, writers and topics.

    The keys of all these are noted.
    """
    texts = body.texts(story.body)
    lead = (story.kicker, story.standfirst, story.dateline, *texts[:1])
    rest = (*texts[1:], story.lead_caption, story.credit_line, *_told_live(story, reading))
    return SearchText(
        story.language,
        story.headline,
        "\n".join(filter(None, lead)),
        "\n".join(filter(None, rest))[:LONGEST],
        card.published.date,
        tuple(_labels(story, reading)),
    )


def search_entry(text: SearchText) -> SearchEntry:
    """The tokens of `text`."""
    names = [label.name for label in text.labels]
    headline = tokens_of(text.headline, words=True)
    lead = tokens_of("\n".join([text.lead, *names]), words=True)
    tags = [tag(LANGUAGE, text.language), *(tag(label.kind, label.slug) for label in text.labels)]
    return SearchEntry(
        words=" ".join([*headline, PART, *lead, PART, *tokens_of(text.body)][:MOST_TOKENS]),
        tags=" ".join(tags),
        known=" ".join(sorted(known_words("\n".join([text.headline, *names])))),
        day=text.day,
        labels="\n".join("\t".join((label.kind, label.slug, " ".join(label.name.split()))) for label in text.labels),
    )


def _told_live(story: StoryRow, reading: Reading) -> Iterable[str]:
    """What the entries of its live blog say, the newest first: of a long evening the first ones are left out."""
    if reading.live_blog(story.id) is None:
        return
    reading.noting.key(keys.live(story.id))
    for entry in reversed(reading.live_entries(story.id)):
        yield from (entry.headline, *body.texts(entry.body))


def _labels(story: StoryRow, reading: Reading) -> Iterable[Label]:
    section = reading.section(story.section_id)
    if section is not None:
        yield Label(SECTION, section.slug, section.name)
    for pk in story.byline_ids:
        byline = reading.byline(pk)
        if byline is not None:
            yield Label(WRITER, byline.slug, byline.name)
    for pk in story.topic_ids:
        topic = reading.topic(pk)
        if topic is not None:
            yield Label(TOPIC, topic.slug, topic.name)
