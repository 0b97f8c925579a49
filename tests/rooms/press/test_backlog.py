"""Much to do waits in the edition, is worked off in slices behind what is ordered, and goes on where it broke off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from cast import NOW, Cast, prose
from test_withdrawal import assert_gone
from what_readers_get import everything, read

from broadsheet.edition.store import Edition
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press import campaign, pace, round, run
from broadsheet.press.backlog import Waiting
from broadsheet.press.crew import Hand
from broadsheet.press.round import Sheaf
from broadsheet.press.run import Press
from broadsheet.stories import acts, kills
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Front, Section
from editions import place_in

FromNothing = Callable[[datetime], dict[str, object]]
FLOOD = "/2026/11/23/flood"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rounds of a few products, so that the cast makes a backlog."""
    for module, name, value in (
        (round, "BULK", 20), (run, "BULK", 20), (run, "AT_ONCE", 5), (pace, "FEWEST", 5),
        (run, "SLICE_SECONDS", 1e-9), (campaign, "SLICE_SECONDS", 1e-9),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, value)


@pytest.fixture
def kill_file(paper: PaperFile) -> Iterator[None]:
    """The kill file lies outside of the test's transaction: it must not outlive the test."""
    yield
    (paper.data / "kills.jsonl").unlink(missing_ok=True)


class Enough(Exception):
    """Somebody has pressed Ctrl-C."""


def ends_after(calls: int) -> Callable[[int, int], None]:
    told: list[int] = []

    def progress(done: int, of_all: int) -> None:
        told.append(done)
        if len(told) == calls:
            raise Enough

    return progress


@contextmanager
def another_press(paper: PaperFile, place: object) -> Iterator[Press]:
    writer = EditionWriter(place)  # type: ignore[arg-type]
    yield Press(PaperNewsroom(paper), writer)
    writer.close()


def change_masthead(tagline: str) -> None:
    front = Front.objects.get(locale__language_code="en")
    front.tagline = tagline
    front.save_revision().publish()


def fill(press: Press) -> None:
    assert list(campaign.fill(press, NOW, parts=None, afresh=True)) == []


def work_off(press: Press, now: datetime = NOW) -> None:
    while press.run_once(now) is not None:
        pass


# A full press.


def test_a_first_press_that_is_broken_off_goes_on_and_readers_get_it_when_it_is_whole(
    small: None, cast: Cast, paper: PaperFile, tmp_path: Path, from_nothing: FromNothing
) -> None:
    place = place_in(tmp_path / "edition")
    with another_press(paper, place) as press:
        with pytest.raises(Enough):
            press.run_all(NOW, progress=ends_after(2))
        left = press.backlog.count()
        assert press.writer.reading.page_count() > 0
        assert left > 0
        assert campaign.goes_on(press)
    # What a kiosk asks before it takes an edition.
    serving = Edition(place, serving=True)
    assert serving.run() == 0
    with another_press(paper, place) as press:
        pressed = press.run_all(NOW)
        assert pressed.looked_at <= left + 1
        assert press.backlog.is_empty()
        assert everything(press.writer.reading) == from_nothing(NOW)
    assert serving.run() == 1
    assert serving.changed_since(0) == {"*"}
    serving.close()


