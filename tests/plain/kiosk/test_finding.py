"""A search finds the same stories in the same order on every engine, and says what they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.editions import place_in
from tests.plain.kiosk.searched_paper import open_paper, put_story, story_address

from broadsheet.edition.writing import EditionWriter
from broadsheet.kiosk import finding
from broadsheet.kiosk.asking import asked_in, question_of
from broadsheet.kiosk.corrections import corrections, distance, one_slip
from broadsheet.kiosk.finding import Findings, find
from broadsheet.kiosk.offers import offers

ZONE = ZoneInfo("Asia/Phnom_Penh")
YEAR = 365 * 86_400
STORIES = {
    1: (
        "Market opens",
        ["The flood is over.", "The river fell by a bridge, the minister said."],
        50 * YEAR,
        ["town"],
    ),
    2: ("Flood on the river", ["Water rose.", "A bridge holds."], 51 * YEAR, ["world", "mekong"]),
    3: ("River after the flood", ["Rice rots.", "The Mekong."], 52 * YEAR, ["world", "dara", "mekong"]),
    4: ("A wedding", ["On two boats.", "Guests spoke of flooding by the river."], 53 * YEAR, ["town", "dara"]),
    5: ("Quiet", ["Nothing.", "Nobody named Sok Dara."], 54 * YEAR, ["town"]),
}
KHMER = {21: ("ទឹកជំនន់មកដល់ភ្នំពេញ", ["ទន្លេសាប", "flood"]), 22: ("ព័ត៌មាន", ["ក្រុង", "ទឹកជំនន់នៅភ្នំពេញ"])}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def writer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditionWriter]:
    folder: Path = tmp_path_factory.mktemp("searched")
    made = open_paper(place_in(folder / "edition", server=request.param == "postgresql"))
    with made.run() as run:
        for story_id, (headline, paragraphs, at, labels) in STORIES.items():
            put_story(run, story_id, headline, paragraphs, at=at, labels=labels)
        for story_id, (headline, paragraphs) in KHMER.items():
            put_story(run, story_id, headline, paragraphs, at=story_id * YEAR, language="km")
    yield made
    made.close()


def look(writer: EditionWriter, query: str, language: str = "en") -> Findings:
    asked = asked_in(query, address="/search", language=language)
    assert not asked.fault
    return find(writer.reading, question_of(asked, ZONE))


def ids(findings: Findings) -> list[int]:
    return [hit.row.story_id for hit in findings.hits]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("q=flood&sort=new", [4, 3, 2, 1]),
        ("q=flood", [3, 2, 1, 4]),  # in the headline, in the first lines, anywhere
        ("q=flood+river", [2, 3, 4, 1]),
        ("q=river+flood", [3, 2, 4, 1]),
        ("q=%22flood+on+the+river%22", [2, 4]),
        ("q=%22flood+river%22", [2, 4]),
        ("q=%22river+bridge%22", []),
        ("q=sok+dara", [4, 3, 5]),
        ("q=mekong", [3, 2]),
        ("q=FLOODED+Rivers", [2, 3, 4, 1]),
        ("q=ទឹកជំនន់", []),
        ("section=world", [3, 2]),
        ("q=flood&section=town", [1, 4]),
        ("q=flood&author=sok-dara", [3, 4]),
        ("topic=mekong&author=sok-dara", [3]),
        ("q=flood&section=nowhere", []),
        ("q=flood&from=2021-12-19&to=2021-12-19", [3]),
        ("q=flood&from=2021-12-20", [4]),
        ("q=flood&to=2021-12-18", [2, 1]),
        ("from=2023-01-01", [5]),
        ("", []),
        ("q=the+of", []),
    ],
)
def test_what_is_found_and_in_which_order(writer: EditionWriter, query: str, wanted: list[int]) -> None:
    assert ids(look(writer, query)) == wanted


def test_each_language_finds_its_own(writer: EditionWriter) -> None:
    assert ids(look(writer, "q=ទឹកជំនន់", "km")) == [21, 22]
    assert ids(look(writer, "q=ជំនន់", "km")) == [21, 22]
    assert ids(look(writer, "q=flood", "km")) == [21]


def test_a_day_begins_on_the_papers_clock(writer: EditionWriter) -> None:
    # Story 3 went out at 00:00 UTC, which is 07:00 there; at 17:00 UTC the day ends.
    asked = asked_in("from=2021-12-19&to=2021-12-19", address="/search", language="en")
    question = question_of(asked, ZONE)
    assert (question.since, question.until) == (52 * YEAR - 7 * 3600, 52 * YEAR + 17 * 3600)


def test_what_the_stories_belong_to_is_counted(writer: EditionWriter) -> None:
    findings = look(writer, "q=flood")
    assert findings.count == 4
    assert {k: [(x.slug, x.count) for x in labels] for k, labels in findings.labels.items()} == {
        "s": [("town", 2), ("world", 2)],
        "a": [("sok-dara", 2)],
        "t": [("mekong", 2)],
    }
    assert findings.labels["t"][0].name == "The Mekong & its lakes"
    assert [(year.slug, year.count) for year in findings.years] == [("2022", 1), ("2021", 1), ("2020", 1), ("2019", 1)]


def test_more_than_anybody_reads_is_not_looked_at(writer: EditionWriter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "LOOKED_AT", 2)
    monkeypatch.setattr(finding, "A_PAGE", 1)
    findings = look(writer, "q=flood")
    assert (findings.count, findings.more, findings.pages, ids(findings)) == (2, True, 2, [3])
    assert ids(look(writer, "q=flood&page=2")) == [2]
    assert ids(look(writer, "q=flood&page=3")) == []
    assert not look(writer, "q=mekong").more


def test_a_slip_is_corrected_to_a_word_of_a_headline(writer: EditionWriter) -> None:
    for slip in ("flod", "floood", "fload", "lfood", "flodo"):
        assert corrections(writer.reading, "en", slip) == ["flood"], slip
    assert corrections(writer.reading, "en", "weding") == ["wedding"]
    assert corrections(writer.reading, "en", "weeddding") == ["wedding"]
    assert corrections(writer.reading, "km", "weding") == []
    assert corrections(writer.reading, "en", "x" * 500) == []
    assert corrections(writer.reading, "km", "ភ្នំពញ") == ["ភ្នំពេញ"]


def test_a_slip_is_corrected_to_a_word_of_a_text_as_it_is_written_there(writer: EditionWriter) -> None:
    # "minister" and "guests" stand in texts alone; "guest" is what the index knows.
    for slip in ("minsiter", "minisster", "ministres", "mminister"):
        assert corrections(writer.reading, "en", slip) == ["minister"], slip
    assert corrections(writer.reading, "en", "gusts") == ["guests"]
    assert corrections(writer.reading, "km", "minsiter") == []
    # Words of first lines are words in Khmer too.
    assert corrections(writer.reading, "km", "ទន្លៃ") == ["ទន្លេ"]


def test_slips_are_counted() -> None:
    pairs = [("flood", "flood"), ("flood", "flod"), ("flood", "folod"), ("flood", "blot"), ("flood", "wedding")]
    assert [distance(one, other, 2) for one, other in pairs] == [0, 1, 1, 3, 3]
    assert {"flood", "flo", "lfod", "fled", "floda"} <= one_slip("flod")


@pytest.mark.parametrize(
    ("query", "language", "wanted"),
    [
        ("q=flod", "en", ["flood"]),
        ("q=flod+rivr", "en", ["flood river"]),
        ("q=wedding&section=world", "en", ["wedding"]),
        ("q=wedding+minister", "en", ["wedding", "minister"]),
        ("q=flood+zyxwv+bridge", "en", ["flood bridge", "flood", "bridge"]),
        ("q=%22river+bridge%22+flood+minister", "en", ["flood minister", "flood", "minister"]),
        ("q=ទឹកជំនន់", "en", ["ភាសាខ្មែរ: ទឹកជំនន់"]),
        ("q=wedding", "km", ["English: wedding"]),
        ("q=xyzzy", "en", []),
    ],
)
def test_who_finds_nothing_is_offered_what_finds_something(
    writer: EditionWriter, query: str, language: str, wanted: list[str]
) -> None:
    addresses = {"en": "/search", "km": "/km/search"}
    asked = asked_in(query, address=addresses[language], language=language)
    offered = offers(writer.reading, asked, ZONE, addresses=addresses)
    assert [offer["name"] for offer in offered] == wanted
    for offer in offered:
        path, _, there = str(offer["href"]).partition("?")
        spoken = "km" if path == "/km/search" else "en"
        assert look(writer, there, spoken).count > 0


def test_a_story_that_is_withdrawn_is_found_by_nothing(writer: EditionWriter) -> None:
    with writer.run() as run:
        put_story(run, 9, "A secret", ["About a heron.", "Two rivers and a cormorant."], at=60 * YEAR, labels=["dara"])
    assert ids(look(writer, "q=heron")) == [9]
    assert corrections(writer.reading, "en", "cormornt") == ["cormorant"]
    with writer.run() as run:
        run.drop_page(story_address(9))
        run.drop_row(9)
    for query in (
        "q=heron",
        "q=secret",
        "from=2029-01-01",
        "q=dara&from=2029-01-01",
        "author=sok-dara&from=2029-01-01",
    ):
        assert look(writer, query).count == 0, query
    for slip in ("secrt", "cormornt"):
        assert corrections(writer.reading, "en", slip) == []
    assert corrections(writer.reading, "en", "rivr") == ["river"]
