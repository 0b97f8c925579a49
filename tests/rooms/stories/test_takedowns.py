"""A takedown: pictures by number, credit or agency leave every page in one act, and stay away."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from cast import Cast, make_photo
from django.utils import timezone
from harbour import deliver, draft, item, latest, picture
from PIL import Image

from broadsheet import killfile
from broadsheet.paperfile import PaperFile
from broadsheet.press.models import Order
from broadsheet.press.run import Press
from broadsheet.press.verify import verify
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, kills, photo_rights, takedowns
from broadsheet.stories.errors import NothingToTakeDown, PhotosHeld, ReasonMissing
from broadsheet.stories.models import Photo
from broadsheet.stories.takedowns import Target
from broadsheet.wire.models import Version


@pytest.fixture(autouse=True)
def kill_file(paper: PaperFile) -> Iterator[Path]:
    path = paper.data / "kills.jsonl"
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)
    shutil.rmtree(paper.data / "wire", ignore_errors=True)
    killfile._files.pop(paper.folder, None)


def down(target: Target, now: datetime) -> killfile.Kill:
    return takedowns.take_down(target, by="photo@courier.example", reason="Sok Dara asked us to", now=now)


def media(press: Press) -> set[str]:
    return {path.name for path in press.writer.media_folder.glob("*/*/*") if path.suffix != ".png"}


def from_the_wire(folder: Path) -> Photo:
    """The photo of a draft that was made from an item of Delta News."""
    Image.new("RGB", (600, 400), "#405060").save(folder / "harbour.jpg", "JPEG")
    found: Photo = latest(draft(deliver(item(1, associations=[picture()]), folder))).lead_photo
    return found


def test_a_picture_taken_down_leaves_every_page_and_the_story_stays(cast: Cast, press: Press, now: datetime) -> None:
    twin = make_photo("Boats", credit="Somebody else")
    assert twin.get_file_hash() == cast.photo.get_file_hash(), "the same file stands in the library twice"
    assert takedowns.photos_of(Target(photo_ids=(cast.photo.pk,))) == [cast.photo.pk, twin.pk]
    acts.publish(acts.create(cast.world, acts.StoryText("Twin", [], slug="twin", lead_photo=twin), by=None, now=now),
                 by=None, now=now)  # fmt: skip
    press.run_once(now)
    before = media(press)
    assert before
    kill = down(Target(photo_ids=(cast.photo.pk,)), now)
    press.run_once(timezone.now())
    assert media(press) == set()
    assert press.writer.reading.page(cast.flood.current_address()) is not None
    assert verify(press, timezone.now()).clean
    kills.lift(kill.number, by="photo@courier.example", reason="Bought", now=now)
    press.run_once(timezone.now())
    assert media(press) == before


def test_one_act_takes_all_under_a_credit_line(cast: Cast, now: datetime) -> None:
    same = make_photo("Pier", width=700, credit="sok  dara/COURIER")
    other = make_photo("Hill", width=701, credit="Sok Dara/AFP")
    target = Target(credit="Sok Dara/Courier")
    assert takedowns.photos_of(target) == [cast.photo.pk, same.pk]
    for photo in (cast.photo, same):
        photo.get_file_hash()
    # Noting a hash orders a photo's pages too.
    Order.objects.all().delete()
    down(target, now)
    assert {photo.get_file_hash() for photo in (cast.photo, same)} == kills.killed().pictures
    assert set(Order.objects.values_list("key", flat=True)) == {f"photo:{cast.photo.pk}", f"photo:{same.pk}"}
    assert other.get_file_hash() not in kills.killed().pictures


def test_an_agency_is_known_in_the_credit_in_the_source_and_by_who_sent_it(cast: Cast, tmp_path: Path) -> None:
    by_credit = make_photo("Pier", width=700, credit="Ana Ruiz/Delta News via Getty")
    by_source = make_photo("Hill", width=701, source="DELTA NEWS")
    make_photo("Deltaplane", width=702, credit="Delta Newsreel")
    sent = from_the_wire(tmp_path)
    sent.credit = sent.source = "Nobody"
    sent.save()
    assert takedowns.photos_of(Target(agency="Delta News")) == sorted([by_credit.pk, by_source.pk, sent.pk])


def test_what_comes_later_under_a_banned_credit_is_held(cast: Cast, now: datetime) -> None:
    kill = down(Target(credit="Ana Ruiz"), now)
    later = make_photo("Pier", width=700, credit="ANA RUIZ")
    story = acts.create(cast.world, acts.StoryText("Pier", [], slug="pier", lead_photo=later), by=None, now=now)
    with pytest.raises(PhotosHeld, match="Ana Ruiz"):
        acts.publish(story, by=cast.editor, now=now)
    nobody = Staff.objects.create_user("maly@courier.example", is_staff=True)
    photo_rights.decide(later, story=None, by=nobody, reason="I say so", now=now)
    with pytest.raises(PhotosHeld):
        acts.publish(story, by=cast.editor, now=now)
    photo_rights.decide(later, story=None, by=cast.editor, reason="Bought", now=now)
    assert acts.publish(story, by=cast.editor, now=now).live
    another = make_photo("Hill", width=701, credit="Ana Ruiz")
    assert photo_rights.grounds(another, on=now.date())
    kills.lift(kill.number, by="x", reason="Settled", now=now)
    assert photo_rights.grounds(another, on=now.date()) == ()


def test_the_wire_refuses_a_picture_that_was_taken_down(cast: Cast, now: datetime, tmp_path: Path) -> None:
    photo = from_the_wire(tmp_path)
    kill = down(Target(photo_ids=(photo.pk,)), now)
    again = item(1, uri="urn:other", associations=[{**picture(), "uri": "urn:example:other"}])
    version = Version.objects.get(pk=deliver(again, tmp_path, by="gamma").version_id)
    assert not version.pictures.get().file
    assert f"kill {kill.number}" in " ".join(version.warnings)
    kills.lift(kill.number, by="x", reason="Bought", now=now)
    deliver(again, tmp_path, by="gamma")
    assert version.pictures.get().file, "sent again, it is put in"


def test_a_takedown_needs_a_reason_and_a_picture(cast: Cast, now: datetime) -> None:
    with pytest.raises(ReasonMissing):
        takedowns.take_down(Target(photo_ids=(cast.photo.pk,)), by="x", reason=" ", now=now)
    with pytest.raises(NothingToTakeDown):
        down(Target(photo_ids=(0,)), now)
    assert kills.killed().kills == ()


def test_where_it_cannot_be_written_down_nothing_has_happened(
    cast: Cast, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    Order.objects.all().delete()
    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="No space"):
        down(Target(photo_ids=(cast.photo.pk,)), now)
    monkeypatch.undo()
    assert kills.killed().kills == () and not Order.objects.exists()


def test_a_takedown_outlives_a_restored_database(cast: Cast, press: Press, now: datetime) -> None:
    press.run_once(now)
    down(Target(credit="Sok Dara/Courier"), now)
    Order.objects.all().delete()
    press.run_once(timezone.now())
    assert media(press) == set()


def test_a_picture_without_its_file_hinders_nobody(cast: Cast, now: datetime) -> None:
    lost = make_photo("Lost", width=700, credit="Sok Dara/Courier")
    Photo.objects.filter(pk=lost.pk).update(file_hash="", file="original_images/none.jpg")
    assert len(down(Target(credit="Sok Dara/Courier"), now).pictures) == 1
