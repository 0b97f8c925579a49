"""Cuts teasers: the beginning of a text, so many words long, ended at a whole word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

# Letters with the marks that belong to them, and hyphens inside a word: a number is no word, an apostrophe ends one.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u17b4-\u17d3\u17dd]|-(?=[^\W\d_]))*")
_KHMER = re.compile(r"[\u1780-\u17ff]")

KHMER_LETTERS_A_WORD = 5
"""Khmer writes no spaces between words; so many characters stand for one word where its length is counted."""


def teaser(paragraphs: Iterable[str], words: int) -> str:
    """The first `words` words of `paragraphs` (plain text) as one line, ended at white space; no ellipsis is added.

    Words are counted as counts of copy are: runs of letters; figures don't count. A text without spaces between its
    words (Khmer) is counted by length and ended at one of its spaces, or, where a phrase is longer than the whole
    teaser, between two of its syllables.
    """
    taken: list[str] = []
    left = words
    for text in paragraphs:
        line = " ".join(text.split())
        part, counted = (_khmer_part if _has_khmer(line) else _part)(line, left, not taken)
        if part:
            taken.append(part)
        left -= counted
        if left <= 0 or len(part) < len(line):
            break
    cut = " ".join(taken)
    longest = words * KHMER_LETTERS_A_WORD * 2
    return _cut_syllables(cut, longest) if len(cut) > longest and _has_khmer(cut) else cut


def minutes_to_read(paragraphs: Iterable[str]) -> int:
    """How long a reader needs, in whole minutes, at 230 words a minute; at least 1."""
    words = 0
    for text in paragraphs:
        words += len(text.split())
        if _has_khmer(text):
            words += len(_KHMER.findall(text)) // KHMER_LETTERS_A_WORD
    return max(1, round(words / 230))


def _part(line: str, words: int, first: bool) -> tuple[str, int]:
    """As much of `line` as holds `words` words, ended at white space, and how many it holds."""
    ends = [match.end() for match in islice(_WORD.finditer(line), words)]
    if len(ends) < words:
        return line, len(ends)
    space = line.find(" ", ends[-1])
    return (line if space < 0 else line[:space]), words


def _khmer_part(line: str, words: int, first: bool) -> tuple[str, int]:
    taken: list[str] = []
    counted = 0
    for token in line.split(" "):
        khmer = len(_KHMER.findall(token))
        size = -(-khmer // KHMER_LETTERS_A_WORD) + len(_WORD.findall(_KHMER.sub(" ", token)))
        # A phrase that would go over ends the teaser before it, unless it is the very first.
        if khmer and counted + size > words and (taken or not first):
            break
        taken.append(token)
        counted += size
        if counted >= words:
            break
    return " ".join(taken), counted


def _has_khmer(text: str) -> bool:
    return not text.isascii() and _KHMER.search(text) is not None


# A Khmer syllable begins with a consonant or an independent vowel that no coeng (the sign of a subscript) precedes.
_SYLLABLE = re.compile(r"(?<!\u17d2)[\u1780-\u17b3]")


def _cut_syllables(text: str, longest: int) -> str:
    ends = [match.start() for match in _SYLLABLE.finditer(text) if match.start() <= longest]
    return text[: ends[-1]] if ends and ends[-1] else text
