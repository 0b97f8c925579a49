"""What a photo's own file says: IIM in its character sets, XMP, EXIF, and which of them is believed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from photo_bytes import exif, iim, photo, picture, png_with, xmp

from broadsheet.wire.dispatch import DispatchPicture
from broadsheet.wire.errors import PictureRefused
from broadsheet.wire.pictures import words

UTF_8 = b"\x1b%G"


@pytest.mark.parametrize(
    ("charset", "encoding"), [(UTF_8, "utf-8"), (b"", "utf-8"), (b"", "latin-1"), (b"\x1b.A", "latin-1")]
)
def test_iim_is_read_in_its_character_set(charset: bytes, encoding: str) -> None:
    raw = photo(iim=iim({120: "Fête à Genève", 110: "AFP"}, charset=charset, encoding=encoding))
    assert (words.read(raw).caption, words.read(raw).credit) == ("Fête à Genève", "AFP")


def test_iim_that_says_latin_1_is_not_taken_for_utf_8() -> None:
    assert words.read(photo(iim=iim({120: "Ã©"}, charset=b"\x1b.A", encoding="latin-1"))).caption == "Ã©"


def test_khmer_in_iim_survives() -> None:
    assert words.read(photo(iim=iim({120: "ទឹកជំនន់នៅក្រចេះ"}, charset=UTF_8))).caption == "ទឹកជំនន់នៅក្រចេះ"


def test_iim_gives_every_field() -> None:
    told = {
        5: "FLOOD-1", 10: "3", 25: "flood", 30: "20261201", 35: "120000+0700", 37: "20270101", 40: "No archives",
        55: "20261123", 60: "101500+0700", 80: "Sok Dara", 90: "Kratie", 101: "Cambodia", 105: "Flood", 110: "AFP",
        115: "Courier", 116: "(c) AFP", 12: "IPTC:03000000:Disaster::",
    }  # fmt: skip
    said = words.read(photo(iim=iim(told)))  # type: ignore[arg-type]
    assert (said.headline, said.slugline, said.creator, said.source) == ("Flood", "FLOOD-1", "Sok Dara", "Courier")
    assert (said.copyright, said.instructions, said.place) == ("(c) AFP", "No archives", "Kratie, Cambodia")
    assert said.created_at == datetime(2026, 11, 23, 3, 15, tzinfo=UTC)
    assert said.embargoed_until == datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert said.expires_at == datetime(2027, 1, 1, 10, tzinfo=UTC)  # the day is over, where it is over first
    assert (said.keywords, said.urgency) == (("flood",), 3)
    assert [(subject.code, subject.scheme) for subject in said.subjects] == [("03000000", "subj")]


LISTS = """
<dc:creator><rdf:Seq><rdf:li>Sok Dara</rdf:li><rdf:li>Chan Maly</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="fr">Bateaux</rdf:li>
  <rdf:li xml:lang="x-default">Boats &amp; lights</rdf:li></rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">(c) Courier</rdf:li></rdf:Alt></dc:rights>
<xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Print only</rdf:li></rdf:Alt></xmpRights:UsageTerms>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Two boats</rdf:li></rdf:Alt>
</Iptc4xmpCore:AltTextAccessibility>
<Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource"><Iptc4xmpExt:City>Kampot</Iptc4xmpExt:City>
</rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>
<plus:LicenseEndDate>2027-03-01T00:00:00Z</plus:LicenseEndDate>
<Iptc4xmpExt:ArtworkOrObject><rdf:Bag><rdf:li rdf:parseType="Resource">
  <dc:creator>A painter</dc:creator></rdf:li></rdf:Bag></Iptc4xmpExt:ArtworkOrObject>
