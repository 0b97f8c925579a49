"""Says how alike two texts are by the words that they share: 0 for none, 1 for the same words."""

from __future__ import annotations

import re
from math import sqrt

_WORD = re.compile(r"[^\W\d_]{4,}")
_SIGNS = "‘’“”–—…"
"""What many a plain English text has, and no word."""
_BLANKS = {code: " " for code in range(128) if not chr(code).isalpha()}
SHORTEST = 4
_KHMER = re.compile(r"[\u1780-\u17d3]+")
A_KHMER_WORD = 5
"""Letters that stand for a word where no spaces part them."""


def telling_words(text: str) -> frozenset[str]:
    """Words of four letters and more, in small letters; of Khmer all stretches of five letters."""
    plain = text
    if not text.isascii():
        for sign in _SIGNS:
            plain = plain.replace(sign, " ")
    if plain.isascii():
        # The same in a third of the time.
        return frozenset(word for word in plain.lower().translate(_BLANKS).split() if len(word) >= SHORTEST)
    small = text.lower()
    if not _KHMER.search(small):
        return frozenset(_WORD.findall(small))
    found = set(_WORD.findall(_KHMER.sub(" ", small)))
    for run in _KHMER.findall(small):
        found.update(run[start : start + A_KHMER_WORD] for start in range(max(1, len(run) - A_KHMER_WORD + 1)))
    return frozenset(found)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that both have (cosine)."""
    if not one or not other:
        return 0.0
    return len(one & other) / sqrt(len(one) * len(other))
