"""The wire inbox: what came in, what was refused, and what the desk does with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from cast import NOW, Cast
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from broadsheet.staff.models import Staff
from broadsheet.stories.models import Story, StoryOrigin
from broadsheet.wire.intake import take
from broadsheet.wire.models import Item, RawItem, Source, picture_folder

WIRE = "/desk/wire/"


@pytest.fixture
def source(paper: object) -> Iterator[Source]:
    yield Source.objects.create(slug="delta", name="Delta News")
    shutil.rmtree(picture_folder(), ignore_errors=True)


def ninjs(number: int, version: int = 1, **others: Any) -> bytes:
    return json.dumps(
        {
            "uri": f"urn:example:{number}",
            "type": "text",
            "language": "en",
            "version": str(version),
            "versioncreated": f"2026-11-23T0{version}:00:00Z",
            "urgency": 3,
            "headlines": [{"value": f"Harbour {number} opens, version {version}"}],
            "bodies": [{"contenttype": "text/html", "value": "<p>Ships come in.</p><p>More will.</p>"}],
            "subjects": [{"name": "National"}],
            **others,
        }
    ).encode()


def deliver(source: Source, count: int, first: int = 1) -> None:
    for number in range(first, first + count):
        taken = take(ninjs(number), source=source, name=f"{number}.json", now=NOW + timedelta(seconds=number))
        assert taken.outcome == "taken", taken.reason


def the_item(source: Source) -> Item:
    deliver(source, 1)
    return Item.objects.get()


def test_the_inbox_shows_the_last_received_first(source: Source, reporter: Client) -> None:
    deliver(source, 3)
    text = reporter.get(WIRE).content.decode()
    places = [text.index(f"Harbour {number} opens") for number in (3, 2, 1)]
    assert places == sorted(places)
    assert "Delta News" in text and "National" in text


def test_thirty_items_ask_no_more_than_three(source: Source, reporter: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reporter.get(WIRE)
        return len(queries)

    deliver(source, 3)
    reporter.get(WIRE)
    few = asked()
    deliver(source, 27, first=4)
    assert asked() == few


def test_filters_and_pages_stay_in_the_address(source: Source, reporter: Client) -> None:
    deliver(source, 60)
    Item.objects.filter(guid="urn:example:7").update(state=Item.State.SEEN)
    text = reporter.get(WIRE + "results/?state=seen").content.decode()
    assert "Harbour 7 opens" in text and "Harbour 8 opens" not in text
    text = reporter.get(WIRE + "results/?q=Harbour+59").content.decode()
    assert "Harbour 59 opens" in text and "Harbour 60 opens" not in text
    text = reporter.get(f"{WIRE}?source={source.pk}&state=new").content.decode()
    assert "Harbour 60 opens" in text and "Harbour 1 opens" not in text
    assert f"?source={source.pk}&amp;state=new&amp;p=2" in text
    text = reporter.get(f"{WIRE}?source={source.pk}&state=new&p=2").content.decode()
    assert "Harbour 1 opens" in text


def test_an_item_shows_its_words_and_every_version(source: Source, reporter: Client) -> None:
    item = the_item(source)
    take(ninjs(1, 2), source=source, name="1b.json", now=NOW + timedelta(minutes=5))
    text = reporter.get(f"{WIRE}{item.pk}/").content.decode()
    assert "<h1>Harbour 1 opens, version 2</h1>" in text and "<p>Ships come in.</p>" in text
    older = item.versions.order_by("pk").first()
    assert older is not None and f"?version={older.pk}" in text
    text = reporter.get(f"{WIRE}{item.pk}/?version={older.pk}").content.decode()
    assert "<h1>Harbour 1 opens, version 1</h1>" in text
    assert reporter.get(f"{WIRE}{item.pk}/?version=nonsense").status_code == 404


def test_a_script_in_stored_copy_does_not_reach_the_browser(source: Source, reporter: Client) -> None:
    item = the_item(source)
    assert item.current is not None
    stored = item.current.dispatch_json.replace("<p>Ships", "<script>alert(1)</script><p onclick='x()'>Ships")
    item.versions.update(dispatch_json=stored)
    text = reporter.get(f"{WIRE}{item.pk}/").content.decode()
    assert "Ships come in." in text and "alert(1)" not in text and "onclick" not in text


def test_a_delivery_is_handed_out_as_a_plain_file(source: Source, reporter: Client) -> None:
    the_item(source)
    raw = RawItem.objects.get()
    response = reporter.get(f"{WIRE}raw/{raw.pk}/")
    assert response.content == ninjs(1)
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="1.json.txt"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_what_was_refused_is_shown_with_its_reason(source: Source, reporter: Client) -> None:
    taken = take(b"{not json", source=source, name="broken.json", now=NOW)
    assert taken.outcome == "refused"
    text = reporter.get(WIRE + "refused/").content.decode()
    assert "broken.json" in text and taken.reason.split('"')[0][:30] in text


def test_make_a_story_gives_a_draft_and_opens_its_editor(source: Source, cast: Cast, reporter: Client) -> None:
    item = the_item(source)
    response = reporter.post(f"{WIRE}{item.pk}/make-story/", {"section": cast.world.pk})
    story = Story.objects.get(title="Harbour 1 opens, version 1")
    assert response["Location"] == f"/desk/pages/{story.pk}/edit/"
    assert not story.live and story.get_parent().pk == cast.world.pk
    assert StoryOrigin.objects.filter(item=item, story=story).exists()
    assert story.owner == Staff.objects.get(email="dara@courier.example")
    item.refresh_from_db()
    assert item.state == Item.State.USED
    assert story.title in reporter.get(f"{WIRE}{item.pk}/").content.decode()


def test_a_cancelled_item_makes_no_story(source: Source, cast: Cast, reporter: Client) -> None:
    item = the_item(source)
    Item.objects.update(status="cancelled")
    response = reporter.post(f"{WIRE}{item.pk}/make-story/", {"section": cast.world.pk}, follow=True)
    assert "cancelled" in response.content.decode()
    assert not StoryOrigin.objects.exists()


@pytest.mark.parametrize("state", ["seen", "declined"])
def test_an_item_is_marked(state: str, source: Source, reporter: Client) -> None:
    item = the_item(source)
    reporter.post(f"{WIRE}{item.pk}/mark/", {"state": state})
    item.refresh_from_db()
    assert item.state == state


def test_a_used_item_stays_used(source: Source, cast: Cast, reporter: Client) -> None:
    item = the_item(source)
    reporter.post(f"{WIRE}{item.pk}/make-story/", {"section": cast.world.pk})
    reporter.post(f"{WIRE}{item.pk}/mark/", {"state": "declined"})
    item.refresh_from_db()
    assert item.state == Item.State.USED


def test_acts_need_a_post_and_its_token(source: Source, cast: Cast, reporter: Client) -> None:
    item = the_item(source)
    for act in ("make-story", "mark"):
        assert reporter.get(f"{WIRE}{item.pk}/{act}/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.editor)
    assert strict.post(f"{WIRE}{item.pk}/mark/", {"state": "seen"}).status_code == 403
    assert Item.objects.get().state == Item.State.NEW


def test_who_may_not_write_stories_sees_no_wire(source: Source, visitor: Client) -> None:
    item = the_item(source)
    raw = RawItem.objects.get()
    assert visitor.get("/desk/").status_code == 200
    for address in (WIRE, f"{WIRE}refused/", f"{WIRE}{item.pk}/", f"{WIRE}raw/{raw.pk}/"):
        assert "Ships" not in visitor.get(address, follow=True).content.decode()
    visitor.post(f"{WIRE}{item.pk}/mark/", {"state": "seen"})
    assert Item.objects.get().state == Item.State.NEW


def test_a_version_that_came_without_text_shows_the_text_before_it_and_says_so(
    source: Source, reporter: Client
) -> None:
    deliver(source, 1)
    take(ninjs(1, 2, pubstatus="withheld", bodies=[]), source=source, name="2.json", now=NOW + timedelta(minutes=1))
    item = Item.objects.get()
    assert item.status == "withheld" and item.current is not None and item.current.version == "2"
    page = reporter.get(f"{WIRE}{item.pk}/").content.decode()
    assert "Ships come in." in page and "This version came without text." in page
    assert "version 1 of" in page
    found = reporter.get(f"{WIRE}?q=ships").content.decode()
    assert "Harbour 1 opens, version 2" in found
    first = item.versions.get(version="1")
    assert "came without text" not in reporter.get(f"{WIRE}{item.pk}/?version={first.pk}").content.decode()


def test_what_was_not_understood_is_listed_with_the_item(source: Source, reporter: Client) -> None:
    deliver(source, 1)
    item = Item.objects.get()
    assert "Not understood" not in reporter.get(f"{WIRE}{item.pk}/").content.decode()
    take(ninjs(2, glorp={"<b>": 1}), source=source, name="2.json", now=NOW)
    page = reporter.get(f"{WIRE}{Item.objects.get(guid='urn:example:2').pk}/").content.decode()
    assert "Not understood" in page and "<code>glorp" in page and "<b>" not in page.split("Not understood")[1]
