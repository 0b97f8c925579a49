"""Every screen of the desk opens, calls nobody outside, and speaks of a newspaper."""

from __future__ import annotations

import re

import pytest
from cast import Cast
from django.test import Client

from broadsheet.paperfile import current
from broadsheet.press.models import Order
from broadsheet.stories.models import Byline, Section, Topic

OURS = re.compile(r"^(?:https?:)?//(?:127\.0\.0\.1|localhost|testserver)(?::\d+)?(?:/|$)")
LOADS_OR_LEADS = re.compile(
    r"""(?:src|href|action|poster|data-[a-z-]*(?:url|src)[a-z-]*)=["']((?:https?:)?//[^"']+)["']"""
)

NO_SCRIPT = re.compile(r"<noscript.*?</noscript>", re.DOTALL)
"""Wagtail tells a browser without JavaScript where to read how to enable it."""

HELP = ["https://guide.wagtail.org/content-checks/"]
"""A link that explains the editor's checks: followed only by who clicks it."""


def screens(cast: Cast) -> list[str]:
    story, section, front = cast.flood.pk, cast.world.pk, cast.world.get_parent().pk
    return [
        "/desk/",
        "/desk/stories/",
        "/desk/stories/results/",
        "/desk/stories/choose_parent/",
        f"/desk/pages/{front}/",
        f"/desk/pages/{section}/",
        f"/desk/pages/{story}/edit/",
        f"/desk/pages/{section}/edit/",
        f"/desk/pages/{front}/edit/",
        f"/desk/pages/{story}/history/",
        f"/desk/pages/add/stories/story/{section}/",
        "/desk/bylines/",
        "/desk/bylines/add/",
        "/desk/topics/",
        "/desk/topics/add/",
        "/desk/images/",
        "/desk/images/add/",
        f"/desk/images/{cast.photo.pk}/",
        "/desk/wire/",
        "/desk/wire/refused/",
        "/desk/board/",
        "/desk/translations/",
        f"/desk/board/{cast.wedding.pk}/",
        f"/desk/board/{cast.wedding.pk}/back/",
        "/desk/wire/sources/",
        "/desk/wire/sources/add/feed/",
        "/desk/press/",
        "/desk/users/",
        "/desk/users/new/",
        "/desk/reports/site-history/",
        "/desk/reports/locked/",
        "/desk/reports/workflow/",
        "/desk/account/",
    ]


def test_every_screen_opens_and_mentions_no_outside_host(cast: Cast, chief: Client) -> None:
    for address in screens(cast):
        response = chief.get(address)
        assert response.status_code == 200, address
        found = LOADS_OR_LEADS.findall(NO_SCRIPT.sub("", response.content.decode()))
        outside = [link for link in found if not OURS.match(link) and not link.startswith(current().address)]
        assert [link for link in outside if link not in HELP] == [], address


@pytest.mark.parametrize("address", ["/desk/login/", "/desk/"])
def test_the_desk_carries_the_papers_name(address: str, paper: object, chief: Client) -> None:
    client = Client() if "login" in address else chief
    text = client.get(address).content.decode()
    assert current().name in text
    assert "Sign in to Wagtail" not in text and "- Wagtail</title>" not in text


def test_the_menu_names_what_a_newsroom_has(cast: Cast, chief: Client) -> None:
    from django.test import RequestFactory
    from wagtail.admin.menu import admin_menu

    request = RequestFactory().get("/desk/")
    request.user = cast.editor
    labels = [str(item.label) for item in admin_menu.menu_items_for_request(request)]
    assert labels == [
        "Dashboard", "Stories", "Notices", "Board", "Live", "Fronts", "Diary", "Wire", "Translations", "Photo desk",
        "Photos", "Bylines", "Topics", "Dossiers", "Front & sections", "Most viewed", "Reports", "Settings", "Help",
    ]  # fmt: skip


def test_nobody_outside_the_newsroom_sees_anything(cast: Cast) -> None:
    for address in [*screens(cast), "/desk-media/original_images/boats.jpg", "/world"]:
        response = Client().get(address)
        assert response.status_code == 302 and "/desk/login/" in response["Location"], address


def test_a_new_story_asks_for_its_section_where_there_are_several(cast: Cast, reporter: Client) -> None:
    text = reporter.get("/desk/stories/choose_parent/").content.decode()
    for section in (cast.world, cast.national, cast.national_km):
        assert f'href="/desk/pages/add/stories/story/{section.pk}/"' in text
    Section.objects.exclude(pk=cast.world.pk).delete()
    response = reporter.get("/desk/stories/choose_parent/")
    assert response["Location"] == f"/desk/pages/add/stories/story/{cast.world.pk}/"


def test_photos_ask_for_the_words_and_rights_of_a_press_picture(cast: Cast, chief: Client) -> None:
    for address in ("/desk/images/add/", f"/desk/images/{cast.photo.pk}/"):
        text = chief.get(address).content.decode()
        for field in ("caption", "credit", "alt", "creator", "source", "copyright", "usage_terms", "rights_expire_on"):
            assert f'name="{field}"' in text, (address, field)


def test_the_photo_desk_changes_a_caption_and_every_page_with_it_is_ordered(cast: Cast, chief: Client) -> None:
    Order.objects.all().delete()
    form = {"title": "Boats", "caption": "Boats at noon.", "credit": "AFP", "alt": "Three boats", "tags": ""}
    form |= {"focal_point_x": "", "focal_point_y": "", "focal_point_width": "", "focal_point_height": ""}
    response = chief.post(f"/desk/images/{cast.photo.pk}/", form)
    assert response.status_code == 302
    cast.photo.refresh_from_db()
    assert (cast.photo.caption, cast.photo.credit) == ("Boats at noon.", "AFP")
    assert Order.objects.filter(key=f"photo:{cast.photo.pk}").exists()


def test_bylines_and_topics_are_made_at_the_desk(cast: Cast, chief: Client) -> None:
    chief.post("/desk/bylines/add/", {"name": "ស៊ិន សុផា", "slug": "", "role": "", "biography": "", "portrait": ""})
    assert Byline.objects.get(name="ស៊ិន សុផា").slug.isascii()
    chief.post("/desk/topics/add/", {"name": "Rice", "language": "en", "slug": "", "description": ""})
    assert Topic.objects.get(name="Rice").slug == "rice"
