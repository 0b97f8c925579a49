"""The press's process goes on when its edition is deleted, and writes nothing where nobody reads."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator

import pytest
from cast import NOW, Cast

from broadsheet.cli.press_process import _press_on
from broadsheet.cli.press_report import PressReport
from broadsheet.paper.presses import open_press
from broadsheet.paperfile import current
from broadsheet.press.models import Order
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
