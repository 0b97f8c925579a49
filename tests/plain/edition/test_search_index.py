"""Stories are found by their words, in the same order on every engine, and by nothing once they are gone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from broadsheet.edition.records import CatalogueRow, SearchEntry
from broadsheet.edition.store import Edition
from broadsheet.edition.words import (
    ANYWHERE,
    HEADLINE,
    LEAD,
    PART,
    Match,
    index_of,
    place_of,
    story_at,
    time_at,
)
from broadsheet.edition.writing import EditionWriter

STORIES = {
    1: ("flood river", "water rise bridge", "minister visit town", "l_en s_world a_sok-dara"),
    2: ("market open", "flood", "river water bridge", "l_en s_town t_water"),
    3: ("river flood again", "bridge hold", "flood river 1st", "l_en s_world t_water"),
    4: ("ទឹកជំនន់ _ទឹ _ក _ជំ _ន _ន់", "_ភ្នំ _ពេ _ញ", "_ក _ខ", "l_km s_world"),
}
"""Story → headline, first lines, the rest, tags."""

PUBLISHED = {1: 1_000, 2: 3_000_000_000, 3: -86_400, 4: 2_000}


def row(story_id: int, published_at: int | None = None) -> CatalogueRow:
    headline, lead, body, tags = STORIES[story_id]
    known = " ".join(word for word in headline.split() if not word.startswith("_"))
    words = f" {PART} ".join((headline, lead, body))
    entry = SearchEntry(words, tags, known, f"day {story_id}", f"s\tworld\tWorld {story_id}")
    at = PUBLISHED[story_id] if published_at is None else published_at
    return CatalogueRow(story_id, "en", "/world", f"/{story_id}", headline, "", at, "<li>", entry)


@pytest.fixture
def writer(place):
    made = EditionWriter(place)
    with made.run() as run:
        for story_id in STORIES:
            run.put_row(row(story_id))
    yield made
    made.close()


def found(writer, *rows, tags=(), where=ANYWHERE, limit=10, **times):
    match = Match(tuple(tuple(r.split()) for r in rows), tags, where, **times)
    return [story_at(place) for place in index_of(writer.reading.database).find(match, limit)]


def known(writer):
    return dict(writer.database.all("SELECT word, stories FROM search_known WHERE language = 'en'"))


def test_a_place_tells_time_and_story():
    for at, story_id in ((0, 1), (-5, 7), (4_000_000_000, (1 << 30) - 1)):
        assert (time_at(place_of(at, story_id)), story_at(place_of(at, story_id))) == (at, story_id)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (("flood",), [2, 1, 3]),
        (("flood", "bridge"), [2, 1, 3]),
        (("flood river",), [1, 3]),
        (("river flood",), [3]),
        (("river water",), [2]),
        # A row never goes on from one part of a story into the next.
        (("river water rise",), []),
        (("_ទឹ _ក _ជំ",), [4]),
        (("_ពេ _ញ",), [4]),
        (("_ញ _ពេ",), []),
        (("nothing",), []),
        # A part of a token is none, and what a story belongs to is no word of it.
        (("floo",), []),
        (("l",), []),
        # A word is not taken for one of a headline that is spelt so.
        (("1st",), [3]),
        (("1_flood",), [1, 3]),
    ],
)
def test_all_rows_must_stand_in_a_story(writer, rows, wanted):
    assert found(writer, *rows) == wanted


def test_where_a_row_stands_can_be_asked(writer):
    assert found(writer, "flood", where=HEADLINE) == [1, 3]
    assert found(writer, "flood", where=LEAD) == [2, 1, 3]
    assert found(writer, "flood", "bridge", where=LEAD) == [1, 3]
    assert found(writer, "flood", "bridge", where=HEADLINE) == []
    assert found(writer, "flood river", where=LEAD) == [1]
    assert found(writer, "river water", where=LEAD) == []


def test_marks_and_times_narrow(writer):
    assert found(writer, "flood", tags=("l_en", "s_world")) == [1, 3]
    assert found(writer, tags=("t_water",)) == [2, 3]
    assert found(writer, tags=("a_sok-dara",)) == [1]
    assert found(writer, "flood", since=0) == [2, 1]
    assert found(writer, "flood", since=1_000, until=1_001) == [1]
    assert found(writer, "flood", until=1_000) == [3]
    assert found(writer, "flood", limit=2) == [2, 1]


def test_a_row_is_read_as_it_was_put(writer):
    assert [writer.reading.row(n) for n in STORIES] == [row(n) for n in STORIES]
    assert writer.reading.catalogue([1])[1] == replace(row(1), search=None)


def test_a_story_that_changes_is_found_by_its_new_words_alone(writer):
    changed = replace(row(1), search=replace(row(1).search, words="drought _ minister"))
    with writer.run() as run:
        run.put_row(changed)
    assert found(writer, "drought") == [1]
    assert (found(writer, "flood"), found(writer, "town")) == ([2, 3], [])
    with writer.run() as run:
        run.put_row(row(1, published_at=4_000_000_000))
    assert (found(writer, "drought"), found(writer, "flood")) == ([], [1, 2, 3])
    assert writer.reading.row(1) == row(1, published_at=4_000_000_000)


def test_a_story_that_is_gone_leaves_no_word(writer):
    assert known(writer)["flood"] == 2
    with writer.run() as run:
        run.drop_row(1)
        run.drop_row(1)
        run.put_row(replace(row(3), search=None))
    assert (found(writer, "flood"), found(writer, "minister"), found(writer, tags=("s_world",))) == ([2], [], [4])
    assert (known(writer), writer.reading.row(1)) == (
        # "bridge", "flood", "river" and "water" are left in a text.
        {"market": 1, "open": 1, "bridge": 0, "flood": 0, "river": 0, "water": 0, "ទឹកជំនន់": 1},
        None,
    )
    for table in ("search", "search_tokens"):
        assert writer.database.one(f"SELECT count(*) FROM {table}")[0] == 2


def test_a_run_that_breaks_off_leaves_no_word(writer):
    with pytest.raises(ZeroDivisionError), writer.run() as run:
        run.drop_row(1)
        run.put_row(replace(row(2), search=replace(row(2).search, words="secret")))
        raise ZeroDivisionError
    assert (found(writer, "flood"), found(writer, "secret")) == ([2, 1, 3], [])


def test_an_edition_of_the_previous_format_gets_a_place_for_words(writer, place):
    assert writer.reading.is_searchable()
    for table in ("search", "search_tokens", "search_known", "search_words"):
        writer.database.do(f"DROP TABLE {table}")
    writer.set_fact("format", "2")
    old = Edition(place)
    assert not old.is_searchable()
    again = EditionWriter(place)
    with again.run() as run:
        run.put_row(row(1))
    assert (found(again, "flood"), old.is_searchable(), again.fact("format")) == ([1], True, "3")
    again.close()
    old.close()
