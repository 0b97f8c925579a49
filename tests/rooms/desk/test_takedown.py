"""Pictures are taken down at the desk: who may, what it hits, and how it is undone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cast import NOW, Cast, make_photo
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from killed import KILLS, forget_kills, kill, page, post, standing
from signed_in import signed_in

from broadsheet.stories import acts, kills
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Byline, Front, Story

TAKEDOWN = "/desk/takedown/"


@pytest.fixture(autouse=True)
def no_kills(cast: Cast) -> Iterator[None]:
    forget_kills()
    yield
    forget_kills()


@pytest.fixture
def photo_editor(cast: Cast) -> Client:
    return signed_in("sreymom@courier.example", "Photo editors")


def test_it_says_what_it_hits_before_it_is_done(cast: Cast, photo_editor: Client) -> None:
    draft = Story.objects.get(pk=cast.wedding.pk)
    draft.body = [{"type": "photo", "value": {"photo": cast.photo.pk, "caption": ""}}]
    draft.save_revision()
    acts.schedule(cast.lantern, timezone.now() + timedelta(hours=2), by=cast.editor, now=NOW)
    Byline.objects.filter(pk=cast.reporter.pk).update(portrait=cast.photo)
    Front.objects.filter(locale__language_code="en").update(logo=cast.photo)
    text = page(photo_editor, f"{TAKEDOWN}?credit=sok dara/courier")
    assert "<strong>1</strong> picture," in text and "<strong>2</strong> stories" in text
    assert text.index(cast.flood.title) < text.index(cast.wedding.title)
    assert "published</span></li>" in text and "draft</span></li>" in text
    assert "logo of the masthead" in text and "portrait" in text
    assert standing() == ()


def test_it_is_done_with_a_reason_and_is_on_the_record(cast: Cast, photo_editor: Client) -> None:
    other = make_photo("Pier", width=700)
    assert "Give the reason" in post(photo_editor, TAKEDOWN, photo=[cast.photo.pk]).content.decode()
    assert standing() == ()
    asked = photo_editor.post(TAKEDOWN, {"photo": [cast.photo.pk, other.pk], "reason": "Not ours"}, follow=True)
    assert "2 pictures taken down" in asked.content.decode()
    assert standing()[0].by == "sreymom@courier.example" and len(standing()[0].pictures) == 2
    assert re.search("Photos: (Boats, Pier|Pier, Boats)", page(photo_editor, KILLS))
    assert "Not ours" in page(photo_editor, KILLS)
    post(photo_editor, TAKEDOWN, agency="Delta", reason="Contract ended")
    assert "Everything of Delta" in page(photo_editor, KILLS)


def test_who_has_no_such_right_neither_takes_down_nor_undoes(cast: Cast, editor: Client, photo_editor: Client) -> None:
    assert post(editor, TAKEDOWN, photo=[cast.photo.pk], reason="I say so").status_code in (302, 403)
    assert standing() == ()
    post(photo_editor, TAKEDOWN, photo=[cast.photo.pk], reason="Not ours")
    number = standing()[0].number
    post(editor, f"{KILLS}{number}/lift/", reason="I say so")
    assert len(standing()) == 1 and "Lift…" not in page(editor, KILLS)
    assert "Give the reason" in post(photo_editor, f"{KILLS}{number}/lift/", reason="").content.decode()
    post(photo_editor, f"{KILLS}{number}/lift/", reason="Bought")
    assert standing() == () and "Bought" in page(photo_editor, KILLS)


def test_a_photo_editor_lifts_no_kill_of_a_story_and_none_of_an_agency(cast: Cast, photo_editor: Client) -> None:
    number = kill(cast.flood).number
    agencys = kills.kill_photos([cast.photo], by="wire:delta", reason="Cancelled", now=NOW, items=[("delta", "a")])
    for one in (number, agencys.number):
        post(photo_editor, f"{KILLS}{one}/lift/", reason="I say so")
    assert len(standing()) == 2 and "Lift…" not in page(photo_editor, KILLS)


def test_the_editor_of_a_story_says_that_its_photo_was_taken_down(
    cast: Cast, photo_editor: Client, editor: Client
) -> None:
    address = f"/desk/pages/{cast.flood.pk}/edit/"
    assert "was taken down" not in page(editor, address)
    post(photo_editor, TAKEDOWN, photo=[cast.photo.pk], reason="Not ours")
    assert "“Boats” was taken down: readers get this story without it." in page(editor, address)


def test_what_was_taken_down_is_not_uploaded_again(cast: Cast, photo_editor: Client) -> None:
    post(photo_editor, TAKEDOWN, photo=[cast.photo.pk], reason="Not ours")
    with cast.photo.file.open("rb") as file:
        text = photo_editor.post("/desk/images/add/", {"title": "Boats", "file": file}).content.decode()
    assert "This picture was taken down here" in text


def test_looking_costs_no_more_for_more_pictures(cast: Cast, photo_editor: Client) -> None:
    def ask(count: int) -> int:
        for number in range(count):
            lead = make_photo("Pier", width=700 + number, credit=f"Credit of {count}")
            text = StoryText(f"Story {count} {number}", [], slug=f"s-{count}-{number}", lead_photo=lead)
            acts.publish(acts.create(cast.world, text, by=cast.editor, now=NOW), by=cast.editor, now=NOW)
        address = f"{TAKEDOWN}?credit=Credit of {count}"
        # The first look makes the thumbnails.
        photo_editor.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert photo_editor.get(address).status_code == 200
        return len(asked)

    ask(1)
    assert ask(3) == ask(12)
