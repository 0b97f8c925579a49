"""The record of kills, its liftings, and the alarm about what an agency has cancelled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cast import Cast
from django.test import Client
from django.utils import timezone
from killed import KILLS, forget_kills, give_right_to_lift, kill, page, post, standing

from broadsheet.desk.models import SeenKill
from broadsheet.stories import acts
from broadsheet.stories.models import Story

ALARM = "An agency has cancelled what we had"


@pytest.fixture(autouse=True)
def no_kills(cast: Cast) -> Iterator[None]:
    forget_kills()
    yield
    forget_kills()


def test_the_record_names_every_kill_and_lifting(cast: Cast, chief: Client) -> None:
    assert "No story was ever killed" in page(chief, KILLS)
    first, second = kill(cast.flood, by="wire:delta"), kill(cast.market)
    post(chief, f"{KILLS}{first.number}/lift/", reason="The court has lifted it")
    text = page(chief, KILLS).partition("<tbody>")[2]
    assert text.index(cast.market.title) < text.index(cast.flood.title)
    assert "wire:delta" in text and "Court order" in text
    assert "by chief@courier.example: The court has lifted it" in text
    assert f"/desk/kills/{second.number}/lift/" in text and f"/desk/kills/{first.number}/lift/" not in text
    Story.objects.get(pk=cast.market.pk).delete()
    assert f"Story {cast.market.pk}, which is no more" in page(chief, KILLS)


def test_a_lifting_needs_the_right_and_a_reason(cast: Cast, editor: Client) -> None:
    number = kill(cast.flood).number
    lift = f"{KILLS}{number}/lift/"
    assert "Lift…" not in page(editor, KILLS)
    post(editor, lift, reason="I say so")
    assert len(standing()) == 1
    give_right_to_lift("maly@courier.example")
    assert "Lift…" in page(editor, KILLS)
    assert "Give the reason" in post(editor, lift, reason=" ").content.decode()
    editor.get(lift)
    assert len(standing()) == 1
    post(editor, lift, reason="It was the wrong one")
    assert standing() == ()
    assert acts.publish(cast.flood, by=cast.editor, now=timezone.now()).live
    assert "There is no standing kill" in editor.post(lift, {"reason": "x"}, follow=True).content.decode()
    assert editor.get(f"{KILLS}99/lift/").status_code == 404


def test_the_record_is_for_those_who_write(cast: Cast, reporter: Client, visitor: Client) -> None:
    kill(cast.flood)
    assert "Court order" in page(reporter, KILLS)
    assert "Court order" not in page(visitor, KILLS)
    assert KILLS in page(reporter, "/desk/") and KILLS not in page(visitor, "/desk/")


def test_an_agencys_kill_alarms_the_desk_until_it_was_seen(cast: Cast, reporter: Client, editor: Client) -> None:
    number = kill(cast.flood, by="wire:delta").number
    for address in ("/desk/", "/desk/wire/"):
        text = page(reporter, address)
        assert ALARM in text and cast.flood.title in text and "readers had it" in text
    assert "readers never had it" not in page(reporter, "/desk/")
    response = post(reporter, f"{KILLS}{number}/seen/", next="/desk/wire/")
    assert response["Location"] == "/desk/wire/"
    post(editor, f"{KILLS}{number}/seen/")
    assert SeenKill.objects.get().seen_by == "dara@courier.example"
    for client in (reporter, editor):
        assert ALARM not in page(client, "/desk/") and ALARM not in page(client, "/desk/wire/")


def test_the_alarm_is_for_agencies_kills_of_the_last_days(cast: Cast, editor: Client, visitor: Client) -> None:
    kill(cast.flood)
    kill(cast.market, by="wire:delta", now=timezone.now() - timedelta(days=8))
    assert ALARM not in page(editor, "/desk/")
    kill(cast.wedding, by="wire:delta")
    assert "readers never had it" in page(editor, "/desk/")
    assert ALARM not in page(visitor, "/desk/")


def test_seen_needs_a_post_its_token_and_a_kill(cast: Cast, editor: Client, visitor: Client) -> None:
    number = kill(cast.flood, by="wire:delta").number
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.editor)
    assert strict.post(f"{KILLS}{number}/seen/").status_code == 403
    assert editor.get(f"{KILLS}{number}/seen/").status_code == 405
    assert editor.post(f"{KILLS}99/seen/").status_code == 404
    visitor.post(f"{KILLS}{number}/seen/")
    assert not SeenKill.objects.exists()
