"""A delivery that came packed is unpacked within bounds: its items come out with their pictures."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from typing import Any

import pytest
from PIL import Image
from tests.plain.wire.reading import check, one, read

from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import packed


def ninjs(number: int = 1, **others: Any) -> bytes:
    return json.dumps({"uri": f"urn:tide:{number}", "headline": f"High tide {number}", **others}).encode()


def jpeg(colour: str = "#405060") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(file, "JPEG")
    return file.getvalue()


def zipped(**files: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packing:
        for name, inner in files.items():
            packing.writestr(name.replace("_dot_", ".").replace("_in_", "/"), inner)
    return raw.getvalue()


def test_items_come_out_with_the_pictures_that_they_name_and_the_others_alone() -> None:
    rendition = {"original": {"href": "tide.jpg", "mimetype": "image/jpeg"}}
    photo = {"uri": "urn:photo", "type": "picture", "headline": "Tide", "renditions": rendition}
    reading = read(
        zipped(
            day_in_1_dot_json=ninjs(associations={"main": photo}), day_in_2_dot_json=ninjs(2),
            day_in_tide_dot_jpg=jpeg(), day_in_other_dot_jpg=jpeg("#a05060"), readme_dot_txt=b"Tides of today",
            __MACOSX_in_x=b"notes",
        )
    )  # fmt: skip
    check(reading)
    assert [dispatch.headline for dispatch in reading.dispatches] == [
        "High tide 1",
        "High tide 2",
        "A photo without words",
    ]
    assert dict(reading.files) == {"tide.jpg": jpeg(), "day/other.jpg": jpeg("#a05060")}
    assert [picture.href for picture in reading.dispatches[2].pictures] == ["day/other.jpg"]
    (refused,) = reading.refused
    assert refused.startswith("readme.txt: This is plain text")


def test_gzip_is_what_lies_in_it() -> None:
    assert one(gzip.compress(ninjs())).headline == "High tide 1"


def test_two_files_of_one_name_are_both_taken() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as packing, pytest.warns(UserWarning):
        packing.writestr("a.jpg", jpeg())
        packing.writestr("a.jpg", jpeg("#a05060"))
    assert len(read(raw.getvalue()).dispatches) == 2


@pytest.mark.parametrize("pack", [gzip.compress, lambda inner: zipped(a=inner)])
def test_a_bomb_is_refused_when_it_has_grown_too_large(pack: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_BYTES", 1_000_000)
    with pytest.raises(Refused, match="Unpacked, the delivery has more than"):
        read(pack(bytes(5_000_000)))


def test_a_bomb_of_many_files_and_a_packed_file_within_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="packed file inside of a packed file"):
        read(zipped(a=zipped(b=ninjs())))
    monkeypatch.setattr(packed, "MAX_FILES", 10)
    with pytest.raises(Refused, match="more than 10 files"):
        read(zipped(**{f"a{number}": b"x" for number in range(11)}))


def test_one_bad_file_stops_none_of_the_others() -> None:
    reading = read(zipped(a=b"\x00\x01\x02 no", b=ninjs(), c=b'{"uri": '))
    assert len(reading.dispatches) == 1 and len(reading.refused) == 2