def test_a_full_press_that_is_broken_off_leaves_readers_an_edition_without_a_gap(
    small: None, cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    before = everything(pressed.writer.reading)
    with pytest.raises(Enough):
        pressed.run_all(NOW, progress=ends_after(2))
    assert everything(pressed.writer.reading) == before
    acts.publish(cast.wedding, by=None, now=NOW)
    pressed.run_once(NOW)
    assert cast.wedding.title in read(pressed.writer.reading, "/national")
    pressed.run_all(NOW)
    assert everything(pressed.writer.reading) == from_nothing(NOW)


def test_a_full_press_drops_what_must_not_be_there(cast: Cast, pressed: Press, from_nothing: FromNothing) -> None:
    section = Section.objects.get(pk=cast.world.pk)
    Section.objects.filter(pk=section.pk).update(slug="elsewhere")
    pressed.run_all(NOW)
    assert not pressed.writer.reading.has_page("/world")
    assert everything(pressed.writer.reading) == from_nothing(NOW)


def test_parts_of_a_backlog_share_all_of_it_and_nothing_twice(small: None, cast: Cast, pressed: Press) -> None:
    fill(pressed)
    parts = [{w.number for w in pressed.backlog.first(1_000, part=(n, 3))} for n in range(3)]
    assert sum(len(part) for part in parts) == len(set().union(*parts)) == pressed.backlog.count()
    assert all(parts)


# A change of everything, and publications meanwhile.


def test_a_publication_goes_before_a_masthead_that_every_page_waits_for(
    small: None, cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    edition = pressed.writer.reading
    change_masthead("Every morning")
    pressed.run_once(NOW)
    waiting = pressed.backlog.count()
    assert waiting > 5
    acts.publish(cast.wedding, by=None, now=NOW)
    ran = pressed.run_once(NOW)
    assert ran is not None
    assert cast.wedding.title in read(edition, "/national")
    assert pressed.backlog.count() == waiting
    assert pressed.run_once(NOW) is not None
    assert pressed.backlog.count() < waiting
    work_off(pressed)
    assert everything(edition) == from_nothing(NOW)


def test_a_publication_does_not_wait_until_everything_is_taken_up(
    cast: Cast, pressed: Press, from_nothing: FromNothing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaign, "A_FILLING", 5)
    monkeypatch.setattr(campaign, "A_REST", 5)
    edition = pressed.writer.reading
    acts.publish(cast.wedding, by=None, now=NOW)
    filling = campaign.fill(pressed, NOW, parts=None, afresh=False)
    assert next(filling) is not None
    assert cast.wedding.title in read(edition, "/national")
    taken_up = pressed.backlog.count()
    acts.withdraw(cast.flood, by=None, now=NOW)
    assert next(filling) is not None
    assert_gone(edition, cast.flood.pk, cast.flood.title, FLOOD)
    assert set(filling) == {None}
    assert pressed.backlog.count() > taken_up
    work_off(pressed)
    assert everything(edition) == from_nothing(NOW)


def test_a_page_that_others_still_lead_to_vanishes_last(
    small: None, cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    edition = pressed.writer.reading
    world = Section.objects.get(pk=cast.world.pk)
    world.slug = "wide-world"
    world.save_revision().publish()
    while pressed.run_once(NOW) is not None:
        leading = [a for a in edition.addresses() if 'href="/world"' in read(edition, a)]
        assert edition.has_page("/world") or not leading
    assert not edition.has_page("/world")
    assert everything(edition) == from_nothing(NOW)


def test_a_killed_picture_does_not_wait_however_many_pages_show_it(
    kill_file: None, cast: Cast, pressed: Press, from_nothing: FromNothing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BULK", 4)
    edition = pressed.writer.reading
    shown = edition.media_of(FLOOD)
    assert len(pressed.ledger.readers([f"photo:{cast.photo.pk}"])) > 4
    kills.kill(cast.market, by="The editor", reason="The photo is not ours.", now=NOW, photos=[cast.photo])
    pressed.run_once(NOW)
    assert not shown & set(edition.media_names())
    work_off(pressed)
    assert everything(edition) == from_nothing(NOW)


# Sheaves: what a crew made while something happened.


def sheaf_of_everything(press: Press) -> Sheaf:
    """Everything, made anew as a process of a crew would make it now."""
    fill(press)
    waiting = press.backlog.first(1_000)
    return Hand(press.newsroom, press.writer.database).make(waiting, NOW)


def still_waiting(press: Press) -> set[str]:
    return {w.address for w in press.backlog.first(1_000)}


def test_a_sheaf_is_laid_down_and_waits_no_more(cast: Cast, pressed: Press) -> None:
    before = everything(pressed.writer.reading)
    sheaf = sheaf_of_everything(pressed)
    ran = pressed.work_off(NOW, [sheaf], seconds=0)
    assert ran is not None
    assert len(ran.rendered) == len(sheaf.waiting)
    assert ran.changed == []
    assert pressed.backlog.is_empty()
    assert everything(pressed.writer.reading) == before


@pytest.mark.parametrize("orders_first", [True, False], ids=["carried out before", "carried out with it"])
def test_a_sheaf_never_brings_back_what_was_withdrawn_meanwhile(
    orders_first: bool, cast: Cast, pressed: Press, from_nothing: FromNothing
) -> None:
    sheaf = sheaf_of_everything(pressed)
    acts.withdraw(cast.flood, by=None, now=NOW)
    acts.publish(cast.wedding, by=None, now=NOW)
    if orders_first:
        pressed.work_off(NOW, seconds=0)
    pressed.work_off(NOW, [sheaf], seconds=0)
    assert_gone(pressed.writer.reading, cast.flood.pk, cast.flood.title, FLOOD)
    assert everything(pressed.writer.reading) == from_nothing(NOW)
    # What the act had touched waits for another turn, and the rest is done.
    assert (FLOOD in still_waiting(pressed)) == orders_first
    assert "/robots.txt" not in still_waiting(pressed)
    work_off(pressed)
    assert pressed.backlog.is_empty()
    assert everything(pressed.writer.reading) == from_nothing(NOW)


def test_a_sheaf_that_shows_what_no_page_showed_before_is_not_laid_after_its_withdrawal(
    cast: Cast, pressed: Press
) -> None:
    """The ledger can't know of it: the page's former version had not read the story."""
    made = sheaf_of_everything(pressed)
    place = next(n for n, w in enumerate(made.waiting) if w.address == "/robots.txt")
    acts.withdraw(cast.flood, by=None, now=NOW)
    pressed.work_off(NOW, seconds=0)
    reader = made.made[place]
    late = type(reader)(
        reader.address, reader.recipe, b"another", reader.keys | {f"story:{cast.flood.pk}"}, product=reader.product
    )
    pressed.work_off(NOW, [Sheaf([made.waiting[place]], [late], made.round)], seconds=0)
    assert "/robots.txt" in still_waiting(pressed)
    assert pressed.ledger.fingerprint("/robots.txt") != b"another"


def test_a_hand_remembers_until_something_is_ordered(cast: Cast, pressed: Press) -> None:
    hand = Hand(pressed.newsroom, pressed.writer.database)
    waiting = [Waiting(1, 1, FLOOD, "article", True)]
    first = hand.make(waiting, NOW)
    assert hand.make(waiting, NOW).round == first.round
    words = StoryText("The old bridge stands under water", prose("The water rose at night."))
    acts.publish(acts.revise(cast.flood, words, by=None, now=NOW), by=None, now=NOW)
    pressed.run_once(NOW)
    later = hand.make(waiting, NOW)
    assert later.round > first.round
    assert later.made[0].fingerprint != first.made[0].fingerprint
