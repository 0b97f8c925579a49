"""Words written into a picture's file are read back from it, and its pixels stay as they were."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from photo_bytes import exif, iim, photo, picture, xmp
from PIL import Image

from broadsheet.wire import picture_files
from broadsheet.wire.pictures import blocks, inscribing, words
from broadsheet.wire.pictures.inscribing import Inscription

TOLD = Inscription(
    title="Harbour",
    caption="The harbour at “noon” & <after>. ទឹក",
    credit="Sok Dara/Courier",
    creator="Sok Dara",
    source="Courier",
    copyright="© The Courier",
    usage_terms="Not for sale",
    instructions="One time use",
    alt="Boats",
    expires_on=date(2027, 1, 31),
    keywords=("harbour", "ទឹក"),
)


def pixels(raw: bytes) -> bytes:
    return Image.open(io.BytesIO(raw)).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_what_is_written_is_read_back(kind: str) -> None:
    raw = picture(kind)
    written = inscribing.inscribed(raw, TOLD)
    told = words.read(written)
    assert told.caption == TOLD.caption and told.credit == TOLD.credit and told.alt == TOLD.alt
    assert (told.creator, told.source, told.copyright) == (TOLD.creator, TOLD.source, TOLD.copyright)
    assert (told.usage_terms, told.instructions, told.keywords) == (TOLD.usage_terms, TOLD.instructions, TOLD.keywords)
    assert told.expires_at is not None and told.expires_at.date() >= date(2027, 1, 31)
    assert pixels(written) == pixels(raw)
    assert picture_files.judge(written, "")


def test_programs_that_know_only_iim_read_it_too() -> None:
    found = blocks.find(inscribing.inscribed(picture(), TOLD))
    assert found is not None
    found.xmp.clear()
    from broadsheet.wire.pictures import iim as reader

    sets = reader.read(reader.of_resources(bytes(found.photoshop)))
    assert sets[2, 120] == [TOLD.caption] and sets[2, 110] == [TOLD.credit] and sets[2, 37] == ["20270131"]


def test_nothing_of_what_the_file_said_before_is_left_but_its_camera() -> None:
    before = photo(
        iim=iim({120: "Old caption", 110: "Old credit"}), xmp=xmp({"photoshop:Source": "Old"}),
        exif=exif({0x010E: "Of the camera"}),
    )  # fmt: skip
    written = inscribing.inscribed(before, replace(TOLD, source=""))
    assert b"Old" not in written and b"Of the camera" in written
    assert words.read(written).source == ""
    again = inscribing.inscribed(written, TOLD)
    assert again == inscribing.inscribed(before, TOLD), "written twice it is there once"


def test_a_long_khmer_caption_is_cut_at_a_letter_in_iim_and_whole_in_xmp() -> None:
    told = replace(TOLD, caption="ទឹក" * 900)
    assert words.read(inscribing.inscribed(picture(), told)).caption == told.caption


def test_a_file_of_another_kind_stays_as_it_is() -> None:
    raw = picture("GIF")
    assert inscribing.inscribed(raw, TOLD) == raw and not inscribing.can_hold(raw)
