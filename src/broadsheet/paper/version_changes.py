"""Lays two versions of a story beside each other, paragraph by paragraph, and word by word where one was rewritten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

MOST_COMPARED = 250_000
"""Pairs of words that are compared at one place; above it paragraphs count as written anew."""

ALIKE = 0.4
"""Share of their words by which two paragraphs count as one that was rewritten."""

_WORDS = re.compile(r"\s+|[^\s\u1780-\u17ff\u200b]+|[\u1780-\u17ff]+|\u200b")


class Part(Struct, frozen=True):
    """A run of words; `kind` is "same", "out" for what was taken out, "in" for what came in."""

    kind: str
    text: str


class Change(Struct, frozen=True):
    """One paragraph, or the headline or standfirst, that is no longer what it was."""

    where: str
    """"headline", "standfirst", "caption", or "" for a paragraph."""
    parts: tuple[Part, ...]


class Words(Struct, frozen=True):
    """What a version said."""

    headline: str
    standfirst: str
    paragraphs: tuple[str, ...]
    captions: tuple[str, ...] | None = None
    """What stood below its photos; None for versions of before this was kept."""


def changes(old: Words, new: Words) -> tuple[Change, ...]:
    """What became of `old` in `new`, from the top down; empty where they say the same."""
    found = [
        Change(where, _parts(_WORDS.findall(before), _WORDS.findall(after)))
        for where, before, after in (
            ("headline", old.headline, new.headline),
            ("standfirst", old.standfirst, new.standfirst),
        )
        if before != after
    ]
    found += _texts("", old.paragraphs, new.paragraphs)
    if old.captions is not None and new.captions is not None:
        found += _texts("caption", old.captions, new.captions)
    return tuple(found)


def _texts(where: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield from _rewritten(where, old[a:b], new[c:d])


def _rewritten(where: str, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Paragraphs in the place of others, in their order: those alike as one that was rewritten."""
    before, after = [_WORDS.findall(text) for text in old], [_WORDS.findall(text) for text in new]
    few = sum(map(len, before)) * sum(map(len, after)) <= MOST_COMPARED
    place = 0
    for words in before:
        rest = range(place, len(after)) if few else ()
        alike = next((n for n in rest if SequenceMatcher(None, words, after[n], autojunk=False).ratio() >= ALIKE), None)
        if alike is None:
            yield Change(where, (Part("out", "".join(words)),))
            continue
        yield from (Change(where, (Part("in", "".join(text)),)) for text in after[place:alike])
        yield Change(where, _parts(words, after[alike]))
        place = alike + 1
    yield from (Change(where, (Part("in", "".join(text)),)) for text in after[place:])


def _parts(before: Sequence[str], after: Sequence[str]) -> tuple[Part, ...]:
    if not before or not after or len(before) * len(after) > MOST_COMPARED:
        return tuple(Part(kind, "".join(words)) for kind, words in (("out", before), ("in", after)) if words)
    found = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Part("same", "".join(before[a:b])))
            continue
        found += [Part("out", "".join(before[a:b]))] if a < b else []
        found += [Part("in", "".join(after[c:d]))] if c < d else []
    return tuple(found)
