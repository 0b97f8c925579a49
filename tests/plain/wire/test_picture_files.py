"""Which files are taken as pictures, and from where."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from photo_bytes import bit_map, picture, png_with, segment, xmp
from PIL import Image

from broadsheet.wire import picture_files
from broadsheet.wire.errors import PictureRefused


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif")])
def test_pictures_of_the_four_kinds_are_taken(kind: str, ending: str) -> None:
    assert picture_files.judge(picture(kind)) == ending


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_truncated_picture_is_refused(kind: str) -> None:
    whole = picture(kind, (400, 300))
    with pytest.raises(PictureRefused):
        picture_files.judge(whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "raw", [b"", b"text", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", picture("TIFF"), picture("BMP")]
)
def test_other_files_are_refused(raw: bytes) -> None:
    with pytest.raises(PictureRefused, match="no whole JPEG"):
        picture_files.judge(raw)


MEASURED = """
import sys
from pathlib import Path
from broadsheet.wire import picture_files
from broadsheet.wire.errors import PictureRefused
try:
    picture_files.judge(sys.stdin.buffer.read(), "photo.png")
    print("taken")
except PictureRefused as refusal:
    print(refusal.reason)
print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")))
"""


def judged_apart(raw: bytes) -> tuple[str, int]:
    """What a process of its own says of the file, and the most memory that it had, in MiB."""
    done = subprocess.run([sys.executable, "-c", MEASURED], input=raw, capture_output=True, check=True)
    reason, kilobytes = done.stdout.decode().splitlines()
    return reason, int(kilobytes) // 1024


def test_a_bit_map_of_13000_by_13000_is_refused_with_little_memory() -> None:
    raw = bit_map(13_000)
    assert len(raw) < 100_000
    reason, most = judged_apart(raw)
    assert reason == "Its file has 13,000 × 13,000 pixels; Broadsheet takes up to 89 million."
    assert most < 300


def frames(count: int, size: tuple[int, int] = (40, 30)) -> list[Image.Image]:
    return [Image.new("L", size, number % 250) for number in range(count)]


def gif(count: int, size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    first, *others = frames(count, size)
    first.save(buffer, "GIF", save_all=True, append_images=others, disposal=2)
    return buffer.getvalue()


def test_a_gif_of_few_frames_is_taken_and_one_of_many_refused() -> None:
    assert picture_files.judge(gif(20)) == "gif"
    with pytest.raises(PictureRefused, match="201 frames"):
        picture_files.judge(gif(201))


def test_frames_count_against_the_pixels() -> None:
    with pytest.raises(PictureRefused, match="100 frames of 1,200 × 1,000 pixels"):
        picture_files.judge(gif(100, (1200, 1000)))


def test_a_moving_png_of_many_frames_is_refused() -> None:
    with pytest.raises(PictureRefused, match="5,000 frames"):
        picture_files.judge(png_with((b"acTL", struct.pack(">II", 5000, 0))))


@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_small_chunk_that_unpacks_to_200_mib_is_refused_with_little_memory(name: bytes) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\x00" * 1024 * 1024) for _ in range(200)) + packer.flush()
    before = b"Comment\x00\x01\x00\x00\x00" if name == b"iTXt" else b"Comment\x00\x00"
    reason, most = judged_apart(png_with((name, before + packed)))
    assert "words and profiles" in reason
    assert most < 150


@pytest.mark.parametrize("marker", [0xE1, 0xE2, 0xFE])
def test_a_jpeg_that_is_mostly_words_is_refused(marker: int) -> None:
    raw = picture("JPEG")
    heavy = raw[:2] + segment(marker, b"Exif\x00\x00" + b" " * 65_000) * 140 + raw[2:]
    with pytest.raises(PictureRefused, match="words and profiles"):
        picture_files.judge(heavy)


def test_a_file_cut_into_countless_parts_is_refused() -> None:
    raw = picture("JPEG")
    with pytest.raises(PictureRefused, match="more than 50,000 parts"):
        picture_files.judge(raw[:2] + segment(0xFE, b"") * 60_000 + raw[2:])


ZIP = b"PK\x03\x04" + b"\x00" * 26 + b"PK\x01\x02" + b"\x00" * 42
ZIP += b"PK\x05\x06" + b"\x00" * 4 + b"\x01\x00\x01\x00" + b"\x00" * 10


@pytest.mark.parametrize(
    "raw",
    [
        picture("JPEG") + ZIP,
        picture("PNG") + ZIP,
        picture("JPEG") + b"<html><body>",
        picture("GIF") + b"<?php system($_GET[0]);",
        picture("PNG") + b"MZ\x90\x00",
        picture("JPEG") + b"\r\n%PDF-1.7",
        picture("JPEG")[:2] + segment(0xFE, b"%PDF-1.4") + picture("JPEG")[2:],
        picture("JPEG")[:2] + segment(0xFE, b"<ScRiPt>alert(1)</script>") + picture("JPEG")[2:],
        png_with((b"tEXt", b"Comment\x00<svg onload='alert(1)'>")),
        b"GIF89a/*" + picture("GIF")[8:-1] + b"\x3b*/=1;alert(1)",
        picture("GIF")[:13] + b"*/=1;//" + picture("GIF")[13:],
    ],
)
def test_a_picture_that_is_something_else_as_well_is_refused(raw: bytes) -> None:
    with pytest.raises(PictureRefused):
        picture_files.judge(raw)


@pytest.mark.parametrize(
    "raw",
    [
        picture("JPEG") + b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 50,
        picture("JPEG") + picture("JPEG"),
        picture("JPEG") + b"\x00" * 600,
        picture("JPEG", xmp=xmp({"photoshop:Credit": "A <b> & C"})),
    ],
)
def test_what_telephones_write_behind_a_photo_is_no_disguise(raw: bytes) -> None:
    assert picture_files.judge(raw, "photo.jpg") == "jpg"


@pytest.mark.parametrize(
    ("kind", "name"),
    [("PNG", "a.jpg"), ("JPEG", "a.png"), ("GIF", "a.jpeg"), ("JPEG", "a.svg"), ("PNG", "a.php"), ("WEBP", "a%2egif")],
)
def test_a_file_called_by_another_kind_is_refused(kind: str, name: str) -> None:
    with pytest.raises(PictureRefused, match="is called"):
        picture_files.judge(picture(kind), name)


@pytest.mark.parametrize("name", ["", "a", "a.JPG", "a.jpeg", "a.jpg?size=large.png", "photo.1", "a.b/c"])
def test_a_file_called_by_its_own_kind_or_none_is_taken(name: str) -> None:
    assert picture_files.judge(picture("JPEG"), name) == "jpg"


@pytest.mark.samples
def test_real_photos_are_taken(samples: Path) -> None:
    for path in (samples / "photos-iptc").glob("*.[jJ]*"):
        assert picture_files.judge(path.read_bytes(), path.name) == "jpg", path.name


SEEDS = [picture(kind) for kind in ("JPEG", "PNG", "WEBP", "GIF")]


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=6))
def test_any_damage_is_taken_or_refused(seed: bytes, damage: list[tuple[int, int]]) -> None:
    raw = bytearray(seed)
    for place, value in damage:
        raw[place % len(raw)] = value
    try:
        assert picture_files.judge(bytes(raw)) in ("jpg", "png", "webp", "gif")
    except PictureRefused as refusal:
        assert refusal.reason.endswith(".")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "delivery"
    (inside / "photos").mkdir(parents=True)
    (inside / "a b.jpg").write_bytes(b"plain")
    (inside / "photos" / "c.jpg").write_bytes(b"deeper")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (inside / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    return inside


@pytest.mark.parametrize(
    ("href", "raw"),
    [("a b.jpg", b"plain"), ("a%20b.jpg", b"plain"), ("photos/c.jpg", b"deeper"), ("./photos/c.jpg", b"deeper")],
)
def test_a_file_beside_the_item_is_found(folder: Path, href: str, raw: bytes) -> None:
    assert picture_files.fetch(href, folder) == raw


@pytest.mark.parametrize(
    "href",
    [
        "../secret.jpg",
        "..%2fsecret.jpg",
        "photos/../../secret.jpg",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "link.jpg",
        "photos",
        "..\\secret.jpg",
        "file:///etc/passwd",
        "file:/etc/passwd",
        "https://a.example/a.jpg",
        "//a.example/a.jpg",
        "a\x00b.jpg",
        "x" * 5000,
        "",
        ".",
    ],
)
def test_nothing_outside_of_the_folder_is_read(folder: Path, href: str) -> None:
    with pytest.raises(PictureRefused):
        picture_files.fetch(href, folder)


def test_without_a_folder_there_is_no_file() -> None:
    with pytest.raises(PictureRefused, match="did not come"):
        picture_files.fetch("a.jpg", None)


def test_a_picture_lies_once_under_its_content(tmp_path: Path) -> None:
    names = {picture_files.keep(b"same", "jpg", folder=tmp_path) for _ in range(2)}
    (name,) = names
    assert (tmp_path / name).read_bytes() == b"same"
    assert [path.name for path in tmp_path.rglob("*.*")] == [Path(name).name]
