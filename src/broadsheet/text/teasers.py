"""Cuts teasers: the beginning of a text, so many words long, ended at a whole word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

# Letters with the marks that belong to them, and hyphens inside a word: a number is no word, an apostrophe ends one.
# Possessive (`++`): nothing is tried twice, which takes half the time.
_WORD = re.compile(r"[^\W\d_]++(?:[\u0300-\u036f\u17b4-\u17d3\u17dd][^\W\d_]*+|-(?=[^\W\d_])[^\W\d_]++)*+")
_SPACE = re.compile(r"\s")
_KHMER = re.compile(r"[\u1780-\u17ff]")
_KHMER_BYTES = re.compile(rb"\xe1[\x9e\x9f]")

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
        part, counted, whole = (_khmer_part if _has_khmer(text) else _part)(text, left, not taken)
        if part:
            taken.append(part)
        left -= counted
        if left <= 0 or not whole:
            break
    cut = " ".join(taken)
    longest = words * KHMER_LETTERS_A_WORD * 2
    return _cut_syllables(cut, longest) if len(cut) > longest and _has_khmer(cut) else cut


def minutes_to_read(paragraphs: Iterable[str]) -> int:
    """How long a reader needs, in whole minutes, at 230 words a minute; at least 1."""
    texts = [text for text in paragraphs if text]
    whole = "\n".join(texts)
    # Counting the spaces is a tenth of the work of splitting there.
    words = whole.count(" ") + len(texts)
    if _has_khmer(whole):
        words += sum(len(_KHMER.findall(text)) // KHMER_LETTERS_A_WORD for text in texts)
    return max(1, round(words / 230))


def _part(text: str, words: int, first: bool) -> tuple[str, int, bool]:
    """As much of `text` as holds `words` words, ended at white space; how many it holds; whether that is all of it."""
    found = _so_many(words).match(text)
    if found is None:
        return " ".join(text.split()), len(_WORD.findall(text)), True
    space = _SPACE.search(text, found.end())
    end = space.start() if space else len(text)
    return " ".join(text[:end].split()), words, not text[end:].strip()


@lru_cache(maxsize=256)
def _so_many(words: int) -> re.Pattern[str]:
    """What begins with so many words. Nothing in it is tried twice: a text with fewer fails at once."""
    return re.compile(rf"(?>[\W\d_]*+{_WORD.pattern}){{{words}}}")


def _khmer_part(text: str, words: int, first: bool) -> tuple[str, int, bool]:
    line = " ".join(text.split())
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
    part = " ".join(taken)
    return part, counted, len(part) == len(line)


def _has_khmer(text: str) -> bool:
    # Its letters are U+1780 to U+17FF; of bytes, because looking at each letter takes five times as long.
    return not text.isascii() and _KHMER_BYTES.search(text.encode("utf-8", "surrogatepass")) is not None


# A Khmer syllable begins with a consonant or an independent vowel that no coeng (the sign of a subscript) precedes.
_SYLLABLE = re.compile(r"(?<!\u17d2)[\u1780-\u17b3]")


def _cut_syllables(text: str, longest: int) -> str:
    ends = [match.start() for match in _SYLLABLE.finditer(text) if match.start() <= longest]
    return text[: ends[-1]] if ends and ends[-1] else text
