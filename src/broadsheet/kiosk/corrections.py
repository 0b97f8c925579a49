"""Says what else somebody may have meant whose search found nothing: words spelt otherwise.

Candidates are words of headlines and names, then those of texts. First those that one slip away from the word are: all
such spellings are looked up at once; then those with the same beginning, two slips away at most. Both are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from broadsheet.edition.store import Edition
from broadsheet.edition.words import Match, index_of, story_at
from broadsheet.kiosk.story_text import text_of
from broadsheet.text.index_words import spelt, tag, tokens_of, words_in

LONGEST = 24
"""Letters of a word that is corrected."""
LOOKED_AT = 800
"""Words with the same beginning that are compared."""
OFFERED = 3
COUNTED = 50
"""Stories that have a word of texts are counted so far, for the order."""
CANDIDATES = 12
"""Words of texts of which that is asked."""
LANGUAGE = "l"
AT_ONCE = 500

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_KHMER = "".join(chr(letter) for letter in (*range(0x1780, 0x17A3), *range(0x17B6, 0x17D3)))


def corrections(edition: Edition, language: str, word: str) -> list[str]:
    """Words that are known, and that `word`, which isn't, may be a slip for; the one with most stories first.

    Those of headlines and names stand before those of texts.
    """
    if not 3 <= len(word) <= LONGEST:
        return []
    token = (tokens_of(word) or [word])[0] if word.isascii() else word
    found = _known(edition, language, one_slip(word) | one_slip(token))
    if not found and len(word) > 4:
        found = [(other, n) for other, n in _beginning_alike(edition, language, word) if distance(word, other, 2) <= 2]
    found.sort(key=lambda item: (-item[1], distance(token, item[0], 2), item[0]))
    offered = [other for other, stories in found if stories and other != word][:OFFERED]
    if len(offered) < OFFERED:
        offered += _of_texts(edition, language, [other for other, stories in found if not stories])
    return list(dict.fromkeys(offered))[:OFFERED]


def _of_texts(edition: Edition, language: str, tokens: Sequence[str]) -> list[str]:
    """The words that have these tokens, as they are written, the one with most stories first."""
    index = index_of(edition.database)
    having = {
        token: index.find(Match(((token,),), (tag(LANGUAGE, language),)), COUNTED) for token in tokens[:CANDIDATES]
    }
    best = sorted(filter(having.get, having), key=lambda token: -len(having[token]))[:OFFERED]
    return list(filter(None, (_written(edition, token, story_at(having[token][0])) for token in best)))


def _written(edition: Edition, token: str, story_id: int) -> str:
    """The word of the story that has `token`; "" where its page doesn't show one."""
    if not token.isascii():
        # Nothing is cut off in other scripts.
        return token
    row = edition.catalogue([story_id]).get(story_id)
    page = edition.page(row.address) if row is not None else None
    for paragraph in text_of(page) if page is not None else ():
        for word in words_in(spelt(paragraph)):
            if word[:2] == token[:2] and tokens_of(word) == [token]:
                return word
    return ""


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
        "AND length(word) BETWEEN ? AND ? ORDER BY stories DESC, abs(length(word) - ?), word LIMIT ?",
        (language, first, first + "\U0010ffff", len(word) - 2, len(word) + 2, len(word), LOOKED_AT),
    )
    return found
