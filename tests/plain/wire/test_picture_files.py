"""Which files are taken as pictures, and from where."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from broadsheet.wire import picture_files
from broadsheet.wire.errors import PictureRefused


def picture(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


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


@pytest.mark.parametrize("kind", ["PNG"])
def test_a_bomb_of_pixels_is_refused_before_it_is_decoded(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("1", (13_000, 13_000)).save(buffer, kind)
    tracemalloc.start()
    with pytest.raises(PictureRefused, match="pixels"):
        picture_files.judge(buffer.getvalue())
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


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
