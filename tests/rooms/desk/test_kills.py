"""Killing from the desk: who may, what goes with it, and that no state of a story stands in its way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cast import Cast, make_photo, prose
from django.test import Client
from django.utils import timezone
from editing import edit_story
from killed import forget_kills, kill, page, post, standing
from wagtail.models import Page

from broadsheet.paper.presses import open_press
from broadsheet.paperfile import current
from broadsheet.stories import acts
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Photo, Story


@pytest.fixture(autouse=True)
def no_kills(paper: object) -> Iterator[None]:
    forget_kills()
    yield
    forget_kills()


def address(story: Story) -> str:
    return f"/desk/kill/{story.pk}/"


def test_a_kill_from_the_desk_takes_everything_with_it(cast: Cast, editor: Client) -> None:
    Story.objects.filter(pk=cast.khmer.pk).update(translation_key=cast.flood.translation_key)
    text = page(editor, address(cast.flood))
    assert "It stays gone" in text and cast.khmer.title in text
    assert f'value="{cast.photo.pk}" checked' in text
    response = post(editor, address(cast.flood), reason="Court order", pictures=[cast.photo.pk])
    assert response["Location"] == "/desk/kills/"
    first, second = standing()
    assert (first.by, first.reason, first.story_id) == ("maly@courier.example", "Court order", cast.flood.pk)
    assert second.story_id == cast.khmer.pk
    assert first.pictures == (Photo.objects.get(pk=cast.photo.pk).file_hash,)
    assert not Story.objects.filter(pk__in=[cast.flood.pk, cast.khmer.pk], live=True).exists()
    text = page(editor, "/desk/kills/")
    assert "It stays so until the kill is lifted." in text and f"/desk/proof/{cast.flood.pk}/?since=" in text


def test_a_damaged_kill_file_is_told_and_keeps_nobody_from_killing(cast: Cast, chief: Client) -> None:
    (current().data / "kills.jsonl").write_text("not a kill\n", "utf-8")
    for anywhere in ("/desk/", address(cast.flood)):
        assert "Line 1 of" in page(chief, anywhere) and "Kills are still taken" in page(chief, anywhere)
    assert post(chief, address(cast.flood), reason="Court order").status_code == 302
    assert not Story.objects.get(pk=cast.flood.pk).live
    told = chief.get("/desk/kills/")
    assert told.status_code == 503 and "Line 1 of" in told.content.decode()


def test_a_kill_needs_a_reason(cast: Cast, chief: Client) -> None:
    response = post(chief, address(cast.flood), reason="  ")
    assert "Give the reason" in response.content.decode()
    assert f'value="{cast.photo.pk}" checked' not in response.content.decode(), "what was unticked stays so"
    assert standing() == () and Story.objects.get(pk=cast.flood.pk).live


def test_only_who_may_publish_may_kill(cast: Cast, reporter: Client, visitor: Client) -> None:
    for client in (reporter, visitor):
        assert "Kill this story" not in page(client, address(cast.flood))
        post(client, address(cast.flood), reason="Court order")
        assert "Kill this story…" not in page(client, f"/desk/pages/{cast.flood.pk}/edit/")
    assert Client().post(address(cast.flood), {"reason": "x"}).status_code == 302
    assert standing() == ()


def test_a_kill_needs_a_post_and_its_token(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.editor)
    assert strict.get(address(cast.flood), {"reason": "x"}).status_code == 200
    assert strict.post(address(cast.flood), {"reason": "x"}).status_code == 403
    assert standing() == ()
    assert strict.get(address(cast.world)).status_code == 404  # type: ignore[arg-type]


def test_the_menus_lead_to_it(cast: Cast, editor: Client) -> None:
    link = f'href="{address(cast.flood)}"'
    assert page(editor, f"/desk/pages/{cast.flood.pk}/edit/").count(link) == 2, "in the footer and beside the title"
    assert link in page(editor, "/desk/stories/") and link in page(editor, f"/desk/pages/{cast.world.pk}/")
    assert "/desk/kill/" not in page(editor, f"/desk/pages/{cast.world.pk}/edit/")


def test_no_lock_schedule_or_workflow_stands_in_its_way(cast: Cast, editor: Client, reporter: Client) -> None:
    reporter.post(f"/desk/pages/{cast.ferry.pk}/lock/")
    edit_story(reporter, cast.market.pk, "Market", "Moved.", slug="market", act="action-submit")
    later = timezone.now() + timedelta(hours=1)
    acts.schedule(cast.wedding, later, by=cast.editor, now=timezone.now())
    Page.objects.filter(pk=cast.flood.pk).update(locked=True, locked_by=cast.editor)
    for story in (cast.flood, cast.market, cast.wedding, cast.ferry):
        assert "Kill this story…" in page(editor, f"/desk/pages/{story.pk}/edit/")
        assert post(editor, address(story), reason="Court order").status_code == 302
    assert {one.story_id for one in standing()} == {s.pk for s in (cast.flood, cast.market, cast.wedding, cast.ferry)}
    assert not Story.objects.filter(pk__in=[one.story_id for one in standing()], live=True).exists()


def test_pictures_of_other_live_stories_are_left_unless_asked_for(cast: Cast, chief: Client) -> None:
    inside = make_photo("Ferry deck", width=800)
    body = [*prose("On deck."), {"type": "photo", "value": {"photo": inside.pk, "caption": ""}}]
    text = StoryText("On the ferry", body, lead_photo=cast.photo)
    own = acts.create(cast.world, text, by=cast.editor, now=timezone.now())
    assert f'value="{cast.photo.pk}">' in page(chief, address(own)), "the flood shows it"
    assert f'value="{inside.pk}" checked>' in page(chief, address(own))
    same_file = make_photo("Boats, bought again")
    assert same_file.get_file_hash() == Photo.objects.get(pk=cast.photo.pk).get_file_hash()
    acts.revise(own, replace(text, lead_photo=same_file), by=None, now=timezone.now())
    assert f'value="{same_file.pk}">' in page(chief, address(own)), "the flood shows the same bytes"
    other = acts.create(cast.world, StoryText("On deck again", body), by=cast.editor, now=timezone.now())
    acts.publish(other, by=cast.editor, now=timezone.now())
    with open_press() as press:
        press.run_once(timezone.now())
    shown = page(chief, address(own))
    shutil.rmtree(current().edition.parent)
    assert f'value="{inside.pk}">' in shown and "also in On deck again" in shown
    post(chief, address(own), reason="Court order", pictures=[cast.photo.pk, 999_999])
    assert standing()[0].pictures == (Photo.objects.get(pk=cast.photo.pk).file_hash,)
    assert standing()[0].pictures != ("",)


def test_a_picture_whose_file_is_lost_does_not_hinder_a_kill(cast: Cast, chief: Client) -> None:
    Path(cast.photo.file.path).unlink()
    post(chief, address(cast.flood), reason="Court order", pictures=[cast.photo.pk])
    assert standing()[0].pictures == ()


def test_a_second_kill_is_told_of_the_first(cast: Cast, chief: Client) -> None:
    number = kill(cast.flood).number
    assert f"under kill {number} already" in page(chief, address(cast.flood))
