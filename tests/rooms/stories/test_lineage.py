"""Law 6: what becomes of wire items: drafts that follow their agency until an editor touches them, and kills."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cast import NOW, Cast
from clock import Clock
from harbour import body, deliver, draft, item, latest, picture
from PIL import Image

from broadsheet.paperfile import PaperFile
from broadsheet.press.models import Order
from broadsheet.stories import acts, lineage, scheduler
from broadsheet.stories.acts import StoryText
from broadsheet.stories.errors import ItemCancelled
from broadsheet.stories.founding import add_section
from broadsheet.stories.models import Front, Photo, Story, StoryOrigin
from broadsheet.wire.models import Item, picture_folder

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def no_files_left(paper: PaperFile) -> Iterator[None]:
    """Pictures from the wire and the kill file outlive a test's transaction."""
    yield
    shutil.rmtree(picture_folder(), ignore_errors=True)
    (paper.data / "kills.jsonl").unlink(missing_ok=True)


def the_story() -> Story:
    return StoryOrigin.objects.get().story


def test_an_item_becomes_a_draft_with_everything_that_it_says(cast: Cast, tmp_path: Path) -> None:
    Image.new("RGB", (600, 400), "#405060").save(tmp_path / "harbour.jpg", "JPEG")
    taken = deliver(item(associations=[picture()]), tmp_path)
    orders = Order.objects.exclude(key__startswith="photo:").count()
    story = latest(draft(taken))
    assert not story.live
    assert (story.title, story.dateline, story.credit_line) == ("Harbour opens, version 1", "Sihanoukville", "Delta")
    assert "Ships come in. 1" in body(story)
    photo = story.lead_photo
    assert photo is not None
    assert (photo.caption, photo.credit, photo.creator) == ("The harbour at noon.", "Delta Photo", "Kim Phalla")
    assert (photo.width, photo.height) == (600, 400)
    assert Item.objects.get().state == Item.State.USED
    assert Order.objects.exclude(key__startswith="photo:").count() == orders


def test_a_picture_that_comes_again_is_not_put_into_the_library_twice(cast: Cast, tmp_path: Path) -> None:
    Image.new("RGB", (600, 400), "#405060").save(tmp_path / "harbour.jpg", "JPEG")
    draft(deliver(item(associations=[picture()]), tmp_path))
    photos = Photo.objects.count()
    draft(deliver(item(uri="urn:example:other", associations=[picture()]), tmp_path))
    assert Photo.objects.count() == photos


@pytest.mark.parametrize(
    ("subjects", "language", "section"),
    [
        (["Shipping", "national"], "en", "National"),
        (["World", "National"], "en-GB", "World"),
        (["Shipping"], "en", "World"),
        ([], "en", "World"),
        (["National"], "fr", "National"),
        (["World"], "km", "ជាតិ"),
        (["កីឡា"], "km", "កីឡា"),
    ],
)
def test_an_item_goes_to_the_section_of_its_subject_in_its_language(
    cast: Cast, subjects: list[str], language: str, section: str
) -> None:
    add_section(Front.objects.get(locale__language_code="km"), "កីឡា", address="sport")
    story = draft(deliver(item(subjects=[{"name": name} for name in subjects], language=language)))
    assert story.get_parent().title == section
    assert story.locale == story.get_parent().locale


def test_an_untouched_draft_follows_its_agency(cast: Cast) -> None:
    story = draft(deliver(item(1)))
    lineage.carry([deliver(item(2))], now=NOW)
    assert latest(story).title == "Harbour opens, version 2"
    assert "Ships come in. 2" in body(latest(story))
    lineage.carry([deliver(item(3))], now=NOW)
    assert latest(story).title == "Harbour opens, version 3"
    assert Story.objects.filter(pk=story.pk, live=False).exists()


def test_a_draft_that_an_editor_touched_stays_as_it_is(cast: Cast) -> None:
    story = draft(deliver(item(1)))
    edited = latest(story)
    edited.standfirst = "An editor's words."
    edited.save_revision(user=cast.editor)
    assert lineage.carry([deliver(item(2))], now=NOW) == [f"A proposal waits for “{story}”."]
    assert latest(story).title == "Harbour opens, version 1"
    assert latest(story).standfirst == "An editor's words."


def test_the_wire_alone_changes_no_published_story(cast: Cast) -> None:
    story = draft(deliver(item(1)))
    acts.publish(story, by=cast.editor, now=NOW)
    lineage.carry([deliver(item(2))], now=NOW)
    assert Story.objects.get(pk=story.pk).title == "Harbour opens, version 1"
    assert latest(story).title == "Harbour opens, version 1"


def publish(value: dict[str, Any], cast: Cast) -> str:
    return lineage.publish_taken(deliver(value), by=cast.editor, now=NOW)


