"""How a kiosk follows the file of the edition."""

from __future__ import annotations

import pytest

from broadsheet.edition import writing


def wipe(path):
    for file in path.parent.glob(path.name + "*"):
        file.unlink()


def test_without_an_edition_readers_are_told_to_come_back(ask, kiosk, paper):
    kiosk.watch.close()
    paper.writer.close()
    wipe(paper.path)
    kiosk.look()
    answer = ask("/world/story-1")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    assert answer.headers["cache-control"] == "no-store"
    assert ask("/-/health").status == 200
    assert ask("/-/view", "POST", body=b"2").status == 204
    again = type(paper)(paper.path)
    again.press_all()
    kiosk.look()
    assert ask("/world/story-1").status == 200
    again.writer.close()


def test_an_edition_without_a_run_is_none_yet(ask, kiosk, paper):
    kiosk.watch.close()
    paper.writer.close()
    wipe(paper.path)
    empty = type(paper)(paper.path)
    kiosk.look()
    assert ask("/").status == 503
    empty.press_all()
    kiosk.look()
    assert ask("/").status == 200
    empty.writer.close()


def test_readers_keep_the_old_edition_until_the_new_one_is_pressed(ask, kiosk, paper):
    ask("/world/story-1")
    paper.writer.close()
    wipe(paper.path)
    kiosk.look()
    assert ask("/world/story-2").status == 200
    again = type(paper)(paper.path)
    kiosk.look()
    assert ask("/world/story-3").status == 200
    again.press_all()
    with again.writer.run() as run:
        again.kill(run, 1)
    kiosk.look()
    assert ask("/world/story-1").status == 410
    again.writer.close()


def test_an_edition_put_back_in_place_with_an_older_run_is_noticed(ask, kiosk, paper):
    ask("/world/story-1")
    paper.writer.connection.execute("UPDATE facts SET value = '0' WHERE name = 'run'")
    kiosk.look()
    assert kiosk.cache.ready == {}


def test_a_damaged_edition_answers_from_memory_and_fails_softly(ask, kiosk, paper):
    ask("/world/story-1")
    paper.writer.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with paper.path.open("r+b") as file:
        file.truncate(5000)
    assert ask("/world/story-1").status == 200
    assert ask("/world/story-2").status == 503
    kiosk.look()
    assert ask("/world/story-2").status == 503


@pytest.mark.parametrize("kept", [500, 3])
def test_a_kiosk_that_slept_forgets_everything_that_changed(ask, kiosk, paper, monkeypatch, kept):
    monkeypatch.setattr(writing, "KEPT_RUNS", kept)
    for story_id in (1, 2, 3):
        ask(f"/world/story-{story_id}")
    for text in ("one", "two", "three", "four", "five"):
        with paper.writer.run() as run:
            paper.story(run, 1 if text == "one" else 2, text=f"Changed: {text}.")
    kiosk.look()
    assert "Changed: one." in ask("/world/story-1").text
    assert "Changed: five." in ask("/world/story-2").text
    assert ("/world/story-3" in kiosk.cache.ready) == (kept == 500)


def test_a_run_too_large_to_tell_drops_everything(ask, kiosk, paper, monkeypatch):
    monkeypatch.setattr(writing, "TOLD_ONE_BY_ONE", 2)
    ask("/world/story-1")
    paper.press_all()
    with paper.writer.run() as run:
        paper.kill(run, 1)
        paper.kill(run, 2)
    kiosk.look()
    assert [ask(f"/world/story-{n}").status for n in (1, 2, 3)] == [410, 410, 200]
