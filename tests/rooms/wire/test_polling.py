"""What happens to the files that agencies drop into their folders."""

from __future__ import annotations

import json
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from looking import Surroundings, item, look
from photo_bytes import iim, photo

from broadsheet.wire import lone_photos
from broadsheet.wire.models import Item, RawItem, Source, SourceHealth, picture_folder
from broadsheet.wire.polling import QUIET_SECONDS, UNFINISHED_SECONDS, found_folders

pytestmark = pytest.mark.django_db


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """A minute after whatever a test writes: the time of a file's last change can't be set, so the clock is."""
    return Surroundings(tmp_path, datetime.now(UTC) + timedelta(seconds=UNFINISHED_SECONDS + 2))


def drop(path: Path, raw: bytes, *, age: float = 60) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    os.utime(path, times=(path.stat().st_mtime - age,) * 2)
    return path


def tide(number: int) -> bytes:
    return json.dumps(item(number)).encode()


def poll(around: Surroundings) -> dict[str, tuple[int, int]]:
    """Taken and refused of each folder, looked at in its turn."""
    around.later(seconds=30)
    looks = [look(source, around.means()) for source in found_folders(around.folders)]
    assert [one.error for one in looks if one.error] == []
    return {one.source: (one.counts.taken, one.counts.refused) for one in looks}


def just_after(path: Path, seconds: float) -> datetime:
    return datetime.fromtimestamp(path.stat().st_ctime + seconds, UTC)


def test_copy_is_taken_once_and_moved_aside(around: Surroundings) -> None:
    drop(around.folders / "delta" / "a.json", tide(1))
    drop(around.folders / "delta" / "b.json", b"{")
    drop(around.folders / "delta" / "photo.jpg", b"picture")
    assert poll(around) == {"delta": (1, 1)}
    left = sorted(str(path.relative_to(around.folders)) for path in around.folders.rglob("*.*"))
    assert left == ["delta/photo.jpg", "delta/refused/b.json", "delta/taken/a.json"]
    assert Source.objects.get(slug="delta").items.get().current is not None
    assert poll(around) == {"delta": (0, 0)}
    assert [one.headline for one in around.told] == ["High tide 1"]


def test_a_photo_that_no_item_names_is_taken_alone_after_a_while(around: Surroundings) -> None:
    path = drop(around.folders / "delta" / "harbour.jpg", photo(iim=iim({105: "Harbour", 110: "AFP"})))
    assert poll(around) == {"delta": (0, 0)}
    around.later(seconds=lone_photos.WAIT_SECONDS)
    assert poll(around) == {"delta": (1, 0)}
    assert Item.objects.get().current.kind == "picture"  # type: ignore[union-attr]
    assert (path.exists(), (path.parent / "taken" / "harbour.jpg").exists()) == (False, True)
    shutil.rmtree(picture_folder(), ignore_errors=True)


def test_a_file_that_has_just_changed_is_left_until_it_is_quiet(around: Surroundings) -> None:
    # Its own time is old, as that of a file that was copied with its time.
    path = drop(around.folders / "delta" / "a.json", tide(1), age=9999)
    (source,) = found_folders(around.folders)
    around.now = just_after(path, QUIET_SECONDS - 0.5)
    assert look(source, around.means()).counts.taken == 0
    assert not RawItem.objects.exists()
    around.now = just_after(path, QUIET_SECONDS + 11)
    assert look(source, around.means()).counts.taken == 1


@pytest.mark.parametrize("name", ["b.json.part", "b.json.tmp", ".b.json", "b.json~", "b.json.filepart", "b.lock"])
def test_what_is_called_a_part_is_left(around: Surroundings, name: str) -> None:
    drop(around.folders / "delta" / name, tide(1))
    assert poll(around) == {"delta": (0, 0)}
    assert (around.folders / "delta" / name).exists()


