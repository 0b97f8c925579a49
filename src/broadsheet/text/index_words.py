"""Makes the tokens by which readers find stories: the same for what is written and for what is asked.

    "Floods in ភ្នំពេញ"   written ──▶ flood · ភ្នំពេញ · _ភ្នំ _ពេ _ញ      asked ──▶ flood AND ( ភ្នំពេញ, else _ភ្នំ _ពេ _ញ )

A Khmer word is found as the row of its syllables, wherever it stands: what a guess cut otherwise is found too. Where
it matters which words a text holds, in headlines and first lines, khmercut's words are tokens as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.text.search_words import khmer_words, normal, runs, syllables_of
from broadsheet.text.stems import STOP_WORDS, stem

MOST_WANTED = 12
LONGEST_WORD = 60
REMEMBERED_STEMS = 50_000
SYLLABLE = "_"
"""Begins the token of a syllable, which no word begins with."""

SHORTEST_KNOWN = 4
"""Letters of a word that a misspelt one can be corrected to."""

_WORD = re.compile(r"[^\W_]+")
_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_DIGIT = re.compile("[០-៩]")
_SIGNS = "‘’“”«»–—…•\u00a0"
"""What many a plain English text has, and no word."""
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]?')
_NOT_TAG = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a story must have: a row of tokens that stand beside each other.

    `sure` is the row of words; `anywhere` is by what it is found in any text, for Khmer the row of its syllables.
    """

    said: str
    sure: tuple[str, ...]
    anywhere: tuple[str, ...]


def spelt(text: str) -> str:
    """`text` in the one spelling that is stored and asked for, figures Western."""
    plain = text
    if not text.isascii():
        for sign in _SIGNS:
            plain = plain.replace(sign, " ")
    if plain.isascii():
        # Most texts end here, which takes a tenth of the time.
        return plain.casefold()
    plain = normal(text)
    return plain.translate(_DIGITS) if _DIGIT.search(plain) else plain


def tokens_of(text: str, *, words: bool = False) -> list[str]:
    """The tokens of `text`, in its order; with `words` those of Khmer words too, which costs 9 µs a letter."""
    found: list[str] = []
    syllables: list[str] = []
    for run, is_khmer in runs(spelt(text)):
        if is_khmer:
            found += khmer_words(run) if words else ()
            syllables += syllables_of(run)
        else:
            found += _stems(run)
    return found + [SYLLABLE + syllable for syllable in syllables]


def wanted_in(query: str) -> tuple[Wanted, ...]:
    """What somebody asks for: each word, and each phrase in quotation marks; nothing where only stop words are left."""
    found: list[Wanted] = []
    place = 0
    for quoted in _QUOTED.finditer(query):
        found += _loose(query[place : quoted.start()])
        found += _phrase(quoted[1])
        place = quoted.end()
    found += _loose(query[place:])
    return tuple(dict.fromkeys(found))[:MOST_WANTED]


def known_words(texts: str) -> frozenset[str]:
    """The words of `texts` as they are written, worth offering to somebody who has misspelt one."""
    found: set[str] = set()
    for run, is_khmer in runs(spelt(texts)):
        words = khmer_words(run) if is_khmer else words_in(run)
        found.update(w for w in words if SHORTEST_KNOWN <= len(w) <= LONGEST_WORD and not w.isdigit())
    return frozenset(found - STOP_WORDS)


def tag(kind: str, name: str) -> str:
    """The token of what a story belongs to: its language, section, writer or topic, by its name in addresses."""
    return f"{kind}_{_NOT_TAG.sub('-', spelt(name))}"


def _stems(text: str) -> list[str]:
    return list(filter(None, map(_KNOWN_STEMS.__getitem__, words_in(text))))


class _Stems(dict[str, str]):
    """Word → what it is looked up by, "" for a stop word: one look for each word of a text."""

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED_STEMS:
            self.clear()
        made = self[word] = "" if word in STOP_WORDS else stem(word[:LONGEST_WORD])
        return made


_KNOWN_STEMS = _Stems()


def words_in(text: str) -> list[str]:
    """The runs of letters and figures in `text`."""
    return text.translate(_BLANKS).split() if text.isascii() else _WORD.findall(text)


def _loose(text: str) -> list[Wanted]:
    found = []
    for run, is_khmer in runs(spelt(text)):
        if is_khmer:
            for word in khmer_words(run):
                syllables = syllables_of(word)
                if syllables:
                    found.append(Wanted(word, (word,), tuple(SYLLABLE + s for s in syllables)))
        else:
            words = [word[:LONGEST_WORD] for word in _WORD.findall(run) if word not in STOP_WORDS]
            found += [Wanted(word, (stem(word),), (stem(word),)) for word in words]
    return found


def _phrase(text: str) -> list[Wanted]:
    found = []
    for run, is_khmer in runs(spelt(text)):
        syllables = syllables_of(run) if is_khmer else ()
        if syllables:
            found.append(Wanted(run, khmer_words(run), tuple(SYLLABLE + s for s in syllables)))
        elif not is_khmer and (stems := tuple(_stems(run))):
            found.append(Wanted(run.strip(), stems, stems))
    return found