def test_what_a_desk_user_decided_to_publish_is_public_and_follows_its_agency(cast: Cast) -> None:
    assert publish(item(1), cast) == "published"
    assert the_story().live
    assert publish(item(2), cast) == "published"
    assert the_story().title == "Harbour opens, version 2"
    assert the_story().current_address() == "/2026/11/23/harbour-opens-version-1"
    assert Story.objects.filter(title__startswith="Harbour").count() == 1


def test_an_update_overwrites_no_story_that_an_editor_touched(cast: Cast) -> None:
    publish(item(1), cast)
    words = StoryText("An editor's headline", [])
    acts.publish(acts.revise(the_story(), words, by=cast.editor, now=NOW), by=cast.editor, now=NOW)
    assert publish(item(2), cast) == "a proposal waits for its story"
    assert publish(item(2), cast) == "already a story"
    assert the_story().title == "An editor's headline"


def test_a_replay_does_nothing(cast: Cast) -> None:
    publish(item(1), cast)
    orders, drafts = Order.objects.count(), the_story().revisions.count()
    assert publish(item(1), cast) == "already a story"
    assert lineage.carry([deliver(item(1))], now=NOW) == []
    assert (Order.objects.count(), the_story().revisions.count()) == (orders, drafts)
    assert StoryOrigin.objects.count() == 1


CANCELLED = item(5, pubstatus="canceled", headlines=[], bodies=[])


def test_a_cancellation_takes_the_published_story_down(cast: Cast) -> None:
    publish(item(1), cast)
    assert lineage.carry([deliver(CANCELLED)], now=NOW)
    assert not the_story().live
    assert publish(item(1), cast) == "cancelled"
    assert publish(item(6), cast) == "cancelled"
    assert not the_story().live


def test_a_cancelled_item_makes_no_story(cast: Cast) -> None:
    deliver(item(1))
    taken = deliver(CANCELLED)
    with pytest.raises(ItemCancelled):
        draft(taken)
    assert not StoryOrigin.objects.exists()


def test_a_cancellation_takes_a_scheduled_story_off_the_schedule(cast: Cast, clock: Clock) -> None:
    publish(item(1, embargoed="2026-11-23T08:00:00Z"), cast)
    lineage.carry([deliver(CANCELLED)], now=NOW)
    clock.go_on(days=1)
    assert scheduler.run_due(clock.now) == []
    assert not the_story().live


def test_a_withheld_item_is_not_published(cast: Cast) -> None:
    assert publish(item(1, pubstatus="withheld"), cast) == "withheld by the agency, not published"
    assert not StoryOrigin.objects.exists()


EMBARGO = "2026-11-23T08:00:00Z"
"""Three and a half hours after `NOW`."""


def test_an_embargoed_item_goes_out_when_its_embargo_ends(cast: Cast, clock: Clock) -> None:
    done = publish(item(1, embargoed=EMBARGO), cast)
    assert done == "scheduled for 2026-11-23 08:00 UTC, when its embargo ends"
    assert not the_story().live
    assert scheduler.run_due(clock.go_on(hours=3, minutes=29)) == []
    assert [outcome.what for outcome in scheduler.run_due(clock.go_on(minutes=1))] == ["published"]
    assert the_story().live
    assert the_story().first_published_at == NOW + timedelta(hours=3, minutes=30)


@pytest.mark.parametrize("by_whom", ["the desk user", "the wire"])
def test_what_an_embargoed_story_says_at_its_hour_is_what_its_agency_said_last(
    cast: Cast, clock: Clock, by_whom: str
) -> None:
    publish(item(1, embargoed=EMBARGO), cast)
    if by_whom == "the wire":
        assert lineage.carry([deliver(item(2, embargoed=EMBARGO))], now=NOW)
        assert lineage.carry([deliver(item(3, embargoed=EMBARGO))], now=NOW)
    else:
        publish(item(2, embargoed=EMBARGO), cast)
        publish(item(3, embargoed=EMBARGO), cast)
    assert not the_story().live
    scheduler.run_due(clock.go_on(hours=4))
    assert (the_story().live, the_story().title) == (True, "Harbour opens, version 3")


def test_a_version_without_text_leaves_the_text_of_the_one_before(cast: Cast, tmp_path: Path) -> None:
    Image.new("RGB", (600, 400), "#405060").save(tmp_path / "harbour.jpg", "JPEG")
    story = draft(deliver(item(associations=[picture()]), tmp_path))
    held_back = item(2, pubstatus="withheld", bodies=[], ednote="Hold until we have called the ministry.")
    lineage.carry([deliver(held_back)], now=NOW)
    now_said = latest(story)
    assert now_said.title == "Harbour opens, version 2" and "Ships come in. 1" in body(now_said)
    assert now_said.lead_photo is not None
    deliver(item(uri="urn:example:other"))
    later = draft(deliver(item(3, uri="urn:example:other", bodies=[])))
    assert later.title == "Harbour opens, version 3" and "Ships come in. 1" in body(latest(later))