@pytest.mark.parametrize("lock", ["a.json.lock", ".a.json.lock", "a.json.lck"])
def test_a_file_with_a_lock_beside_it_is_left_until_the_lock_is_gone_or_forgotten(
    around: Surroundings, lock: str
) -> None:
    drop(around.folders / "delta" / "a.json", tide(1))
    path = drop(around.folders / "delta" / lock, b"")
    assert poll(around) == {"delta": (0, 0)}
    around.later(hours=1)
    assert poll(around) == {"delta": (1, 0)}
    drop(around.folders / "delta" / "a.json", tide(2))
    path.unlink()
    around.now = datetime.now(UTC) + timedelta(hours=2)
    assert poll(around) == {"delta": (1, 0)}


def test_a_file_that_somebody_has_open_for_writing_is_left(around: Surroundings) -> None:
    path = drop(around.folders / "delta" / "a.json", tide(1))
    with path.open("ab"):
        assert poll(around) == {"delta": (0, 0)}
    assert path.exists()
    assert poll(around) == {"delta": (1, 0)}


@pytest.mark.parametrize("whole", [tide(1), b"<?xml version='1.0'?><rss/>\n", b"\xef\xbb\xbf [1] \r\n"])
def test_a_text_without_its_end_is_given_more_time(around: Surroundings, whole: bytes) -> None:
    path = drop(around.folders / "delta" / "a.json", whole.rstrip()[:-1])
    (source,) = found_folders(around.folders)
    around.now = just_after(path, QUIET_SECONDS + 1)
    look(source, around.means())
    assert path.exists()
    path.write_bytes(whole)
    around.now = just_after(path, QUIET_SECONDS + 11)
    look(source, around.means())
    assert not path.exists()
    # A text that never gets its end is refused in the end, and not left for ever.
    path = drop(around.folders / "delta" / "a.json", whole.rstrip()[:-1] + b" ")
    around.now = just_after(path, UNFINISHED_SECONDS + 11)
    assert look(source, around.means()).counts.refused == 1


def test_the_oldest_file_goes_first(around: Surroundings) -> None:
    drop(around.folders / "delta" / "a.json", tide(2), age=10)
    drop(around.folders / "delta" / "b.json", tide(1), age=20)
    poll(around)
    assert [version.version for version in Item.objects.get().versions.order_by("id")] == ["1", "2"]


def test_a_file_that_leads_elsewhere_is_no_copy(around: Surroundings, tmp_path: Path) -> None:
    drop(tmp_path.parent / f"{tmp_path.name}-elsewhere" / "a.json", tide(1))
    (around.folders / "delta").mkdir()
    (around.folders / "delta" / "a.json").symlink_to(tmp_path.parent / f"{tmp_path.name}-elsewhere" / "a.json")
    assert poll(around) == {"delta": (0, 0)}


def test_only_folders_named_like_a_source_are_looked_into(around: Surroundings) -> None:
    drop(around.folders / "stray.json", tide(1))
    drop(around.folders / "not a source" / "a.json", tide(1))
    Source.objects.create(slug="web", name="Web", kind=Source.Kind.FEED)
    drop(around.folders / "web" / "a.json", tide(1))
    assert poll(around) == {}
    around.folders /= "missing"
    assert poll(around) == {}


def test_a_folder_that_has_vanished_is_told_and_one_that_never_was_is_not(around: Surroundings) -> None:
    source = Source.objects.create(slug="delta", name="Delta")
    SourceHealth.objects.create(source=source, item_at=around.now)
    assert look(source, around.means()).error == ""
    (around.folders / "delta").mkdir()
    around.later(hours=1)
    assert look(source, around.means()).error == ""
    (around.folders / "delta").rmdir()
    around.later(hours=1)
    assert look(source, around.means()).error == "The folder wire/delta is not there any more."


def test_a_file_whose_items_could_not_be_carried_on_is_taken_again(around: Surroundings) -> None:
    path = drop(around.folders / "delta" / "a.json", tide(1))
    (source,) = found_folders(around.folders)
    means = around.means()

    def fails(items: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look(source, type(means)(means.folders, means.reach, means.clock, fails))
    assert path.exists() and "ZeroDivisionError" in SourceHealth.objects.get(source=source).error
    around.later(hours=2)
    look(source, means)
    assert not path.exists() and [one.what for one in around.told] == ["replay"]
