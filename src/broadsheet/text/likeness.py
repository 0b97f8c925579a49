"""Says how alike two texts are by the words that they share: 0 for none, 1 for the same words."""

from __future__ import annotations

import re
from math import sqrt

_WORD = re.compile(r"[^\W\d_]{4,}")
_PLAIN_WORD = re.compile(r"[A-Za-z]{4,}")
"""The same for what `_NOT_PLAIN` is not in, in a quarter of the time."""
_NOT_PLAIN = re.compile(r"[^\x00-\x7f‘’“”–—…]")
_KHMER = re.compile(r"[\u1780-\u17d3]+")
A_KHMER_WORD = 5
"""Letters that stand for a word where no spaces part them."""


def telling_words(text: str) -> frozenset[str]:
    """Words of four letters and more, in small letters; of Khmer all stretches of five letters."""
    if _NOT_PLAIN.search(text) is None:
        # Word by word, because of a text that has a dash in it no letter is made small at once.
        return frozenset(map(str.lower, _PLAIN_WORD.findall(text)))
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
