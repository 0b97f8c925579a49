"""Makes words to find a text by, the same way for what is written and for what is asked.

    text ──▶ one spelling (NFC, small letters, Khmer marks in one order) ──▶ words; Khmer by khmercut, and by syllables

Khmer has no spaces: words are a guess that depends on what stands beside them. So each Khmer text is also kept as its
syllables, and a phrase of syllables finds what the guess has cut otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = re.compile("[\u00ad\u17b4\u17b5\u200b-\u200f\u2060-\u2064\ufeff]")
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u17b4-\u17d3\u17dd])*")
_PLAIN_WORD = re.compile("[0-9A-Za-z]+")
_KHMER = re.compile("[\u1780-\u17ff]")
_KHMER_RUN = re.compile(r"[\u1780-\u17d3\u17dc\u17dd\u17e0-\u17e9]+")
_CLUSTER = re.compile(r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])+")
_PART = re.compile(r"\u17d2[\u1780-\u17b3]|.", re.DOTALL)
_SYLLABLE = re.compile(r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17d3\u17dd])*|[\u17e0-\u17e9]+")
_KHMER_SPELLINGS = str.maketrans({"\u17a3": "\u17a2", "\u17a4": "\u17a2\u17b6", "\u17d8": "\u17d4\u179b\u17d4"})
_TWO_IN_ONE = (("\u17c1\u17b8", "\u17be"), ("\u17c1\u17b6", "\u17c4"))
_SHIFTERS, _RO = frozenset("\u17c9\u17ca"), "\u17d2\u179a"
_QUOTED = re.compile(r'"([^"]*)"?')
LONGEST_WORD = 80
MOST_TERMS = 16


@dataclass(frozen=True, slots=True)
class Found:
    """A text as words, in its order, and its Khmer once more as syllables."""

    words: tuple[str, ...]
    syllables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be in the text: `words` beside each other, the last of them perhaps only begun.

    Where `syllables` are given, they beside each other will do as well. `near` is false for words that may stand apart.
    """

    words: tuple[str, ...]
    syllables: tuple[str, ...] = ()
    begun: bool = False
    near: bool = True


def words_of(text: str) -> Found:
    """The words of `text`; none where it has no letters."""
    words: list[str] = []
    syllables: list[str] = []
    for run, is_khmer in runs(normal(text)):
        if is_khmer:
            words += khmer_words(run)
            syllables += syllables_of(run)
        else:
            words += [word[:LONGEST_WORD] for word in _words(run)]
    return Found(tuple(words), tuple(syllables))


def terms_of(query: str) -> tuple[Term, ...]:
    """What somebody asks for: each word, and each phrase in quotation marks; the last word may be only begun."""
    found: list[Term] = []
    place = 0
    for quoted in _QUOTED.finditer(query):
        found += _loose(query[place : quoted.start()])
        phrase = words_of(quoted[1])
        found += [Term(phrase.words, phrase.syllables if _is_khmer(quoted[1]) else ())] if phrase.words else []
        place = quoted.end()
    rest = query[place:]
    loose = _loose(rest)
    if loose and rest[-1:].isalnum() and not loose[-1].syllables:
        loose[-1] = Term(loose[-1].words, begun=True)
    return tuple([*found, *loose][:MOST_TERMS])


def normal(text: str) -> str:
    """`text` in the one spelling that is stored and asked for."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text)).casefold()
    plain = _MARKS.sub("", plain)
    if _KHMER.search(plain):
        plain = _CLUSTER.sub(_ordered, plain.translate(_KHMER_SPELLINGS))
        for two, one in _TWO_IN_ONE:
            plain = plain.replace(two, one)
    return unicodedata.normalize("NFC", plain)


def _words(run: str) -> list[str]:
    # Nearly all runs are plain English, of which a tenth of the rule will do.
    return (_PLAIN_WORD if run.isascii() else _WORD).findall(run)


def _ordered(cluster: re.Match[str]) -> str:
    """A cluster's marks as they should be typed: subscripts, ro last of them, then shifter, vowel, other signs."""
    head, *parts = (part[0] for part in _PART.finditer(cluster[0]))

    def rank(part: str) -> int:
        if part[0] == "\u17d2":
            return 1 if part == _RO else 0
        if part in _SHIFTERS:
            return 2
        return 3 if part <= "\u17c5" else 4

    return head + "".join(sorted(parts, key=rank))


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of `text`, which is `normal`, in its order: each with whether it is Khmer."""
    place = 0
    if not text.isascii():
        for run in _KHMER_RUN.finditer(text):
            yield text[place : run.start()], False
            yield run[0], True
            place = run.end()
    yield text[place:], False


@lru_cache(maxsize=4096)
def khmer_words(run: str) -> tuple[str, ...]:
    """The words into which a run of Khmer is cut, by a guess."""
    # Its model takes a while to load: only a process that meets Khmer pays for it.
    from khmercut import tokenize

    return tuple(word[:LONGEST_WORD] for cut in tokenize(run) for word in _WORD.findall(cut))


def syllables_of(run: str) -> tuple[str, ...]:
    """The syllables as they are written: what no guess is needed for."""
    return tuple(_SYLLABLE.findall(run))


def _loose(text: str) -> list[Term]:
    found = []
    for run, is_khmer in runs(normal(text)):
        if is_khmer:
            cut = khmer_words(run)
            found += [Term(cut, syllables_of(run), near=False)] if cut else []
        else:
            found += [Term((word[:LONGEST_WORD],)) for word in _WORD.findall(run)]
    return found


def _is_khmer(text: str) -> bool:
    return _KHMER_RUN.search(text) is not None and not _WORD.findall(_KHMER_RUN.sub(" ", text))
