"""After every act the desk tells whether readers have it, or why not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from re import search
from typing import Any

import pytest
from cast import Cast
from django.test import Client
from django.utils import timezone
from editing import edit_story
from kiosk_process import free_port, kiosk_of

from broadsheet import paperfile
from broadsheet.paper.presses import open_press
from broadsheet.paperfile import PaperFile, current
from broadsheet.press.run import Press
from broadsheet.stories import acts
from broadsheet.stories.models import Story


@pytest.fixture
def works(cast: Cast) -> Iterator[Press]:
    """A press on the paper's own edition, which holds the cast."""
    with open_press() as press:
        press.run_once(timezone.now())
        yield press
    shutil.rmtree(current().edition.parent)


def at_port(port: int, monkeypatch: pytest.MonkeyPatch) -> PaperFile:
    paper = replace(current(), port=port)
    monkeypatch.setattr(paperfile, "_current", paper)
    return paper


def publish(client: Client, story: Story, **fields: Any) -> str:
    """Publish with the editor's button; returns the page that comes then."""
    response = edit_story(client, story.pk, story.title, "They met.", slug=story.slug, act="action-publish", **fields)
    return client.get(response["Location"]).content.decode()


def proof_of(text: str) -> str:
    """The address that the message's script asks."""
    found = search(r'data-desk-proof="([^"]+)"', text)
    assert found is not None
    return unescape(found[1])


def test_publishing_is_proved_through_a_real_kiosk(
    cast: Cast, works: Press, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with kiosk_of(current().edition) as port:
        paper = at_port(port, monkeypatch)
        text = publish(chief, cast.wedding)
        asked = proof_of(text)
        assert 'desk/proof.js"' in text
        assert chief.get(asked).json() == {"state": "waiting", "sentence": "Waiting for the press …"}
        run = works.run_once(timezone.now())
        assert run is not None
        words = {"state": "waiting"}
        until = timezone.now() + timedelta(seconds=10)
        while words["state"] == "waiting" and timezone.now() < until:
            words = chief.get(asked).json()
        pages = sum(address.startswith("/") for address in run.changed)
        assert words["state"] == "live" and words["pages"] == pages
        assert words["sentence"] == f"Live on {pages} pages in {words['seconds']:.1f} s"
        story = Story.objects.get(pk=cast.wedding.pk)
        assert words["address"] == f"{paper.address}{story.current_address()}"
        shown = chief.get(asked.replace("/?", "/page/?")).content.decode()
        assert f"{words['sentence']}." in shown and f'href="{words["address"]}"' in shown

        response = chief.post(f"/desk/pages/{story.pk}/unpublish/")
        asked = proof_of(chief.get(response["Location"]).content.decode())
        works.run_once(timezone.now())
        words = {"state": "waiting"}
        until = timezone.now() + timedelta(seconds=10)
        while words["state"] == "waiting" and timezone.now() < until:
            words = chief.get(asked).json()
        assert words["state"] == "gone" and words["sentence"].startswith(f"Gone from {pages} pages in ")


def test_a_kiosk_that_is_down_is_an_alarm(
    cast: Cast, works: Press, chief: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = at_port(free_port(), monkeypatch)
    asked = proof_of(publish(chief, cast.wedding))
    works.run_once(timezone.now())
    words = chief.get(asked).json()
    assert words["state"] == "alarm" and f"The kiosk does not answer on port {paper.port}" in words["reason"]
    assert words["reason"] in unescape(chief.get(asked.replace("/?", "/page/?")).content.decode())


def test_what_is_saved_or_scheduled_is_not_followed(cast: Cast, chief: Client) -> None:
    response = edit_story(chief, cast.flood.pk, "Flood", "It fell.", slug="flood")
    assert "data-desk-proof" not in chief.get(response["Location"]).content.decode()
    later = timezone.localtime() + timedelta(days=1)
    text = publish(chief, cast.flood, go_live_at=later.strftime("%Y-%m-%d %H:%M"))
    assert "data-desk-proof" not in text


def test_a_bulk_withdrawal_is_followed_story_by_story(cast: Cast, chief: Client) -> None:
    ids = f"id={cast.flood.pk}&id={cast.market.pk}&next=/desk/"
    chief.post(f"/desk/bulk/wagtailcore/page/unpublish/?{ids}", {"include_descendants": ""})
    text = chief.get("/desk/").content.decode()
    assert text.count("data-desk-proof") == 2
    assert f"/desk/proof/{cast.market.pk}/?since=" in text


def test_a_proof_needs_a_story_and_a_moment(cast: Cast, chief: Client, visitor: Client) -> None:
    assert chief.get(f"/desk/proof/{cast.world.pk}/").status_code == 404
    assert chief.get(f"/desk/proof/{cast.flood.pk}/?since=nonsense").status_code == 404
    assert chief.get(f"/desk/proof/{cast.flood.pk}/?since=1e99").status_code == 404
    assert Client().get(f"/desk/proof/{cast.flood.pk}/").status_code == 302
    acts.withdraw(cast.flood, by=cast.editor, now=timezone.now())
    assert visitor.get(f"/desk/proof/{cast.flood.pk}/").json()["state"] == "waiting"
