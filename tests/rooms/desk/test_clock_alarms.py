"""A clock that jumped alarms the desk, and whoever may publish may say that it is right."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import NOW, Cast
from django.test import Client

from broadsheet.desk.clock_alarms import spelt
from broadsheet.stories.models import MachineClock


@pytest.fixture
def jumped(cast: Cast) -> MachineClock:
    return MachineClock.objects.create(boot="first", host="press-1", ahead=0.0, jumped_at=NOW, jumped_by=3900.0)


@pytest.mark.parametrize("address", ["/desk/", "/desk/press/"])
def test_the_alarm_says_which_clock_jumped_and_how_far(jumped: MachineClock, editor: Client, address: str) -> None:
    text = editor.get(address).content.decode()
    assert "<strong>press-1</strong> jumped forward by <strong>1 hour 5 minutes</strong>" in text
    assert "The clock is right: go on" in text


def test_without_a_jump_there_is_no_alarm(cast: Cast, editor: Client) -> None:
    MachineClock.objects.create(boot="first", host="press-1", ahead=0.0)
    assert "press-1" not in editor.get("/desk/").content.decode()


def test_an_editor_may_say_that_the_clock_is_right(jumped: MachineClock, editor: Client) -> None:
    response = editor.post(f"/desk/clocks/{jumped.pk}/believe/", {"next": "/desk/press/"})
    assert response["Location"] == "/desk/press/"
    jumped.refresh_from_db()
    assert (jumped.jumped_at, jumped.ahead, jumped.believed_by) == (None, 3900.0, "maly@courier.example")
    assert "press-1" not in editor.get("/desk/").content.decode()
    # Twice is once.
    editor.post(f"/desk/clocks/{jumped.pk}/believe/")
    jumped.refresh_from_db()
    assert jumped.ahead == 3900.0


def test_who_may_not_publish_may_not_either(jumped: MachineClock, reporter: Client, visitor: Client) -> None:
    text = reporter.get("/desk/").content.decode()
    assert "press-1" in text and "The clock is right: go on" not in text
    for client in (reporter, visitor):
        client.post(f"/desk/clocks/{jumped.pk}/believe/")
        jumped.refresh_from_db()
        assert jumped.jumped_at == NOW
    assert reporter.get(f"/desk/clocks/{jumped.pk}/believe/").status_code == 405


def test_a_jump_is_told_in_words() -> None:
    told = [spelt(timedelta(seconds=seconds)) for seconds in (0, 61, 3600, 90_000, 86_400 * 9_000)]
    assert told == ["0 seconds", "1 minute 1 second", "1 hour", "1 day 1 hour", "9,000 days"]
