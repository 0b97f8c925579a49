"""A photo that arrives alone is an item of its own, with the words of its file; one that an item names is not."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cast import NOW
from photo_bytes import iim, photo, picture

from broadsheet.wire import lone_photos, picture_files
from broadsheet.wire.dispatch import Status
from broadsheet.wire.intake import take
from broadsheet.wire.models import Item, ItemPicture, RawItem, Source, picture_folder

WORDS = iim({105: "Harbour", 120: "Ships at Kampot.", 110: "AFP", 80: "Sok Dara", 40: "NO ARCHIVES", 25: "port"})


@pytest.fixture
def source(db: None) -> Iterator[Source]:
    yield Source.objects.create(slug="delta", name="Delta")
    shutil.rmtree(picture_folder(), ignore_errors=True)


def test_a_photo_alone_is_an_item_with_the_words_of_its_file(source: Source) -> None:
    taken = take(photo(iim=WORDS), source=source, name="a.jpg", now=NOW)
    assert (taken.outcome, RawItem.objects.get().format, taken.warnings) == ("taken", "photo", ())
    dispatch = Item.objects.get().current.dispatch  # type: ignore[union-attr]
    assert (dispatch.kind, dispatch.headline, dispatch.credit, dispatch.byline) == (
        "picture",
        "Harbour",
        "AFP",
        "Sok Dara",
    )
    assert (dispatch.instructions, [word.name for word in dispatch.mentions]) == ("NO ARCHIVES", ["port"])
    one = ItemPicture.objects.get()
    assert (one.picture.caption, one.picture.instructions, bool(one.file)) == ("Ships at Kampot.", "NO ARCHIVES", True)
    assert take(photo(iim=WORDS), source=source, name="b.jpg", now=NOW).items[0].what == "replay"


def test_what_its_file_says_holds_it(source: Source) -> None:
    take(photo(iim=iim({120: "a", 40: "EMBARGOED until Friday"})), source=source, name="a.jpg", now=NOW)
    take(photo(iim=iim({120: "b", 30: "20261201", 35: "120000+0700"})), source=source, name="b.jpg", now=NOW)
    first, second = (item.current.dispatch for item in Item.objects.order_by("pk"))  # type: ignore[union-attr]
    assert first.status is Status.WITHHELD
    assert second.embargoed_until == datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert "names no credit" in Item.objects.order_by("pk")[0].current.warnings[-1]  # type: ignore[union-attr]


def test_what_harms_is_refused_and_kept(source: Source) -> None:
    for name, raw in (("a.jpg", picture("PNG")), ("b.jpg", picture()[:500]), ("c.jpg", picture() + b"<html>")):
        taken = take(raw, source=source, name=name, now=NOW)
        assert (taken.outcome, taken.reason.startswith("Its file")) == ("refused", True)
    assert not Item.objects.exists()
    assert RawItem.objects.count() == 3


def in_minutes(minutes: int) -> datetime:
    """So long after a file that was just laid down."""
    return datetime.now(UTC) + timedelta(minutes=minutes)


def test_a_photo_waits_for_its_item_and_is_then_taken_alone(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(iim=WORDS))
    (tmp_path / "item.json").write_bytes(b"{}")
    (tmp_path / ".b.jpg").write_bytes(picture())
    old = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
    os.utime(tmp_path / "a.jpg", (old, old))
    assert lone_photos.waiting(tmp_path, source=source, now=in_minutes(14)) == []
    assert lone_photos.waiting(tmp_path, source=source, now=in_minutes(16)) == [tmp_path / "a.jpg"]


def test_a_photo_that_an_item_named_is_left_for_later_versions(source: Source, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(photo(iim=WORDS))
    take(photo(iim=WORDS), source=source, name="a.jpg", now=NOW)
    assert lone_photos.waiting(tmp_path, source=source, now=in_minutes(16)) == []
    other = Source.objects.create(slug="other", name="Other")
    (tmp_path / "b.jpg").write_bytes(photo(iim=WORDS))
    assert tmp_path / "b.jpg" in lone_photos.waiting(tmp_path, source=other, now=in_minutes(16))


def test_an_item_that_comes_late_finds_its_photo_among_the_taken(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "a.jpg").write_bytes(b"late")
    assert picture_files.fetch("a.jpg", tmp_path) == b"late"
