"""Keeps the words that a misspelt one can be corrected to: those of all stories that stand in the paper, and no other.

    stories > 0   a word of so many headlines, or of names, as it is written
    stories = 0   a token of texts only: how it is written, the newest story that has it tells (`kiosk.corrections`)

Tokens of texts aren't counted, which would cost more than the page: whether one is left is asked where a story goes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from broadsheet.edition.database import Database
from broadsheet.edition.records import SearchEntry
from broadsheet.edition.words import Match, index_of

SHORTEST, LONGEST = 4, 24
"""Letters of a token that is kept."""
OF_LANGUAGE = "l_"
"""Begins the tag of the language."""
AT_ONCE = 400


class Vocabulary:
    """The words, in a database that is written to; kept for one run, since it remembers what it has laid down."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.index = index_of(database)
        self._seen: defaultdict[str, set[str]] = defaultdict(set)
        """Language → tokens of its texts."""

    def add(self, entries: Iterable[tuple[str, SearchEntry]]) -> None:
        """Let the tokens of `entries`, each with its language, be known."""
        said: defaultdict[str, set[str]] = defaultdict(set)
        for language, entry in entries:
            said[language].update(entry.words.split())
        for language, tokens in said.items():
            # Most of a text's tokens stood in another: only the rest is looked at one by one.
            unseen = tokens - self._seen[language]
            self._seen[language] |= unseen
            kept = sorted(filter(is_kept, unseen))
            new = sorted(set(kept).difference(self._held(language, kept)))
            self.database.do_many(
                "INSERT INTO search_known (language, word, stories) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
                [(language, token) for token in new],
            )

    def count(self, entries: Iterable[tuple[str, SearchEntry]]) -> None:
        """Count the words of headlines and names of `entries`."""
        counted = Counter((language, word) for language, entry in entries for word in entry.known.split())
        self.database.do_many(
            "INSERT INTO search_known (language, word, stories) VALUES (?, ?, ?) "
            "ON CONFLICT (language, word) DO UPDATE SET stories = search_known.stories + excluded.stories",
            [(*said, stories) for said, stories in sorted(counted.items())],
        )

    def discount(self, language: str, entry: SearchEntry) -> None:
        """Count them no more."""
        words = [(language, word) for word in entry.known.split()]
        self.database.do_many("UPDATE search_known SET stories = stories - 1 WHERE language = ? AND word = ?", words)

    def forget(self, language: str, entry: SearchEntry, instead: SearchEntry | None = None) -> None:
        """Drop the words of `entry`, which has gone from the index, that stand in no story any more.

        `instead` has come for it, in the same language.
        """
        asked = sorted(_words_of(entry) - (_words_of(instead) if instead else set()))
        tags = tuple(tag for tag in entry.tags.split() if tag.startswith(OF_LANGUAGE))
        gone = [word for word in self._held(language, asked, uncounted=True) if not self._stands(word, tags)]
        self.database.do_many(
            "DELETE FROM search_known WHERE language = ? AND word = ?", [(language, word) for word in gone]
        )
        self._seen[language].difference_update(gone)

    def _held(self, language: str, words: Sequence[str], *, uncounted: bool = False) -> list[str]:
        found: list[str] = []
        for start in range(0, len(words), AT_ONCE):
            some = words[start : start + AT_ONCE]
            query = f"SELECT word FROM search_known WHERE language = ? AND word IN ({','.join('?' * len(some))})"
            rows = self.database.all(query + (" AND stories < 1" if uncounted else ""), (language, *some))
            found += [word for (word,) in rows]
        return found

    def _stands(self, word: str, tags: tuple[str, ...]) -> bool:
        # A word of a headline that isn't a token of its own ("floods": "flood") stands nowhere by this.
        return is_kept(word) and bool(self.index.find(Match(((word,),), tags), 1))


def tokens_in(entry: SearchEntry) -> set[str]:
    """The tokens of `entry` that may be what somebody meant: neither syllables nor figures."""
    return set(filter(is_kept, set(entry.words.split())))


def _words_of(entry: SearchEntry) -> set[str]:
    return {*tokens_in(entry), *entry.known.split()}


def is_kept(token: str) -> bool:
    """Whether `token` is long enough, and a word."""
    return SHORTEST <= len(token) <= LONGEST and token[0] != "_" and not any(map(str.isdigit, token))
