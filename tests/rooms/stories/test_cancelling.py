"""Law 3 on the wire: a cancellation takes down all that was made from its item, in whatever order things come."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cast import NOW
from django.utils import timezone
from harbour import deliver, draft, item, latest, picture
from killed import forget_kills
from PIL import Image
from wagtail.models import Workflow

from broadsheet.edition.packing import unpack
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, cancelling, kills, lineage, scheduler
from broadsheet.stories.errors import ItemCancelled
from broadsheet.stories.founding import add_section
from broadsheet.stories.models import Front, Photo, Proposal, Section, Story
from broadsheet.stories.photo_library import PhotoWords, add_photo

CANCELLED = item(5, pubstatus="canceled", headlines=[], bodies=[])


@pytest.fixture(autouse=True)
def nothing_left(paper: PaperFile) -> Iterator[None]:
    forget_kills()
    yield
    forget_kills()
    shutil.rmtree(picture_folder_of(paper), ignore_errors=True)


def picture_folder_of(paper: PaperFile) -> Path:
    return paper.data / "wire"


@pytest.fixture
def editor(paper: PaperFile) -> Staff:
    return Staff.objects.create_user("editor@courier.example", is_staff=True, is_superuser=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Image.new("RGB", (600, 400), "#405060").save(tmp_path / "harbour.jpg", "JPEG")
    return tmp_path


def cancel(value: dict[str, Any], by: str = "delta") -> list[str]:
    return lineage.carry([deliver(value, by=by)], now=timezone.now())


def photo_item(status: str = "usable", version: int = 1) -> dict[str, Any]:
    """The picture of the story, as an item of its own."""
    return item(version, uri="urn:example:photo", type="picture", pubstatus=status, bodies=[], headlines=[])


def drawn(colour: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (600, 400), colour).save(file, "JPEG")
    return file.getvalue()


def media(press: Press) -> set[str]:
    """The names of the files beside the edition."""
    return {path.name for path in press.writer.media_folder.glob("*/*/*")}


def pictures(press: Press) -> set[str]:
    """Those that are no share cards."""
    return {name for name in media(press) if not name.endswith(".png")}


def words_of(press: Press) -> str:
    return "\n".join(
        unpack([p.head, p.tail] if p.tail else [p.head]).decode(errors="replace") for p in press.writer.reading.pages()
    )


def published(editor: Staff, folder: Path, now: datetime, **others: Any) -> Story:
    story = draft(deliver(item(1, associations=[picture()], **others), folder))
    return acts.publish(story, by=editor, now=now)


def test_the_story_and_its_photo_are_gone_from_every_page(editor: Staff, folder: Path, press: Press) -> None:
    story = published(editor, folder, NOW)
    press.run_once(timezone.now())
    shown = {name for name in press.writer.reading.media_of(story.current_address()) if name in media(press)}
    assert shown & pictures(press) and "Harbour opens" in words_of(press)
    assert cancel(CANCELLED)
    press.run_once(timezone.now())
    assert pictures(press) == shown & media(press) == set() and "Harbour opens" not in words_of(press)
    assert press.writer.reading.is_gone(story.current_address())


def test_a_cancelled_picture_goes_from_other_stories_too(editor: Staff, folder: Path, press: Press) -> None:
    story = published(editor, folder, NOW)
    other = acts.create(
        Section.objects.get(slug="world"),
        acts.StoryText("Our own story", [], lead_photo=latest(story).lead_photo),
        by=editor,
        now=NOW,
    )
    acts.publish(other, by=editor, now=NOW)
    press.run_once(timezone.now())
    assert pictures(press)
    cancel(photo_item("canceled"))
    press.run_once(timezone.now())
    assert pictures(press) == set()
    assert Story.objects.get(pk=story.pk).live and Story.objects.get(pk=other.pk).live
    assert "Our own story" in words_of(press)


def test_a_photo_taken_for_a_cancelled_picture_goes_with_it(editor: Staff, folder: Path) -> None:
    story = published(editor, folder, NOW)
    alike = add_photo(drawn("#415161"), "alike.jpg", words=PhotoWords("Much the same"), by=editor)
    cancelling.stands_for(alike, latest(story).lead_photo)
    cancel(photo_item("canceled"))
    assert alike.get_file_hash() in kills.killed().pictures


def test_a_killed_picture_stays_away_under_another_name_and_from_another_agency(editor: Staff, folder: Path) -> None:
    story = published(editor, folder, NOW)
    kills.kill(story, by="chief", reason="Forged", now=NOW, photos=[latest(story).lead_photo])
    again = picture() | {"uri": "urn:other:picture"}
    other = draft(deliver(item(1, uri="urn:other:harbour", associations=[again]), folder, by="gamma"))
    assert latest(other).lead_photo is None
    assert Photo.objects.count() == 1


def test_a_picture_cancelled_before_its_story_is_not_taken_with_it(paper: PaperFile, folder: Path) -> None:
    cancel(photo_item("canceled"))
    story = draft(deliver(item(1, associations=[picture()]), folder))
    assert latest(story).lead_photo is None
    assert not Photo.objects.exists()


def test_another_source_cannot_cancel_our_picture(editor: Staff, folder: Path) -> None:
    published(editor, folder, NOW)
    cancel(photo_item("canceled"), by="other")
    assert kills.killed().kills == ()


def test_a_cancellation_before_its_story_keeps_it_from_being_made(paper: PaperFile) -> None:
    cancel(CANCELLED)
    taken = deliver(item(1))
    assert lineage.carry([taken], now=NOW) == []
    with pytest.raises(ItemCancelled):
        draft(taken)


@pytest.mark.parametrize("how", ["locked", "in workflow", "scheduled", "draft"])
def test_a_cancellation_is_not_refused_for_the_state_of_its_story(how: str, editor: Staff, folder: Path) -> None:
    story = draft(deliver(item(1)))
    if how == "scheduled":
        acts.schedule(story, timezone.now() + timedelta(hours=1), by=editor, now=NOW)
    elif how != "draft":
        acts.publish(story, by=editor, now=NOW)
    if how == "locked":
        Story.objects.filter(pk=story.pk).update(locked=True, locked_by=editor)
    if how == "in workflow":
        Workflow.objects.get().start(Story.objects.get(pk=story.pk), editor)
    cancel(CANCELLED)
    assert scheduler.run_due(timezone.now() + timedelta(days=1)) == []
    row = Story.objects.get(pk=story.pk)
    assert (row.live, row.locked, row.current_workflow_state) == (False, False, None)
    assert story.pk in kills.killed().stories


def test_translations_go_with_the_story(editor: Staff) -> None:
    story = draft(deliver(item(1)))
    khmer = add_section(Front.objects.get(locale__language_code="km"), "ជាតិ", address="national")
    other = acts.create(khmer, acts.StoryText("Translated", []), by=editor, now=NOW)
    Story.objects.filter(pk=other.pk).update(translation_key=story.translation_key)
    acts.publish(other, by=editor, now=NOW)
    cancel(CANCELLED)
    assert not Story.objects.get(pk=other.pk).live
    assert {story.pk, other.pk} <= kills.killed().stories


def test_a_cancellation_closes_what_was_proposed(editor: Staff) -> None:
    story = draft(deliver(item(1)))
    acts.publish(story, by=editor, now=NOW)
    lineage.carry([deliver(item(2))], now=NOW)
    assert Proposal.objects.get().state == "waiting"
    cancel(CANCELLED)
    assert Proposal.objects.get().state == "superseded"


def test_a_cancellation_that_a_crash_kept_back_is_carried(editor: Staff) -> None:
    story = draft(deliver(item(1)))
    acts.publish(story, by=editor, now=NOW)
    deliver(CANCELLED)
    assert Story.objects.get(pk=story.pk).live
    lineage.carry_left(now=timezone.now() + timedelta(minutes=2))
    assert not Story.objects.get(pk=story.pk).live


def test_what_the_desk_has_put_back_only_a_new_cancellation_takes_down_again(editor: Staff) -> None:
    story = draft(deliver(item(1)))
    acts.publish(story, by=editor, now=NOW)
    cancel(CANCELLED)
    (entry,) = kills.killed().kills
    kills.lift(entry.number, by=editor.email, reason="The agency erred, it says by telephone", now=NOW)
    acts.publish(story, by=editor, now=NOW)
    again = deliver(CANCELLED)
    assert lineage.carry([again], now=NOW) == []
    assert lineage.publish_taken(again, by=editor, now=NOW) == "cancelled"
    lineage.carry([deliver(item(2))], now=NOW)
    assert Story.objects.get(pk=story.pk).live and not kills.killed().stories
    cancel({**CANCELLED, "version": "6", "versioncreated": "2026-11-23T06:00:00Z"})
    assert not Story.objects.get(pk=story.pk).live and story.pk in kills.killed().stories
