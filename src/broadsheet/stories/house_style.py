"""Reads a story as a sub-editor does: fits it to its slot, and remarks on what the paper writes otherwise.

    Copy + the paper's [style] ──▶ counts and remarks, each with its place and the words that it is about

Plain. English and Khmer are cut into words as the wire's search cuts them: a Khmer word is found as a word, not as a
run of letters inside of another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from broadsheet.paperfile.style import StylePlan
from broadsheet.text.search_words import words_of
from broadsheet.text.teasers import minutes_to_read

_SENTENCE = re.compile(r"[^.!?។៕]+[.!?។៕]*(?:[\"”’)]+)?\s*")
_CLUSTER = re.compile("[\u0300-\u036f\u17b4-\u17d3\u17dd\u200b-\u200f]")
"""What stands above, below or inside of another character, and takes no room of its own."""

RELATIVE_DAYS = ("yesterday", "today", "tomorrow", "tonight", "last night", "ម្សិលមិញ", "ថ្ងៃនេះ", "ថ្ងៃស្អែក")
_DATE = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|ថ្ងៃទី|ថ្ងៃ(?:ចន្ទ|អង្គារ|ពុធ|ព្រហស្បតិ៍|សុក្រ|សៅរ៍|អាទិត្យ)"
)


@dataclass(frozen=True, slots=True)
class PhotoWords:
    """What goes out with a photo; each may be empty."""

    name: str
    credit: str
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A story as plain text. `paragraphs` are those of its body, quotations and boxes included."""

    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    photos: tuple[PhotoWords, ...] = ()
    topics: int = 0
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at. `check` is one of paperfile's CHECKS; `words`, what it is about, may be empty."""

    check: str
    where: str
    says: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """How long a text is, in characters that take room and in lines of the slot, against what the slot holds."""

    name: str
    characters: int
    room: int
    lines: int

    @property
    def is_too_long(self) -> bool:
        return self.characters > self.room


@dataclass(frozen=True, slots=True)
class Reading:
    """All that can be said of a story."""

    fits: tuple[Fit, ...]
    words: int
    minutes: int
    remarks: tuple[Remark, ...]


def read(copy: Copy, style: StylePlan) -> Reading:
    """Counts and remarks, in the order of the story."""
    texts = list(_texts(copy))
    fits = _fits(copy, style)
    remarks = [
        Remark("length", fit.name, f"{fit.characters - fit.room} characters too long.")
        for fit in fits
        if fit.is_too_long
    ]
    for where, text in texts:
        remarks += _remarks(where, text, style)
    remarks += _missing(copy)
    words = sum(len(words_of(text).words) for _, text in texts)
    return Reading(fits, words, minutes_to_read(copy.paragraphs), tuple(remarks))


def characters(text: str) -> int:
    """The characters of `text` that take room in a line: marks and invisible ones don't."""
    return len(_CLUSTER.sub("", " ".join(text.split())))


def lines(text: str, room: int) -> int:
    """The lines that `text` fills where `room` characters go into one and no word is broken."""
    filled, here = 1, 0
    for word in text.split():
        length = characters(word)
        if here and here + 1 + length > room:
            filled, here = filled + 1, 0
        here += length + (1 if here else 0)
        while here > room:
            # Longer than a line, as Khmer without spaces is: it runs on.
            filled, here = filled + 1, here - room
    return filled if here or filled > 1 else 0


def sentences(text: str) -> list[str]:
    return [found[0].strip() for found in _SENTENCE.finditer(text) if found[0].strip()]


def _fits(copy: Copy, style: StylePlan) -> tuple[Fit, ...]:
    room = style.lead_headline_characters if copy.leads else style.headline_characters
    slots = (("Headline", copy.headline, room), ("Standfirst", copy.standfirst, style.standfirst_characters))
    return tuple(Fit(name, characters(text), room, lines(text, style.line_characters)) for name, text, room in slots)


def _texts(copy: Copy) -> Iterator[tuple[str, str]]:
    yield "Headline", copy.headline
    yield "Standfirst", copy.standfirst
    for number, text in enumerate(copy.paragraphs, start=1):
        yield f"Paragraph {number}", text
    for photo in copy.photos:
        yield f"Caption of {photo.name}", photo.caption


def _remarks(where: str, text: str, style: StylePlan) -> Iterator[Remark]:
    words = words_of(text).words
    for wrong, right in style.spellings:
        if _stands_in(wrong, words):
            yield Remark("spelling", where, f"We write “{right}”.", wrong)
    for banned in style.banned:
        if _stands_in(banned, words):
            yield Remark("banned", where, "We don’t write this.", banned)
    for sided, neutral in style.neutral:
        if _stands_in(sided, words):
            yield Remark("neutral", where, f"This takes a side; we write “{neutral}”.", sided)
    for sentence in sentences(text):
        cut = words_of(sentence).words
        if len(cut) > style.sentence_words:
            yield Remark("sentence", where, f"A sentence of {len(cut)} words.", sentence)
        for day in RELATIVE_DAYS:
            if _stands_in(day, cut) and not _DATE.search(sentence):
                yield Remark("day", where, "Readers of the archive can’t know which day: give the date.", day)


def _stands_in(term: str, words: Sequence[str]) -> bool:
    wanted = words_of(term).words
    count = len(wanted)
    return count > 0 and any(tuple(words[n : n + count]) == wanted for n in range(len(words) - count + 1))


def _missing(copy: Copy) -> Iterator[Remark]:
    for photo in copy.photos:
        where = f"Photo “{photo.name}”"
        if not photo.credit.strip():
            yield Remark("credit", where, "It has no credit.")
        if not photo.caption.strip():
            yield Remark("caption", where, "It has no caption.")
        if not photo.alt.strip():
            yield Remark("alt", where, "It has no alternative text: who can’t see it is told nothing.")
    if not copy.topics:
        yield Remark("topic", "Topics", "It has no topic.")
