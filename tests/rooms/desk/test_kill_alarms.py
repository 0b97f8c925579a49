"""An agency's cancellation stands on every page of the desk until somebody has seen it, also on one that is open."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cast import NOW
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from harbour import deliver, draft, item, picture
from killed import forget_kills, standing
from PIL import Image

from broadsheet.paperfile import PaperFile
from broadsheet.stories import acts, lineage
from broadsheet.stories.models import Story
from broadsheet.wire.models import picture_folder

ALARM = "An agency has cancelled what we had"
OPEN = "/desk/alarms/"


@pytest.fixture(autouse=True)
def nothing_left(paper: PaperFile) -> Iterator[None]:
    forget_kills()
    yield
    forget_kills()
    shutil.rmtree(picture_folder(), ignore_errors=True)


@pytest.fixture
def story(paper: PaperFile, tmp_path: Path) -> Story:
    Image.new("RGB", (600, 400), "#405060").save(tmp_path / "harbour.jpg", "JPEG")
    made = draft(deliver(item(1, associations=[picture()]), tmp_path))
    return acts.publish(made, by=None, now=NOW)


def cancel(uri: str = "urn:example:harbour") -> None:
    value = item(5, uri=uri, pubstatus="canceled", headlines=[], bodies=[])
    lineage.carry([deliver(value)], now=timezone.now())


def pages(story: Story) -> list[str]:
    edit = f"/desk/pages/{story.pk}/edit/"
    return ["/desk/", "/desk/stories/", edit, "/desk/images/", "/desk/wire/", "/desk/press/", "/desk/account/"]


def test_it_stands_on_every_page_until_it_is_seen(story: Story, editor: Client) -> None:
    assert all(ALARM not in editor.get(address).content.decode() for address in pages(story))
    cancel()
    for address in pages(story):
        text = editor.get(address).content.decode()
        assert text.count(ALARM) == 1 and "readers had it" in text and 'role="alert"' in text, address
    (kill,) = standing()
    answer = editor.post(f"/desk/kills/{kill.number}/seen/", {"next": "/desk/stories/"})
    assert answer["Location"] == "/desk/stories/"
    assert ALARM not in editor.get(f"/desk/pages/{story.pk}/edit/").content.decode()


def test_a_page_that_stands_open_learns_of_it(story: Story, reporter: Client) -> None:
    assert reporter.get(OPEN, {"notices": "0.0"}).status_code == 204
    cancel()
    answer = reporter.get(OPEN, {"notices": "0.0", "from": f"/desk/pages/{story.pk}/edit/"})
    assert ALARM in answer.content.decode()
    assert f'name="next" value="/desk/pages/{story.pk}/edit/"' in answer.content.decode()
    (kill,) = standing()
    assert reporter.get(OPEN, {"notices": "0.0", "kills": str(kill.number)}).status_code == 204
    assert "evil" not in reporter.get(OPEN, {"from": "//evil.example/"}).content.decode()


def test_the_photos_are_named_with_their_story_or_alone(story: Story, reporter: Client) -> None:
    cancel("urn:example:photo")
    text = reporter.get("/desk/").content.decode()
    assert "<strong>Photo: Harbour</strong>" in text and "the stories that showed it stay" in text
    record = reporter.get("/desk/kills/").content.decode()
    assert "Photos: Harbour" in record and "Story 0" not in record


def test_who_writes_nothing_is_not_alarmed(story: Story, visitor: Client) -> None:
    cancel()
    assert ALARM not in visitor.get("/desk/").content.decode()
    assert visitor.get(OPEN, {"notices": "0.0"}).status_code == 204


def test_without_a_kill_no_page_asks_the_database_for_alarms(paper: PaperFile, reporter: Client) -> None:
    reporter.get("/desk/account/")
    with CaptureQueriesContext(connection) as queries:
        reporter.get("/desk/account/")
    assert not any("seenkill" in query["sql"] for query in queries)
