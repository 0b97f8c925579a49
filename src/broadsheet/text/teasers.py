"""Cuts teasers: the beginning of a text, so many words long, ended at a whole word."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Letters with the marks that belong to them, and hyphens inside a word: a number is no word, an apostrophe ends one.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u17b4-\u17d3\u17dd]|-(?=[^\W\d_]))*")
_KHMER = re.compile(r"[\u1780-\u17ff]")
_TOKEN = re.compile(r"\S+")

KHMER_LETTERS_A_WORD = 5
"""Khmer writes no spaces between words; so many characters stand for one word where its length is counted."""


def teaser(paragraphs: Iterable[str], words: int) -> str:
    """The first `words` words of `paragraphs` (plain text) as one line, ended at white space; no ellipsis is added.

    Words are counted as counts of copy are: runs of letters; figures don't count. A text without spaces between its
    words (Khmer) is counted by length and ended at one of its spaces, or, where a phrase is longer than the whole
    teaser, between two of its syllables.
    """
    line = " ".join(" ".join(paragraphs).split())
    counted, end = 0, 0
    for token in _TOKEN.finditer(line):
        size = _words_in(token.group())
        if counted and counted + size > words and _KHMER.search(token.group()):
            return line[:end]
        counted += size
        end = token.end()
        if counted >= words:
            break
    cut = line[:end]
    longest = words * KHMER_LETTERS_A_WORD * 2
    return _cut_syllables(cut, longest) if len(cut) > longest and _KHMER.search(cut) else cut


def _words_in(token: str) -> int:
    khmer = len(_KHMER.findall(token))
    if khmer:
        return -(-khmer // KHMER_LETTERS_A_WORD)
    return len(_WORD.findall(token))


# A Khmer syllable begins with a consonant or an independent vowel that no coeng (the sign of a subscript) precedes.
_SYLLABLE = re.compile(r"(?<!\u17d2)[\u1780-\u17b3]")


def _cut_syllables(text: str, longest: int) -> str:
    ends = [match.start() for match in _SYLLABLE.finditer(text) if match.start() <= longest]
    return text[: ends[-1]] if ends and ends[-1] else text


def minutes_to_read(paragraphs: Iterable[str]) -> int:
    """How long a reader needs, in whole minutes, at 230 words a minute; at least 1."""
    counted = sum(_words_in(token) for text in paragraphs for token in text.split())
    return max(1, round(counted / 230))
