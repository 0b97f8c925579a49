"""Proof of publication: whatever somebody did to the edition is found, named and mended."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from cast import NOW, Cast
from what_readers_get import everything, read

from broadsheet.edition.store import media_path
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper import presses
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press
from broadsheet.press.verify import Report, repair, verify
from broadsheet.stories import acts
from broadsheet.stories.models import Story
from editions import place_in

FLOOD = "/2026/11/23/flood"
STRAY = "ab00000000000000-400.jpg"


def wrong(report: Report) -> dict[str, list[str]]:
    return {name: found for name, found in report.told().items() if found}


def test_what_the_press_made_is_found_to_be_right(cast: Cast, pressed: Press) -> None:
    assert wrong(verify(pressed, NOW)) == {}
    acts.withdraw(cast.market, by=None, now=NOW)
    acts.publish(cast.wedding, by=None, now=NOW)
    Story.objects.get(pk=cast.lantern.pk).delete()
    pressed.run_once(NOW)
    report = verify(pressed, NOW)
    assert report.clean
    assert report.compared > len(pressed.writer.reading.addresses())


def test_the_address_under_which_pages_were_made_belongs_to_the_edition(
    cast: Cast, paper: PaperFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after `run --port 8124` of a paper whose paper.toml names no address."""
    place = place_in(tmp_path / "edition")
    monkeypatch.setattr(presses, "EditionWriter", lambda _: EditionWriter(place))
    untold = replace(paper, address="http://127.0.0.1:8000", address_told=False)

    def opened(paper: PaperFile, *, serving: bool = False) -> AbstractContextManager[Press]:
        monkeypatch.setattr(presses, "current", lambda: paper)
        return presses.open_press(serving=serving)

    with opened(replace(paper, address="http://127.0.0.1:8124"), serving=True) as press:
        press.run_all(NOW)
        assert 'content="http://127.0.0.1:8124/"' in read(press.writer.reading, "/")
    with opened(untold) as press:
        assert wrong(verify(press, NOW)) == {}
        assert not press.looks_outdated()
    for told, serving in ((replace(untold, address_told=True), False), (untold, True)):
        with opened(told, serving=serving) as press:
            assert "/" in wrong(verify(press, NOW))["different"]
            press.writer.set_fact(presses.ADDRESS, "http://127.0.0.1:8124")


def test_the_press_goes_on_while_it_is_compared(cast: Cast, pressed: Press, paper: PaperFile) -> None:
    place = getattr(pressed.writer.database, "place", pressed.writer.path)
    other = Press(PaperNewsroom(paper), EditionWriter(place))
    taken = threading.Event()

    def take_a_turn() -> None:
        with other.lock():
            taken.set()

    def withdraw(done: int, whole: int) -> None:
        turn = threading.Thread(target=take_a_turn)
        turn.start()
        if taken.wait(20):
            turn.join()
            acts.withdraw(cast.flood, by=None, now=NOW)
            other.run_once(NOW)

    report = verify(pressed, NOW, progress=withdraw)
    assert taken.is_set() and pressed.writer.reading.is_gone(FLOOD)
    assert wrong(report) == {}, "its pictures are gone, which is right by now"
    other.writer.close()


def test_a_sample_compares_no_more_than_it_was_asked_to(cast: Cast, pressed: Press) -> None:
    report = verify(pressed, NOW, sample=7)
    assert (report.compared, report.clean) == (7, True)


def execute(press: Press, *statements: str) -> None:
    for statement in statements:
        press.writer.connection.execute(statement)


def tamper_with_a_page(press: Press) -> None:
    execute(press, f"UPDATE pages SET head = (SELECT head FROM pages WHERE address = '/') WHERE address = '{FLOOD}'")


def lose_a_page(press: Press) -> None:
    execute(press, f"DELETE FROM pages WHERE address = '{FLOOD}'")


def lose_a_page_and_its_place_in_the_ledger(press: Press) -> None:
    execute(
        press,
        "DELETE FROM ledger_reads WHERE input_id = (SELECT id FROM inputs WHERE address = '/world')",
        *(f"DELETE FROM {table} WHERE address = '/world'" for table in ("pages", "inputs")),
    )


def slip_in_a_page(press: Press) -> None:
    columns = "kind, content_type, language, etag, head, head_crc, head_size, tail, tail_crc, tail_size"
    execute(press, f"INSERT INTO pages (address, {columns}) SELECT '/extra', {columns} FROM pages WHERE address = '/'")


