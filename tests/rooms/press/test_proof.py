"""Proof of publication: what a reader really gets from a real kiosk, or an alarm that says what is wrong."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cast import NOW, Cast
from clock import Clock
from kiosk_process import free_port, kiosk_of

from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press import run as press_run
from broadsheet.press.models import Failure, PressRun
from broadsheet.press.proof import Proof, State, Subject, prove
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.models import Story, StoryAddress

LATER = NOW + timedelta(seconds=5)


@pytest.fixture
def silent(paper: PaperFile, tmp_path: Path) -> PaperFile:
    """The paper with an edition of this test's own, at a port where no kiosk answers."""
    return replace(paper, folder=tmp_path / "paper", port=free_port())


@pytest.fixture
def works(cast: Cast, silent: PaperFile) -> Iterator[Press]:
    """A press that has pressed the cast into the edition of `silent`."""
    writer = EditionWriter(silent.edition)
    works = Press(PaperNewsroom(silent), writer)
    works.run_once(NOW)
    PressRun.objects.all().delete()
    yield works
    writer.close()


def subject(story: Story) -> Subject:
    rows = StoryAddress.objects.filter(story=story).order_by("-current")
    story.refresh_from_db()
    return Subject(f"story:{story.pk}", f"story/{story.pk}", tuple(rows.values_list("address", flat=True)), story.live)


def settled(story: Story, paper: PaperFile) -> Proof:
    """The proof when the kiosk has looked at the edition again."""
    until = time.monotonic() + 10
    while True:
        proof = prove(subject(story), since=NOW, now=NOW, paper=paper)
        if proof.state != State.WAITING or time.monotonic() > until:
            return proof


def test_a_real_kiosk_proves_what_readers_get(cast: Cast, works: Press, silent: PaperFile, clock: Clock) -> None:
    with kiosk_of(silent.edition) as port:
        paper = replace(silent, port=port)
        acts.publish(cast.wedding, by=cast.editor, now=NOW)
        assert prove(subject(cast.wedding), since=NOW, now=NOW, paper=paper).state == State.WAITING
        run = works.run_once(NOW)
        assert run is not None
        pages = sum(address.startswith("/") for address in run.changed)
        proof = settled(cast.wedding, paper)
        assert (proof.state, proof.pages, proof.reason) == (State.LIVE, pages, "")
        assert proof.seconds == round(PressRun.objects.get().seconds, 1)

        PressRun.objects.all().delete()
        acts.withdraw(cast.wedding, by=cast.editor, now=NOW)
        works.run_once(NOW)
        proof = settled(cast.wedding, paper)
        assert (proof.state, proof.reason) == (State.GONE, "") and proof.pages == pages

        assert settled(cast.flood, paper).state == State.LIVE
        # The kiosk goes on with its own edition, as one would that had stopped looking.
        newer = replace(paper, folder=silent.folder / "newer")
        with closing(_copy(silent.edition, newer.edition)) as edition:
            edition.execute("UPDATE pages SET etag = 'another' WHERE address = ?", (cast.flood.current_address(),))
            edition.execute("DELETE FROM pages WHERE address = ?", (cast.market.current_address(),))
            edition.commit()
        proof = prove(subject(cast.flood), since=NOW, now=LATER, paper=newer)
        assert proof.reason == f"Readers still get the version before at {cast.flood.current_address()}."
        proof = prove(subject(cast.market), since=NOW, now=LATER, paper=newer)
        assert proof == Proof(State.ALARM, reason=f"The edition has no page at {cast.market.current_address()}.")


def _copy(edition: Path, target: Path) -> sqlite3.Connection:
    target.parent.mkdir(parents=True)
    copy = sqlite3.connect(target)
    with closing(sqlite3.connect(edition)) as source:
        source.backup(copy)
    return copy


def test_without_a_kiosk_the_alarm_names_its_port(cast: Cast, works: Press, silent: PaperFile) -> None:
    acts.publish(cast.wedding, by=cast.editor, now=NOW)
    works.run_once(NOW)
    proof = prove(subject(cast.wedding), since=NOW, now=NOW, paper=silent)
    assert proof.state == State.ALARM
    assert f"The kiosk does not answer on port {silent.port}" in proof.reason


def test_without_an_edition_the_alarm_says_how_to_make_one(cast: Cast, works: Press, silent: PaperFile) -> None:
    lost = replace(silent, folder=silent.folder / "elsewhere")
    proof = prove(subject(cast.flood), since=NOW - timedelta(minutes=1), now=NOW, paper=lost)
    assert proof.state == State.ALARM and "broadsheet press all" in proof.reason


def test_an_order_that_nobody_takes_is_an_alarm_after_a_while(cast: Cast, works: Press, silent: PaperFile) -> None:
    acts.publish(cast.wedding, by=cast.editor, now=NOW)
    asked = subject(cast.wedding)
    assert prove(asked, since=NOW, now=NOW + timedelta(seconds=9), paper=silent).state == State.WAITING
    proof = prove(asked, since=NOW, now=NOW + timedelta(seconds=11), paper=silent)
    assert proof.state == State.ALARM and "The press has not begun for 11 seconds" in proof.reason


def test_a_run_that_waited_for_its_turn_is_known_for_the_act_that_came_meanwhile(
    cast: Cast, works: Press, silent: PaperFile
) -> None:
    acts.publish(cast.wedding, by=cast.editor, now=NOW)
    # As a press does that asked for the time, and then waited for another one.
    works.run_once(NOW - timedelta(seconds=6))
    run = PressRun.objects.get()
    assert run.run_at == NOW and "/2026/11/23/wedding" in run.addresses


@pytest.mark.parametrize("own", [True, False])
def test_a_page_that_would_not_press_is_told_with_its_reason(
    own: bool, cast: Cast, works: Press, silent: PaperFile
) -> None:
    acts.publish(cast.wedding, by=cast.editor, now=NOW)
    works.run_once(NOW)
    PressRun.objects.update(failed=1)
    address = subject(cast.wedding).addresses[0] if own else "/world"
    Failure.objects.create(address=address, recipe="x", message="RenderFault: no ink", since=NOW, tried_at=NOW)
    proof = prove(subject(cast.wedding), since=NOW, now=NOW, paper=silent)
    assert proof.state == State.ALARM and "RenderFault: no ink" in proof.reason
    assert ("readers keep what they had" in proof.reason) == own
    assert ("1 page could not be pressed. /world" in proof.reason) != own


def test_only_the_last_runs_name_what_they_changed(cast: Cast, works: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_run, "RUNS_WITH_ADDRESSES", 1)
    monkeypatch.setattr(press_run, "ADDRESSES_KEPT", 3)
    acts.publish(cast.wedding, by=cast.editor, now=NOW)
    works.run_once(NOW)
    first = PressRun.objects.get()
    assert "/2026/11/23/wedding" in first.addresses and len(first.addresses) == 3 < first.changed
    acts.withdraw(cast.wedding, by=cast.editor, now=NOW)
    works.run_once(NOW)
    first.refresh_from_db()
    assert first.addresses == [] and len(PressRun.objects.latest("pk").addresses) == 3