"""


def test_xmp_is_read_as_attributes_and_as_elements() -> None:
    said = words.read(photo(xmp=xmp({"photoshop:Credit": "AFP", "photoshop:Instructions": "One time use"}, LISTS)))
    assert (said.credit, said.instructions, said.usage_terms) == ("AFP", "One time use", "Print only")
    assert (said.creator, said.caption, said.copyright) == ("Sok Dara, Chan Maly", "Boats & lights", "(c) Courier")
    assert (said.alt, said.place) == ("Two boats", "Kampot")
    assert said.expires_at == datetime(2027, 3, 1, tzinfo=UTC)


def test_exif_gives_what_its_owner_wrote_and_not_what_the_camera_did() -> None:
    raw = photo(exif=exif({0x010E: "OLYMPUS DIGITAL CAMERA", 0x013B: "Sok Dara", 0x8298: "Courier"}))
    assert (words.read(raw).caption, words.read(raw).creator, words.read(raw).copyright) == ("", "Sok Dara", "Courier")


def test_xmp_comes_before_iim_and_iim_before_exif() -> None:
    told = iim({110: "from IIM", 105: "Headline of IIM", 80: "by IIM"})
    raw = photo(iim=told, xmp=xmp({"photoshop:Credit": "from XMP"}), exif=exif({0x013B: "by EXIF", 0x8298: "of EXIF"}))
    said = words.read(raw)
    assert (said.credit, said.headline, said.creator, said.copyright) == (
        "from XMP",
        "Headline of IIM",
        "by IIM",
        "of EXIF",
    )


def test_the_sidecar_comes_before_the_file_field_by_field() -> None:
    own = words.read(photo(iim=iim({110: "AFP", 120: "Of the file", 116: "(c) AFP", 37: "20270101"})))
    end = datetime(2026, 12, 1, tzinfo=UTC)
    both = words.joined(DispatchPicture("urn:1", caption="Of the item", expires_at=end), own)
    assert (both.caption, both.credit, both.copyright, both.expires_at) == ("Of the item", "AFP", "(c) AFP", end)


def test_what_the_file_forbids_is_not_lost_by_a_sidecar_that_is_silent() -> None:
    own = words.read(photo(iim=iim({40: "MANDATORY CREDIT; NO ARCHIVES; ONE TIME USE ONLY"})))
    both = words.joined(DispatchPicture("urn:1", instructions="One time use"), own)
    assert both.instructions == "One time use\nNO ARCHIVES"
    assert words.joined(DispatchPicture("urn:1"), own).instructions == own.instructions


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_xmp_is_found_in_other_kinds_of_files(kind: str) -> None:
    packet = xmp({"photoshop:Credit": "AFP"})
    raw = (
        png_with((b"iTXt", b"XML:com.adobe.xmp\x00\x00\x00\x00\x00" + packet))
        if kind == "PNG"
        else picture("WEBP", xmp=packet)
    )
    assert words.read(raw).credit == "AFP"


def test_xmp_is_found_in_a_gif() -> None:
    raw = picture("GIF")
    packet = xmp({"photoshop:Credit": "AFP"})
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
    block = b"\x21\xff\x0bXMP DataXMP" + packet + trailer
    assert words.read(raw[:-1] + block + b"\x3b").credit == "AFP"


@pytest.mark.parametrize(
    "packet",
    [
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
        b"<x:xmpmeta>",
        b"\x00\x01",
        b"<?xml version='1.0' encoding='no-such'?><a/>",
        b"<a>" * 50_000,
    ],
)
def test_xmp_that_is_broken_or_reaches_out_is_told_and_costs_nothing_else(packet: bytes) -> None:
    said = words.read(photo(xmp=packet[:60_000], iim=iim({110: "AFP"})))
    assert said.credit == "AFP"
    assert len(said.warnings) == 1


def test_words_that_weigh_more_than_8_mib_are_refused() -> None:
    whole = picture()
    piece = b"\xff\xe2\xff\xff" + b"ICC_PROFILE\x00" + b"\x00" * (65_533 - 12)
    with pytest.raises(PictureRefused, match="8 MiB"):
        words.read(whole[:2] + piece * 140 + whole[2:])


def test_a_picture_made_by_a_model_says_so() -> None:
    made = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    assert "machine" in words.read(photo(xmp=xmp({"Iptc4xmpExt:DigitalSourceType": made}))).warnings[0]


FILES = [
    photo(iim=iim({120: "a", 37: "20270101"}), xmp=xmp({"photoshop:Credit": "AFP"}, LISTS), exif=exif({0x13B: "b"}))
]
FILES += [picture("WEBP", xmp=xmp()), picture("GIF"), png_with((b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp()))]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(FILES), st.lists(st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=4)), max_size=6))
def test_any_damage_is_read_or_refused(seed: bytes, damage: list[tuple[int, bytes]]) -> None:
    raw = bytearray(seed)
    for place, value in damage:
        raw[place % len(raw) : place % len(raw) + len(value)] = value
    try:
        words.read(bytes(raw)).caption.encode()
    except PictureRefused as refusal:
        assert refusal.reason.endswith(".")


REAL = {
    "IPTC-PhotometadataRef-Std2017.1.jpg": {
        "headline": "The Headline (ref2017.1)",
        "credit": "Credit Line (ref2017.1)",
        "creator": "Creator1 (ref2017.1), Creator2 (ref2017.1)",
        "source": "Source (ref2017.1)",
        "usage_terms": "Rights Usage Termns (ref2017.1)",
        "instructions": "An Instruction (ref2017.1)",
        "guid": "http://example.com/imageGUIDs/TestGUID12345/ref2017.1",
    },
    "cp.jpg": {
        "slugline": "MORT PIÉTONNE MONTRÉAL 20201014",
        "credit": "The Canadian Press",
        "creator": "Paul Chiasson",
    },
    "preview.jpg": {"credit": "AP", "source": "POOL Getty Images", "copyright": "(c) Getty Images Europe/Pool"},
    "digital-nature-10485007.jpg": {"copyright": "(c) Aprescindere | Dreamstime.com", "credit": ""},
    "iphone_gpsinfo_exif.JPG": {"caption": "", "credit": ""},
    "Polizeihund-China-2.jpg": {"caption": "", "credit": ""},
}


@pytest.mark.samples
@pytest.mark.parametrize("name", REAL)
def test_real_photos_are_read_as_their_agencies_wrote_them(name: str, samples: Path) -> None:
    said = words.read((samples / "photos-iptc" / name).read_bytes())
    assert {field: getattr(said, field) for field in REAL[name]} == REAL[name]