def slip_in_a_row(press: Press) -> None:
    columns = "language, section, address, headline, teaser, published_at, card"
    execute(press, f"INSERT INTO catalogue (story_id, {columns}) SELECT 990099, {columns} FROM catalogue LIMIT 1")


def lose_every_row(press: Press) -> None:
    execute(press, "DELETE FROM catalogue")


def bury_a_living_story(press: Press) -> None:
    lose_a_page(press)
    execute(press, f"INSERT INTO tombstones VALUES ('{FLOOD}')")


def lead_astray(press: Press) -> None:
    lose_a_page(press)
    execute(press, f"INSERT INTO redirects VALUES ('{FLOOD}', '/elsewhere')")


def spoil_the_frame_of_the_list(press: Press) -> None:
    execute(press, "UPDATE shells SET html = 'nothing'")


def lose_a_file(press: Press) -> None:
    media_path(press.writer.media_folder, first_picture(press)).unlink()


def tear_a_file(press: Press) -> None:
    path = media_path(press.writer.media_folder, first_picture(press))
    path.write_bytes(path.read_bytes()[:-20])


def forget_that_a_page_names_a_file(press: Press) -> None:
    execute(press, f"DELETE FROM media WHERE holder = '{FLOOD}'")


def leave_a_stray_file(press: Press) -> None:
    path = media_path(press.writer.media_folder, STRAY)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")


def leave_a_temporary_file(press: Press) -> None:
    leave_a_stray_file(press)
    path = media_path(press.writer.media_folder, STRAY)
    path.rename(path.with_name(f".{STRAY}.12345"))


def first_picture(press: Press) -> str:
    return min(press.writer.reading.media_of(FLOOD))


@pytest.mark.parametrize(
    ("damage", "where", "what"),
    [
        (tamper_with_a_page, "different", FLOOD),
        (lose_a_page, "missing", FLOOD),
        (lose_a_page_and_its_place_in_the_ledger, "missing", "/world"),
        (slip_in_a_page, "too much", "/extra"),
        (slip_in_a_row, "too much", "story/990099"),
        (lose_every_row, "missing", None),
        (bury_a_living_story, "different", FLOOD),
        (lead_astray, "different", FLOOD),
        (spoil_the_frame_of_the_list, "different", "shell/en"),
        (forget_that_a_page_names_a_file, "different", FLOOD),
        (leave_a_stray_file, "media that nothing names", STRAY),
        (leave_a_temporary_file, "media that nothing names", f".{STRAY}.12345"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_damage_is_found_where_it_is_and_mended(
    cast: Cast, pressed: Press, damage: Callable[[Press], None], where: str, what: str | None
) -> None:
    before = everything(pressed.writer.reading)
    damage(pressed)
    assert everything(pressed.writer.reading) != before
    report = verify(pressed, NOW)
    assert not report.clean
    assert list(wrong(report)) == [where]
    if what is not None:
        assert what in report.told()[where]
    repair(pressed, report, NOW)
    assert wrong(verify(pressed, NOW)) == {}
    assert everything(pressed.writer.reading) == before


@pytest.mark.parametrize("damage", [lose_a_file, tear_a_file])
def test_a_lost_or_torn_file_is_found_and_laid_down_again(
    cast: Cast, pressed: Press, damage: Callable[[Press], None]
) -> None:
    before = everything(pressed.writer.reading)
    lost = first_picture(pressed)
    damage(pressed)
    report = verify(pressed, NOW)
    assert set(report.lost_media) == {lost}
    assert list(wrong(report)) == ["media missing or torn"]
    repair(pressed, report, NOW)
    assert verify(pressed, NOW).clean
    assert everything(pressed.writer.reading) == before


def test_a_page_that_cannot_be_pressed_is_told_and_keeps_its_last_version(cast: Cast, pressed: Press) -> None:
    before = everything(pressed.writer.reading)
    cast.photo.file.storage.delete(cast.photo.file.name)
    type(cast.photo).objects.filter(pk=cast.photo.pk).update(credit="Somebody else")
    report = verify(pressed, NOW)
    assert FLOOD in report.failed
    repair(pressed, report, NOW)
    assert everything(pressed.writer.reading)[f"page {FLOOD}"] == before[f"page {FLOOD}"]
