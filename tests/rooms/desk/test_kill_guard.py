"""At the desk what was killed can't come back: not published, not scheduled, not copied, and no word is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from cast import Cast
from django.test import Client
from django.utils import timezone
from editing import edit_story
from killed import forget_kills, kill, page
from wagtail.models import Revision

from broadsheet.stories.models import Story


@pytest.fixture(autouse=True)
def flood_killed(cast: Cast) -> Iterator[None]:
    forget_kills()
    kill(cast.flood)
    yield
    forget_kills()


def editor_of(story: Story) -> str:
    return f"/desk/pages/{story.pk}/edit/"


def test_its_editor_shows_a_banner_and_no_button_to_publish(cast: Cast, chief: Client) -> None:
    text = page(chief, editor_of(cast.flood))
    assert "This story was killed by chief@courier.example" in text and "Court order." in text
    assert 'name="action-publish"' not in text and 'name="action-submit"' not in text
    assert 'name="action-publish"' in page(chief, editor_of(cast.market))


@pytest.mark.parametrize("act", ["action-publish", "action-submit"])
@pytest.mark.parametrize("hours", [0, 5])
def test_it_is_neither_published_nor_scheduled(act: str, hours: int, cast: Cast, chief: Client) -> None:
    at = (timezone.localtime() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M") if hours else ""
    edit_story(chief, cast.flood.pk, "Flood again", "New words.", slug="flood", act=act, go_live_at=at)
    story = Story.objects.get(pk=cast.flood.pk)
    assert not story.live and story.current_workflow_state is None
    assert not Revision.page_revisions.filter(approved_go_live_at__isnull=False).exists()
    assert story.get_latest_revision_as_object().title == "Flood again", "what was written is kept"
    assert "Not published: this story was killed." in page(chief, "/desk/")


@pytest.mark.parametrize("below", [False, True])
def test_nothing_is_published_in_bulk_with_it(below: bool, cast: Cast, chief: Client) -> None:
    chosen = cast.world if below else cast.flood
    words = {"include_descendants": "on"} if below else {"include_descendants": ""}
    ids = f"id={chosen.pk}&id={cast.wedding.pk}&next=/desk/"
    chief.post(f"/desk/bulk/wagtailcore/page/publish/?{ids}", words)
    assert not Story.objects.filter(pk__in=[cast.flood.pk, cast.wedding.pk], live=True).exists()
    assert "Nothing was published: “Flood water reaches the old bridge” was killed." in page(chief, "/desk/")
    chief.post(f"/desk/bulk/wagtailcore/page/publish/?id={cast.wedding.pk}&next=/desk/", {"include_descendants": ""})
    assert Story.objects.get(pk=cast.wedding.pk).live


def test_it_is_not_copied(cast: Cast, chief: Client) -> None:
    count = Story.objects.count()
    words = {"new_title": "Flood", "new_slug": "flood-2", "new_parent_page": cast.world.pk, "publish_copies": "on"}
    chief.post(f"/desk/pages/{cast.flood.pk}/copy/", words)
    assert Story.objects.count() == count
    assert "Not copied: this story was killed." in page(chief, "/desk/")
