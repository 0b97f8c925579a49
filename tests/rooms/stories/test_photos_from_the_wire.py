"""Photos of wire items in the library: their words and rights, what makes two the same, and who lets held ones out."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cast import NOW, Cast
from clock import Clock
from photo_bytes import iim, photo
from PIL import Image

from broadsheet.paperfile import PaperFile
from broadsheet.stories import lineage, look_alikes
from broadsheet.stories.models import Photo, RightsDecision, Story
from broadsheet.wire.intake import TakenItem, take
from broadsheet.wire.models import Item, Source, picture_folder

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture(autouse=True)
def no_files_left(paper: PaperFile) -> Iterator[None]:
    yield
    shutil.rmtree(picture_folder(), ignore_errors=True)


def item(number: int = 1, guid: str = "urn:example:harbour", **of_picture: Any) -> dict[str, Any]:
    rendition = {"name": "original", "href": "harbour.jpg", "contenttype": "image/jpeg", "width": 600, "height": 400}
    return {
        "uri": guid,
        "standard": {"name": "ninjs", "version": "2.2"},
        "type": "text",
        "version": str(number),
        "versioncreated": f"2026-11-23T0{number}:00:00Z",
        "language": "en",
        "headlines": [{"value": f"Harbour opens, version {number}"}],
        "bodies": [{"contenttype": "text/html", "value": "<p>Ships come in.</p>"}],
        "associations": [
            {"name": "main", "uri": f"{guid}:photo", "type": "picture", "renditions": [rendition], **of_picture}
        ],
    }


def deliver(value: dict[str, Any], folder: Path) -> TakenItem:
    source, _ = Source.objects.get_or_create(slug="delta", defaults={"name": "Delta News"})
    (one,) = take(json.dumps(value).encode(), source=source, name="a.json", now=NOW, folder=folder).items
    return one


def lead_of(taken: TakenItem) -> Photo:
    story = lineage.make_story(Item.objects.get(pk=taken.item_id), section=None, by=None, now=NOW)
    lead: Photo = Story.objects.get(pk=story.pk).get_latest_revision_as_object().lead_photo
    return lead


def drawn(name: str = "harbour.jpg", *, quality: int = 85, size: tuple[int, int] = (600, 400)) -> bytes:
    """A drawing that is like itself in another size or quality, and like no other."""
    buffer = io.BytesIO()
    image = Image.effect_mandelbrot((600, 400), (-2.2, -1.2, 1.2, 1.2), 60).rotate(len(name))
    image.resize(size).convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def test_a_photo_has_the_words_of_its_item_and_those_of_its_file(cast: Cast, tmp_path: Path) -> None:
    own = iim({120: "Of the file", 110: "AFP", 40: "NO ARCHIVES", 37: "20270101"})
    (tmp_path / "harbour.jpg").write_bytes(photo(iim=own))
    lead = lead_of(deliver(item(descriptions=[{"role": "caption", "value": "Of the item"}]), tmp_path))
    assert (lead.caption, lead.credit, lead.instructions) == ("Of the item", "AFP", "NO ARCHIVES")
    assert lead.rights_expire_on == date(2027, 1, 1)


def test_the_same_bytes_with_the_same_words_are_one_photo(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "harbour.jpg").write_bytes(drawn())
    words = {"infosources": [{"role": "isc:creditline", "name": "Delta Photo"}]}
    assert lead_of(deliver(item(guid="urn:a", **words), tmp_path)) == lead_of(
        deliver(item(guid="urn:b", **words), tmp_path)
    )


def test_rights_that_are_told_anew_make_another_photo(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "harbour.jpg").write_bytes(drawn())
    before = lead_of(deliver(item(guid="urn:a"), tmp_path))
    after = lead_of(deliver(item(guid="urn:b", edNote="NO ARCHIVES"), tmp_path))
    assert (before == after, after.instructions) == (False, "NO ARCHIVES")
    assert look_alikes.of(after) == [before]


def test_a_picture_that_only_looks_alike_is_offered_and_not_merged(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "harbour.jpg").write_bytes(drawn())
    before = lead_of(deliver(item(guid="urn:a"), tmp_path))
    (tmp_path / "harbour.jpg").write_bytes(drawn(quality=40, size=(480, 320)))
    after = lead_of(deliver(item(guid="urn:b"), tmp_path))
    assert before != after
    assert look_alikes.of(after) == [before]
    assert look_alikes.of(cast.photo) == []


def test_publishing_for_somebody_decides_nothing_about_photos(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "harbour.jpg").write_bytes(photo(iim=iim({110: "AFP", 40: "ONE TIME USE ONLY"})))
    done = lineage.publish_taken(deliver(item(), tmp_path), by=cast.editor, now=NOW)
    assert done.startswith("a draft, not published.") and "one time use" in done
    assert not Story.objects.get(title__startswith="Harbour").live
    assert not RightsDecision.objects.exists()


def test_a_stated_reason_is_that_persons_decision(cast: Cast, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "harbour.jpg").write_bytes(photo(iim=iim({110: "AFP", 40: "ONE TIME USE ONLY"})))
    taken = deliver(item(), tmp_path)
    assert lineage.publish_taken(taken, by=cast.editor, now=NOW, photo_reason="Contract of 2026") == "published"
    made = RightsDecision.objects.get()
    assert (made.by, made.reason, made.grounds) == (cast.editor, "Contract of 2026", ["one-time"])
    assert made.story == Story.objects.get(title__startswith="Harbour")
