"""What readers' search finds is what is published, with the run that publishes it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from cast import NOW, Cast, prose
from what_readers_get import everything

from broadsheet.edition.sqlite import SqliteDatabase
from broadsheet.kiosk.asking import asked_in, question_of
from broadsheet.kiosk.finding import find
from broadsheet.paperfile import current
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Story

EMPTIED = "INSERT INTO search_words (search_words) VALUES ('delete-all')"

FromNothing = Callable[[datetime], dict[str, object]]


def found(press: Press, query: str, language: str = "en") -> list[int]:
    question = question_of(asked_in(query, address="/search", language=language), current().timezone)
    return [hit.row.story_id for hit in find(press.writer.reading, question).hits]


def test_a_story_is_found_by_all_that_it_says_and_belongs_to(cast: Cast, pressed: Press) -> None:
    for query in ("q=floods+bridge", "q=nobody+hurt", "q=sok+dara&topic=mekong", "section=world&author=sok-dara"):
        assert cast.flood.pk in found(pressed, query), query
    assert found(pressed, "q=boat+dusk") == []
    assert found(pressed, "q=ស្ពាន", "km") == [cast.khmer.pk]
    assert found(pressed, "section=national", "km") == [cast.khmer.pk]
    assert found(pressed, "from=2026-11-24") == []


def test_a_draft_and_a_story_under_embargo_are_found_by_nobody(cast: Cast, pressed: Press) -> None:
    later = NOW + timedelta(hours=1)
    acts.schedule(cast.wedding, later, by=cast.editor, now=NOW)
    pressed.run_once(NOW)
    assert found(pressed, "q=wedding") == []
    secret = StoryText("Flood water reaches the old bridge", prose("The heron has left."), slug="flood")
    acts.revise(cast.flood, secret, by=cast.editor, now=NOW)
    pressed.run_once(NOW)
    assert found(pressed, "q=heron") == []


def test_a_story_that_goes_is_found_by_nobody_and_leaves_no_word(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    acts.withdraw(cast.market, by=cast.editor, now=NOW)
    acts.withdraw(cast.ferry, by=cast.editor, now=NOW)
    pressed.run_once(NOW)
    for query in ("q=market", "q=ferry", "q=lorry", "author=sok-dara&q=open", "q=stalls"):
        assert found(pressed, query) == [], query
    assert everything(pressed.writer.reading) == from_nothing(NOW)
    acts.publish(Story.objects.get(pk=cast.market.pk), by=cast.editor, now=NOW)
    pressed.run_once(NOW)
    assert found(pressed, "q=stalls") == [cast.market.pk]


def test_a_change_of_words_or_of_a_name_is_found_with_its_run(
    cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    changed = StoryText("Flood water falls", prose("The heron is back."), slug="flood")
    acts.publish(acts.revise(cast.flood, changed, by=cast.editor, now=NOW), by=cast.editor, now=NOW)
    cast.river.name = "Tonle Sap"
    cast.river.save()
    pressed.run_once(NOW)
    assert (found(pressed, "q=heron"), found(pressed, "q=hurt")) == ([cast.flood.pk], [])
    assert found(pressed, "q=tonle") == [cast.ferry.pk]
    assert everything(pressed.writer.reading) == from_nothing(NOW)


def test_an_index_that_came_empty_fills_while_the_press_looks_at_all(cast: Cast, pressed: Press) -> None:
    database = pressed.writer.database
    held = everything(pressed.writer.reading)
    for table in ("search", "search_tokens", "search_known"):
        database.do(f"DELETE FROM {table}")
    on_file = isinstance(database, SqliteDatabase)
    database.do(EMPTIED if on_file else "DELETE FROM search_words")
    assert found(pressed, "q=flood") == []
    pressed.run_all(NOW)
    assert everything(pressed.writer.reading) == held
    assert found(pressed, "q=flood") == [cast.flood.pk]


def test_an_index_of_the_version_before_gets_the_words_of_texts(cast: Cast, pressed: Press) -> None:
    database = pressed.writer.database
    held = everything(pressed.writer.reading)
    assert database.do("DELETE FROM search_known WHERE stories = 0") > 0
    database.do("UPDATE inputs SET fingerprint = ? WHERE recipe = 'row'", (b"of less",))
    pressed.run_all(NOW)
    assert everything(pressed.writer.reading) == held
