"""Keeps what search looks into in step with the catalogue: within the run that puts or drops a story's row."""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.edition.database import Database
from broadsheet.edition.records import CatalogueRow, SearchEntry
from broadsheet.edition.vocabulary import Vocabulary
from broadsheet.edition.words import deflated, index_of, inflated, place_of


class SearchRows:
    """The rows of all stories, in a database that is written to."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.index = index_of(database)
        self.vocabulary = Vocabulary(database)

    def put(self, row: CatalogueRow) -> None:
        """Let the story be found by `row.search` and by nothing that was put before; not at all where it is None."""
        entry, place = row.search, place_of(row.published_at, row.story_id)
        before = held(self.database, row.story_id)
        if before == ((place, row.language, entry) if entry is not None else None):
            return
        if before is not None:
            self._drop(*before)
        self.put_new([row])
        if before is not None:
            self.vocabulary.forget(*before[1:], instead=entry if before[1] == row.language else None)

    def put_new(self, rows: Sequence[CatalogueRow]) -> None:
        """The same for stories that nobody can find yet, many at once."""
        found = [(place_of(row.published_at, row.story_id), row, row.search) for row in rows if row.search]
        # From the oldest on: FTS5 writes out what it has gathered as soon as a place lies before the last one.
        found.sort(key=lambda put: put[0])
        for place, _, entry in found:
            self.index.put(place, entry)
        self.database.do_many(
            "INSERT INTO search (place, story_id, language, day, labels) VALUES (?, ?, ?, ?, ?)",
            [(place, row.story_id, row.language, entry.day, entry.labels) for place, row, entry in found],
        )
        self.database.do_many(
            "INSERT INTO search_tokens (place, tokens) VALUES (?, ?)",
            [(place, deflated(entry)) for place, _, entry in found],
        )
        self.vocabulary.add((row.language, entry) for _, row, entry in found)
        self.vocabulary.count((row.language, entry) for _, row, entry in found)

    def drop(self, story_id: int) -> None:
        """Let nobody find the story any more."""
        before = held(self.database, story_id)
        if before is not None:
            self._drop(*before)
            self.vocabulary.forget(*before[1:])

    def _drop(self, place: int, language: str, entry: SearchEntry) -> None:
        self.index.drop(place, entry)
        self.database.do("DELETE FROM search WHERE place = ?", (place,))
        self.database.do("DELETE FROM search_tokens WHERE place = ?", (place,))
        self.vocabulary.discount(language, entry)


def held(database: Database, story_id: int) -> tuple[int, str, SearchEntry] | None:
    """(place, language, entry) of the story; None where nobody can find it."""
    row = database.one(
        "SELECT s.place, s.language, s.day, s.labels, t.tokens FROM search s "
        "JOIN search_tokens t ON t.place = s.place WHERE s.story_id = ?",
        (story_id,),
    )
    if row is None:
        return None
    place, language, day, labels, tokens = row
    return int(place), str(language), inflated(bytes(tokens), day=day, labels=labels)
