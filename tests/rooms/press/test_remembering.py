"""What a reading was told to read beforehand is at hand when it is asked for, however little it may remember."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import NOW, Cast, prose

from broadsheet.paper import reading, rows
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText

STORIES = 40


@pytest.fixture
def many(cast: Cast) -> None:
    for number in range(STORIES):
        at = NOW - timedelta(days=number)
        text = StoryText(f"Story {number}", prose(f"Words of {number}."), topic_ids=(cast.river.pk,))
        acts.publish(acts.create(cast.national, text, by=None, now=at), by=None, now=at)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many stories each question to the database asked for."""
    asked: list[int] = []
    really = rows.stories

    def counted(ids: list[int], sections: dict[str, rows.SectionRow]) -> dict[int, rows.StoryRow]:
        asked.append(len(ids))
        return really(ids, sections)

    monkeypatch.setattr(rows, "stories", counted)
    return asked


def test_a_press_of_all_reads_stories_by_the_hundred(many: None, press: Press, read: list[int]) -> None:
    press.run_all(NOW)
    assert sum(read) <= STORIES + 10
    assert len(read) <= 10


def test_with_room_for_few_what_was_read_last_is_kept(
    many: None, press: Press, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_REMEMBERED", 4)
    monkeypatch.setattr(reading, "REMEMBERED_CARDS", 4)
    press.run_all(NOW)
    # Were all forgotten at once, each story's page would ask for its own, and for each that it leads to.
    assert len(read) <= STORIES + 10
