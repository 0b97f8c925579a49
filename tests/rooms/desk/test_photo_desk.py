"""The photo desk: what the contact sheet finds, one photo with its uses, words in bulk, the download."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cast import NOW, Cast, make_photo
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from killed import forget_kills, page
from signed_in import signed_in

from broadsheet.press.models import Order
from broadsheet.stories import acts, photo_words, takedowns
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Photo, Story
from broadsheet.stories.photo_rights import day_of
from broadsheet.stories.takedowns import Target
from broadsheet.wire.pictures import words

SHEET = "/desk/photo-desk/"


@pytest.fixture(autouse=True)
def no_kills(cast: Cast) -> Iterator[None]:
    forget_kills()
    yield
    forget_kills()


@pytest.fixture
def photo_editor(cast: Cast) -> Client:
    return signed_in("sreymom@courier.example", "Photo editors")


def titles(client: Client, query: str) -> set[str]:
    return {contact.photo.title for contact in client.get(f"{SHEET}?{query}").context["contacts"]}


def grid(client: Client, *photos: Photo) -> dict[str, Any]:
    """The form as it is shown, ready to be sent."""
    rows = client.get(f"{SHEET}words/", {"photo": [photo.pk for photo in photos]}).context["rows"]
    form: dict[str, Any] = {"photo": [row.photo.pk for row in rows], "act": "save"}
    for row in rows:
        form[f"seen-{row.photo.pk}"] = row.seen
        form |= {f"{cell.name}-{row.photo.pk}": cell.value for cell in row.cells}
    return form


def test_the_sheet_is_filtered_by_what_a_photo_desk_asks(cast: Cast, photo_editor: Client) -> None:
    today = day_of(timezone.now())
    make_photo("Bare", width=700, credit="")
    make_photo(
        "Ending", width=701, credit="Ana Ruiz/Delta", rights_expire_on=today + timedelta(days=3), alt="A", caption="C"
    )
    make_photo("Ended", width=702, rights_expire_on=today - timedelta(days=1), instructions="One time use")
    gone = make_photo("Gone", width=703, caption="A heron")
    takedowns.take_down(Target(photo_ids=(gone.pk,)), by="x", reason="Not ours", now=NOW)
    assert titles(photo_editor, "") == {"Boats", "Bare", "Ending", "Ended", "Gone"}
    assert titles(photo_editor, "credit=sok dara") == {"Boats"}
    assert titles(photo_editor, "agency=delta") == {"Ending"}
    assert titles(photo_editor, "rights=ending") == {"Ending"}
    assert titles(photo_editor, "rights=ended") == {"Ended"}
    assert titles(photo_editor, "rights=limited") == {"Ended"}
    assert titles(photo_editor, "rights=taken_down") == {"Gone"}
    assert titles(photo_editor, "missing=credit") == {"Bare"}
    assert titles(photo_editor, "missing=alt") == {"Bare", "Ended", "Gone"}
    assert titles(photo_editor, "missing=caption") == {"Bare", "Ended"}
    assert titles(photo_editor, "q=heron") == {"Gone"}
    text = page(photo_editor, SHEET)
    assert f'href="{SHEET}{cast.photo.pk}/"' in text
    assert "in 1 story" in text and "Taken down" in text and "it has no credit line" in text


def test_the_sheet_costs_no_more_for_more_photos(cast: Cast, photo_editor: Client) -> None:
    def ask(count: int) -> int:
        for number in range(count):
            make_photo("Pier", width=700 + number, credit="")
        photo_editor.get(SHEET)
        with CaptureQueriesContext(connection) as asked:
            photo_editor.get(SHEET)
        return len(asked)

    ask(1)
    assert ask(2) == ask(12)


def test_a_photo_tells_every_story_that_shows_it_and_its_state(cast: Cast, photo_editor: Client) -> None:
    draft = Story.objects.get(pk=cast.wedding.pk)
    draft.body = [{"type": "photo", "value": {"photo": cast.photo.pk, "caption": ""}}]
    draft.save_revision()
    later = acts.create(cast.world, StoryText("Later", [], slug="later", lead_photo=cast.photo), by=None, now=NOW)
    acts.schedule(later, timezone.now() + timedelta(days=1), by=cast.editor, now=NOW)
    uses = photo_editor.get(f"{SHEET}{cast.photo.pk}/").context["stories"]
    assert {use.headline: [str(state) for state in use.states] for use in uses} == {
        cast.flood.title: ["published"], cast.wedding.title: ["draft"], "Later": ["scheduled"],
    }  # fmt: skip


def test_each_shape_is_cut_around_the_focal_point(cast: Cast, photo_editor: Client) -> None:
    Photo.objects.filter(pk=cast.photo.pk).update(
        focal_point_x=900, focal_point_y=300, focal_point_width=1, focal_point_height=1
    )
    crops = {
        crop.name.split(":")[0]: crop.box for crop in photo_editor.get(f"{SHEET}{cast.photo.pk}/").context["crops"]
    }
    assert crops["Whole"].startswith("0.0 0.0 800.0") and crops["Square"].startswith("267")
    assert len(crops) == 4


def test_a_download_has_the_desks_words_in_its_file(cast: Cast, photo_editor: Client, visitor: Client) -> None:
    cast.photo.tags.set(["river"])
    answer = photo_editor.get(f"{SHEET}{cast.photo.pk}/download/")
    told = words.read(answer.content)
    assert (told.caption, told.credit, told.alt) == (cast.photo.caption, cast.photo.credit, cast.photo.alt)
    assert told.keywords == ("river",) and "attachment" in answer["Content-Disposition"]
    assert visitor.get(f"{SHEET}{cast.photo.pk}/download/").status_code in (302, 403)


def test_many_photos_are_captioned_in_one_grid(cast: Cast, photo_editor: Client) -> None:
    other = make_photo("Pier", width=700)
    form = grid(photo_editor, cast.photo, other)
    form |= {f"caption-{other.pk}": "The pier.", f"topics-{other.pk}": "harbour,  Mekong ,harbour"}
    form |= {f"rights_expire_on-{cast.photo.pk}": "2027-01-31"}
    Order.objects.all().delete()
    answer = photo_editor.post(f"{SHEET}words/", form, follow=True)
    assert "The words of 2 photos are saved." in answer.content.decode()
    other.refresh_from_db()
    assert other.caption == "The pier." and sorted(tag.name for tag in other.tags.all()) == ["Mekong", "harbour"]
    assert Photo.objects.get(pk=cast.photo.pk).rights_expire_on.isoformat() == "2027-01-31"
    assert {f"photo:{cast.photo.pk}", f"photo:{other.pk}"} <= set(Order.objects.values_list("key", flat=True))


def test_what_somebody_changed_meanwhile_is_shown_and_not_overwritten(cast: Cast, photo_editor: Client) -> None:
    other = make_photo("Pier", width=700)
    form = grid(photo_editor, cast.photo, other) | {f"caption-{cast.photo.pk}": "Mine.", f"caption-{other.pk}": "Too."}
    Photo.objects.filter(pk=cast.photo.pk).update(caption="Theirs.")
    text = photo_editor.post(f"{SHEET}words/", form).content.decode()
    assert Photo.objects.get(pk=cast.photo.pk).caption == "Theirs." and Photo.objects.get(pk=other.pk).caption == "Too."
    assert "There now:</strong> Theirs." in text and "Mine." in text and "Not saved: 1 photo." in text
    untouched = grid(photo_editor, cast.photo)
    Photo.objects.filter(pk=cast.photo.pk).update(credit="New credit")
    photo_editor.post(f"{SHEET}words/", untouched)
    assert Photo.objects.get(pk=cast.photo.pk).credit == "New credit", "who wrote nothing puts nothing back"


def test_one_value_goes_into_the_grid_and_saves_nothing(cast: Cast, photo_editor: Client) -> None:
    other = make_photo("Pier", width=700)
    form = grid(photo_editor, cast.photo, other) | {"act": "fill", "all": "caption", "value": "At dusk."}
    for way, expected in (
        ("empty", {cast.photo.caption, "At dusk."}),
        ("append", {f"{cast.photo.caption} At dusk.", "At dusk."}),
        ("set", {"At dusk."}),
    ):
        rows = photo_editor.post(f"{SHEET}words/", form | {"way": way}).context["rows"]
        assert {row.cells[0].value for row in rows} == expected
    assert Photo.objects.get(pk=other.pk).caption == ""


def test_words_too_long_and_days_that_are_none_are_told(cast: Cast, photo_editor: Client) -> None:
    form = grid(photo_editor, cast.photo)
    text = photo_editor.post(f"{SHEET}words/", form | {f"credit-{cast.photo.pk}": "x" * 201}).content.decode()
    assert "room for 200 characters" in text
    text = photo_editor.post(f"{SHEET}words/", form | {f"rights_expire_on-{cast.photo.pk}": "soon"}).content.decode()
    assert "“soon” is no day." in text
    assert photo_words.words_of(Photo.objects.get(pk=cast.photo.pk)) == photo_words.words_of(cast.photo)


def test_a_reporter_looks_and_writes_no_words_of_others(cast: Cast, reporter: Client) -> None:
    assert "Boats" in page(reporter, SHEET)
    address = f"{SHEET}words/?photo={cast.photo.pk}"
    assert reporter.get(address).status_code == 302
    reporter.post(f"{SHEET}words/", {"photo": cast.photo.pk, f"caption-{cast.photo.pk}": "Mine", "act": "save"})
    assert Photo.objects.get(pk=cast.photo.pk).caption == cast.photo.caption
