"""PostgreSQL's index of words looks for few stories among many, and misses none."""

from __future__ import annotations

from pathlib import Path

from tests.editions import place_in

from broadsheet.edition.records import CatalogueRow, SearchEntry
from broadsheet.edition.tsvector import STRETCH_BITS, kinds, looks, stretch_of
from broadsheet.edition.words import Match, index_of, place_of, story_at
from broadsheet.edition.writing import EditionWriter

STRETCH = 1 << 22
"""Seconds."""


def row(story_id: int, words: str, at: int) -> CatalogueRow:
    entry = SearchEntry(f"{words} _ {words} _ {words}", "l_en", "", "", "")
    return CatalogueRow(story_id, "en", "/world", f"/{story_id}", words, "", at, "<li>", entry)


def found(writer: EditionWriter, *rows: str, limit: int = 100) -> list[int]:
    places = index_of(writer.reading.database).find(Match(tuple(tuple(r.split()) for r in rows), ("l_en",)), limit)
    return [story_at(place) for place in places]


def test_places_are_looked_through_from_the_newest_on_without_a_gap() -> None:
    for first, last in ((-(1 << 62), 7 << STRETCH_BITS), (-5, 90 << STRETCH_BITS), (12, 12), (3 << STRETCH_BITS, 5)):
        parts = list(looks(first, last))
        assert [begin for begin, _, _ in parts] == [end + 1 for _, end, _ in parts[1:]] + ([first] if parts else [])
        assert [end for _, end, _ in parts[:1]] == ([last] if first <= last else [])
        for begin, end, stretches in parts:
            assert not stretches or {stretch_of(begin), stretch_of(end)} <= set(stretches)


def test_a_row_has_no_kind_that_a_text_with_it_lacks() -> None:
    text = ["the", "flood", "_", "the", "old", "bridge", "held", "again"]
    assert kinds(["old", "bridge", "held"]) <= kinds(text)
    assert not kinds(["flood", "the"]) <= kinds(text)
    assert kinds(["flood", "_"]) == set()
    assert all(kind >= 0 > stretch_of(place_of(at, 1)) for kind in kinds(text) for at in (-30_000_000_000, 10**11))


def test_stories_of_all_times_are_found_the_newest_first(tmp_path: Path) -> None:
    writer = EditionWriter(place_in(tmp_path, server=True))
    with writer.run() as run:
        for story_id in range(60):
            run.put_row(row(story_id, "old bridge" if story_id % 2 else "bridge old", (story_id - 30) * STRETCH))
    assert found(writer, "bridge") == list(range(59, -1, -1))
    assert found(writer, "old bridge") == list(range(59, -1, -2))
    assert found(writer, "bridge", limit=30) == list(range(59, 29, -1))
    writer.close()


def test_an_index_of_the_version_before_is_emptied(tmp_path: Path) -> None:
    place = place_in(tmp_path, server=True)
    writer = EditionWriter(place)
    with writer.run() as run:
        run.put_row(row(1, "old bridge", 1))
    writer.database.do("ALTER TABLE search_words DROP COLUMN marks")
    writer.close()
    again = EditionWriter(place)
    assert found(again, "bridge") == []
    with again.run() as run:
        run.put_row(row(1, "old bridge", 1))
    assert found(again, "old bridge") == [1]
    again.close()
    kept = EditionWriter(place)
    assert found(kept, "old bridge") == [1]
    kept.close()
