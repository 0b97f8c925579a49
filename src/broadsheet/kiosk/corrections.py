"""Says what else somebody may have meant whose search found nothing: words spelt otherwise, or asked for alone.

Candidates are words of headlines and names. First those that one slip away from the word are: all such spellings are
looked up at once; then those with the same beginning, two slips away at most. Both are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.edition.store import Edition

LONGEST = 24
"""Letters of a word that is corrected."""
LOOKED_AT = 400
"""Words with the same beginning that are compared."""
OFFERED = 3
AT_ONCE = 500

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_KHMER = "".join(chr(letter) for letter in (*range(0x1780, 0x17A3), *range(0x17B6, 0x17D3)))


def corrections(edition: Edition, language: str, word: str) -> list[str]:
    """Words that are known, and that `word`, which isn't, may be a slip for; the one with most stories first."""
    if not 3 <= len(word) <= LONGEST:
        return []
    found = _known(edition, language, one_slip(word))
    if not found and len(word) > 4:
        found = [(other, n) for other, n in _beginning_alike(edition, language, word) if distance(word, other, 2) <= 2]
    found.sort(key=lambda item: (-item[1], item[0]))
    return [other for other, _ in found if other != word][:OFFERED]


def one_slip(word: str) -> set[str]:
    """All that is one slip away: a letter too many, too few or wrong, or two in the other order."""
    letters = _KHMER if "\u1780" <= word[0] <= "\u17ff" else _LATIN
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {a + b[1:] for a, b in cuts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    found |= {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    found |= {a + letter + b for a, b in cuts for letter in letters}
    return found - {word}


def distance(one: str, other: str, most: int) -> int:
    """Slips between two words (two letters in the other order are one); `most` + 1 where there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: Sequence[int] = ()
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            steps = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                steps = min(steps, last[j - 2] + 1)
            row.append(steps)
        if min(row) > most:
            return most + 1
    return row[-1]


def _known(edition: Edition, language: str, words: Iterable[str]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    wanted = sorted(words)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        marks = ",".join("?" * len(some))
        query = f"SELECT word, stories FROM search_known WHERE language = ? AND word IN ({marks})"
        found += edition.database.all(query, (language, *some))
    return found


def _beginning_alike(edition: Edition, language: str, word: str) -> list[tuple[str, int]]:
    first = word[:2]
    found: list[tuple[str, int]] = edition.database.all(
        "SELECT word, stories FROM search_known WHERE language = ? AND word >= ? AND word < ? "
        "AND length(word) BETWEEN ? AND ? ORDER BY stories DESC, word LIMIT ?",
        (language, first, first + "\U0010ffff", len(word) - 2, len(word) + 2, LOOKED_AT),
    )
    return found
