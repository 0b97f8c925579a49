"""Cuts the endings off English words, so that "floods", "flooded" and "flooding" are found by "flood".

A light cut of our own: plural, possession, -ed, -ing and a silent e, nothing that could make two words one
("universe", "university"). Other scripts, and words with figures in them, stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

SHORTEST = 4
"""Letters; a shorter word has no ending."""

_PLAIN = re.compile(r"[a-z]+\Z")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1\Z")
_SIBILANT = ("ss", "sh", "ch", "x", "z")

_STOP_WORDS = """
a an and are as at be been but by can d did do does for from had has have he her his how i if in into is it its ll m no
not of on or our re s she so t than that the their them then there these they this those to up us ve was we were what
when where which who will with would you your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that stand in every story: they are found by nobody and cost half the index."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What of `word` (small letters, no accents) it is looked up by."""
    if len(word) < SHORTEST or not _PLAIN.match(word):
        return word
    word = _singular(word)
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3 and _VOWEL.search(rest) and not word.endswith("eed"):
            return _silent(_DOUBLED.sub(r"\1", rest))
    return _silent(word)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("es") and word[:-2].endswith(_SIBILANT):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _silent(word: str) -> str:
    """The final e hides whether it was "rise" or "ris-ing"; a final y whether it was "carry" or "carri-ed"."""
    if len(word) >= SHORTEST and word.endswith("e"):
        return word[:-1]
    return word[:-1] + "y" if word.endswith("i") and len(word) >= SHORTEST else word
