"""What happens to the files that agencies drop into their folders."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from broadsheet.wire.models import Item, RawItem, Source
from broadsheet.wire.polling import QUIET_SECONDS, poll_folders

NOW = datetime(2024, 5, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def drop(path: Path, raw: bytes, *, age: float = 60) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    os.utime(path, times=(NOW.timestamp() - age,) * 2)


def item(number: int) -> bytes:
    return json.dumps({"uri": "urn:example:tide", "version": number, "headline": f"High tide {number}"}).encode()


def test_copy_is_taken_once_and_moved_aside(tmp_path: Path) -> None:
    drop(tmp_path / "delta" / "a.json", item(1))
    drop(tmp_path / "delta" / "b.json", b"{")
    drop(tmp_path / "delta" / "photo.jpg", b"picture")
    assert poll_folders(tmp_path, now=NOW) == {"delta": (1, 1)}
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))
    assert left == ["delta/photo.jpg", "delta/refused/b.json", "delta/taken/a.json"]
    assert Source.objects.get(slug="delta").items.get().current is not None
    assert poll_folders(tmp_path, now=NOW) == {"delta": (0, 0)}


def test_a_file_that_is_still_written_is_left_until_it_is_quiet(tmp_path: Path) -> None:
    drop(tmp_path / "delta" / "a.json", item(1), age=QUIET_SECONDS - 1)
    drop(tmp_path / "delta" / "b.json.part", item(2))
    drop(tmp_path / "delta" / ".c.json", item(3))
    assert poll_folders(tmp_path, now=NOW) == {"delta": (0, 0)}
    assert not RawItem.objects.exists()
    assert poll_folders(tmp_path, now=NOW + timedelta(seconds=1)) == {"delta": (1, 0)}


def test_the_oldest_file_goes_first(tmp_path: Path) -> None:
    drop(tmp_path / "delta" / "a.json", item(2), age=10)
    drop(tmp_path / "delta" / "b.json", item(1), age=20)
    poll_folders(tmp_path, now=NOW)
    assert [version.what for version in Item.objects.get().versions.order_by("id")] == ["new", "update"]


def test_where_no_source_has_a_folder_nothing_is_reported(tmp_path: Path) -> None:
    drop(tmp_path / "stray.json", item(1))
    drop(tmp_path / "not a source" / "a.json", item(1))
    assert poll_folders(tmp_path, now=NOW) == {}
    assert poll_folders(tmp_path / "missing", now=NOW) == {}
