"""The press's process goes on when its edition is deleted, and writes nothing where nobody reads."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.db import connections

from broadsheet import killfile
from broadsheet.cli.press_process import _press_on, work
from broadsheet.cli.press_report import PressReport
from broadsheet.paper.presses import open_press
from broadsheet.paperfile import current
from broadsheet.press.models import Failure, Order
from broadsheet.press.proof import State, Subject, prove
from broadsheet.stories import acts


class UntilIdle(threading.Event):
    """Set as soon as somebody waits for it: there is nothing more to do."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


@pytest.fixture(autouse=True)
def own_edition(cast: Cast) -> Iterator[None]:
    yield
    shutil.rmtree(current().edition.parent, ignore_errors=True)


def test_a_press_whose_edition_was_deleted_crosses_out_no_order_and_is_opened_anew(cast: Cast) -> None:
    if current().edition_url:
        pytest.skip("An edition on a server is no file that is deleted.")
    with open_press() as press:
        _press_on(press, PressReport(current()), UntilIdle())
        acts.publish(cast.wedding, by=None, now=NOW)
        shutil.rmtree(current().edition.parent)
        waiting = Order.objects.filter(due_at__lte=NOW).count()
        assert waiting
        _press_on(press, PressReport(current()), UntilIdle())
        assert Order.objects.filter(due_at__lte=NOW).count() == waiting
    with open_press() as press:
        _press_on(press, PressReport(current()), UntilIdle())
        assert press.writer.reading.has_page("/2026/11/23/wedding")
        assert press.writer.reading.has_page("/2026/11/23/flood")
        assert not Order.objects.filter(due_at__lte=NOW).exists()


def test_a_press_that_can_not_work_says_why_until_it_can(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "close_all", lambda: None)
    acts.publish(cast.wedding, by=None, now=NOW)
    damaged = killfile.of(current()).path
    damaged.parent.mkdir(parents=True, exist_ok=True)
    damaged.write_text("not a kill\n", "utf-8")
    try:
        for _ in range(2):
            work(UntilIdle())
        row = Failure.objects.get()
        assert row.address == "*" and row.message.startswith(f"Line 1 of {damaged} is damaged")
        subject = Subject(f"story:{cast.wedding.pk}", "", (), live=True)
        proof = prove(subject, since=NOW, now=NOW + timedelta(seconds=20), paper=current())
        assert proof.state == State.ALARM and row.message in proof.reason
    finally:
        damaged.unlink()
    work(UntilIdle())
    assert not Failure.objects.exists() and not Order.objects.filter(due_at__lte=NOW).exists()
