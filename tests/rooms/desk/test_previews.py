"""A preview is the page that readers would get, of drafts too, and nothing of it becomes public."""

from __future__ import annotations

import re

from cast import Cast
from django.test import Client
from django.utils import timezone
from editing import story_form

from broadsheet.edition.packing import unpack
from broadsheet.paper.pieces import HOLE
from broadsheet.paperfile import current
from broadsheet.press.run import Press
from broadsheet.stories.models import Listing, Story

PANEL = "?in_preview_panel=true"


def test_the_draft_of_a_new_story_shows_as_readers_will_see_it(cast: Cast, chief: Client) -> None:
    text = chief.get(f"/desk/pages/{cast.wedding.pk}/view_draft/").content.decode()
    assert "<h1>A wedding on two boats</h1>" in text and "They met on the river." in text
    assert "<title>The Test Courier - A wedding on two boats</title>" in text
    assert HOLE not in text and text.count("<li>") >= 4 and cast.market.title in text


def test_what_is_typed_shows_before_it_is_saved(cast: Cast, chief: Client) -> None:
    address = f"/desk/pages/{cast.wedding.pk}/edit/preview/"
    posted = chief.post(address, story_form("Two boats", "Typed just now.", slug="w", standfirst="Read on."))
    assert posted.json() == {"is_valid": True, "is_available": True}
    text = chief.get(address + PANEL).content.decode()
    assert "<h1>Two boats</h1>" in text and "Typed just now." in text and "Read on." in text
    assert "wagtail-userbar" in text, "the panel's own checks run inside the page"
    assert Story.objects.get(pk=cast.wedding.pk).title == cast.wedding.title


def test_a_story_that_was_never_saved_shows(cast: Cast, chief: Client) -> None:
    address = f"/desk/pages/add/stories/story/{cast.national_km.pk}/preview/"
    chief.post(address, story_form("ទឹក", "ឡើង។", slug="tuk", lead_photo=str(cast.photo.pk)))
    text = chief.get(address + PANEL).content.decode()
    assert "<h1>ទឹក</h1>" in text and 'lang="km"' in text and "Sok Dara/Courier" in text


def test_the_preview_of_what_is_live_is_the_live_page(cast: Cast, chief: Client, press: Press) -> None:
    press.run_once(timezone.now())
    page = press.writer.reading.page(cast.flood.current_address())
    assert page is not None and page.tail is not None
    pressed = unpack([page.head, page.tail]).decode()
    shown = chief.get(f"/desk/pages/{cast.flood.pk}/view_draft/").content.decode()
    before = pressed.partition("<article")[2].partition('<aside class="rail">')[0]
    assert before and before == shown.partition("<article")[2].partition('<aside class="rail">')[0]
    assert pressed.partition("</aside>")[2] == shown.rpartition("</aside>")[2]
    assert "data-story" in pressed and "data-story" not in shown, "an editor's look is no view"


def test_the_pictures_and_styles_of_a_preview_are_served_to_staff_alone(cast: Cast, chief: Client) -> None:
    text = chief.get(f"/desk/pages/{cast.flood.pk}/view_draft/").content.decode()
    [style] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text)
    picture = re.findall(r'src="(/media/[^"]+)"', text)[0]
    assert chief.get(style).status_code == 200 and chief.get(picture).status_code == 200
    assert Client().get(picture).status_code == 302


def test_sections_and_fronts_show_their_drafts(cast: Cast, chief: Client) -> None:
    section, front = cast.world, cast.world.get_parent()
    text = chief.get(f"/desk/pages/{section.pk}/view_draft/").content.decode()
    assert "<h1>World</h1>" in text and cast.flood.title in text
    text = chief.get(f"/desk/pages/{front.pk}/view_draft/").content.decode()
    assert cast.flood.title in text and "front" in text


def test_links_in_a_preview_lead_to_the_readers_site(cast: Cast, chief: Client) -> None:
    response = chief.get("/world/2026/11")
    assert response["Location"] == current().address + "/world/2026/11"


def test_a_photo_without_its_file_gives_a_sentence(cast: Cast, chief: Client) -> None:
    cast.photo.file.storage.delete(cast.photo.file.name)
    cast.photo.__class__.objects.filter(pk=cast.photo.pk).update(credit="never printed with this")
    response = chief.get(f"/desk/pages/{cast.flood.pk}/view_draft/")
    assert "This page can’t be shown" in response.content.decode()


def test_previewing_changes_nothing(cast: Cast, chief: Client) -> None:
    before = Listing.objects.count()
    chief.get(f"/desk/pages/{cast.wedding.pk}/view_draft/")
    assert Listing.objects.count() == before
