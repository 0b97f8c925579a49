"""A photo in every shape comes from one decode: upright, cut around what matters, no larger than it is."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image, ImageCms, ImageDraw

from broadsheet.edition.store import media_path
from broadsheet.paper import renditions
from broadsheet.paper.picture_pieces import PhotoRow, Picture
from broadsheet.paper.pictures import MEDIA, Darkroom
from broadsheet.paper.shapes import ALL, CARD, FORMATS, LOGO, OF_A_STORY, SAME, SHARE, SQUARE, WHOLE, Shape, cut

RED, BLUE = (200, 30, 30), (30, 30, 200)


def draw(path: Path, size: tuple[int, int], **saving: object) -> Path:
    """Blue, with a red square in the right lower corner."""
    image = Image.new("RGB", size, BLUE)
    side = min(size) // 3
    ImageDraw.Draw(image).rectangle((size[0] - side, size[1] - side, *size), fill=RED)
    image.save(path, "JPEG", quality=95, **saving)
    return path


def row(path: Path, size: tuple[int, int] = (900, 600), **said: object) -> PhotoRow:
    first = PhotoRow(1, str(path), "hash", *size, alt="A", caption="Boats", credit="AFP", creator="Sok", copyright="")
    return replace(first, **said)  # type: ignore[arg-type]


def is_red(picture: Picture, folder: Path, at: tuple[float, float], ending: str = "jpg") -> bool:
    name = f"{picture.stem}-{picture.widths[-1]}.{ending}".removeprefix(MEDIA)
    with Image.open(media_path(folder, name)) as image:
        assert image.size == (picture.width, picture.height)
        red, _, blue = image.convert("RGB").getpixel((int(at[0] * image.width), int(at[1] * image.height)))
    return bool(red > blue)


@pytest.fixture
def room(tmp_path: Path) -> Darkroom:
    return Darkroom(tmp_path / "out", "secret")


@pytest.mark.parametrize("ending", FORMATS)
def test_a_photo_is_cut_around_its_focal_point(room: Darkroom, tmp_path: Path, ending: str) -> None:
    size = (1200, 400)
    photo = row(draw(tmp_path / "a.jpg", size), size)
    middle = room.print(photo, SQUARE).picture
    assert not is_red(middle, room.folder, (0.9, 0.9), ending)
    corner = room.print(replace(photo, focal=(0.95, 0.9)), SQUARE).picture
    assert is_red(corner, room.folder, (0.9, 0.9), ending)
    assert corner.stem != middle.stem


def test_a_photo_that_lies_on_its_side_is_set_upright(room: Darkroom, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = row(draw(tmp_path / "a.jpg", (900, 600), exif=exif))
    whole = room.print(photo, WHOLE).picture
    assert (whole.width, whole.height) == (600, 900)
    assert is_red(whole, room.folder, (0.1, 0.95))


def test_nothing_is_made_larger_than_the_photo(room: Darkroom, tmp_path: Path) -> None:
    photo = row(draw(tmp_path / "a.jpg", (500, 700)), (500, 700))
    assert [room.print(photo, shape).picture.widths for shape in OF_A_STORY] == [(400, 500), (400, 500), (192,), (500,)]


def test_one_decode_makes_every_shape(room: Darkroom, tmp_path: Path) -> None:
    photo = row(draw(tmp_path / "a.jpg", (2000, 2000)), (2000, 2000))
    files = dict(room.print(photo, CARD, together=OF_A_STORY).files)
    (tmp_path / "a.jpg").write_bytes(b"gone")
    for shape in OF_A_STORY:
        files |= room.print(photo, shape).files
    assert all(path.is_file() for path in files.values())
    assert not list((room.folder / renditions.UNFINISHED).iterdir())


def test_no_image_is_saved_by_two_threads_at_once(
    room: Darkroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Pillow lays what `save` is told into the image: another thread's would go with it, or a file lack its credit.
    save, saving, twice = Image.Image.save, set[int](), list[int]()

    def slowly(image: Image.Image, *said: object, **told: object) -> None:
        twice.extend({id(image)} & saving)
        saving.add(id(image))
        time.sleep(0.01)
        save(image, *said, **told)  # type: ignore[arg-type]
        saving.discard(id(image))

    photo = row(draw(tmp_path / "a.jpg", (1000, 900)), (1000, 900))
    monkeypatch.setattr(Image.Image, "save", slowly)
    room.print(photo, WHOLE, together=OF_A_STORY)
    assert twice == []


def test_a_photo_in_the_shape_of_cards_is_not_made_twice(room: Darkroom, tmp_path: Path) -> None:
    photo = row(draw(tmp_path / "a.jpg", (1600, 1067)), (1600, 1067))
    whole, card = room.print(photo, WHOLE), room.print(photo, CARD)
    assert dict(card.files).items() <= dict(whole.files).items()


def test_a_rendition_is_made_once(room: Darkroom, tmp_path: Path) -> None:
    photo = row(draw(tmp_path / "a.jpg", (900, 600)))
    made = {path: path.stat().st_mtime_ns for _, path in room.print(photo, WHOLE, together=OF_A_STORY).files}
    for shape in OF_A_STORY:
        room.print(photo, shape)
    assert {path: path.stat().st_mtime_ns for path in made} == made


@pytest.mark.parametrize("said", ["credit", "creator", "copyright", "caption", "file_hash"])
def test_other_words_or_another_file_have_another_name(room: Darkroom, tmp_path: Path, said: str) -> None:
    photo = row(draw(tmp_path / "a.jpg", (300, 200)), (300, 200))
    first, second = (room.print(one, WHOLE).picture.stem for one in (photo, replace(photo, **{said: "Other"})))
    assert first != second


def test_names_are_long_and_keyed_with_the_secret_and_siblings_share_them(tmp_path: Path) -> None:
    photo = row(draw(tmp_path / "a.jpg", (900, 600)))
    printed = [Darkroom(tmp_path / secret, secret).print(photo, WHOLE) for secret in ("one", "two")]
    assert printed[0].picture.stem != printed[1].picture.stem
    assert all(re.fullmatch(r"[0-9a-f]{32}-\d+\.(jpg|webp|avif)", name) for name, _ in printed[0].files)
    assert len({name.partition("-")[0] for name, _ in printed[0].files}) == 1


def test_colours_of_another_space_are_translated_and_a_profile_that_does_not_fit_is_passed_over(
    room: Darkroom, tmp_path: Path
) -> None:
    # sRGB with red and green changed places: what is stored as red is meant to be seen as green.
    given = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = given.replace(b"rXYZ", b"0000").replace(b"gXYZ", b"rXYZ").replace(b"0000", b"gXYZ")
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    seen = {}
    for name, profile in (("swapped", swapped), ("lab", lab), ("broken", b"none")):
        Image.new("RGB", (300, 200), (220, 20, 20)).save(tmp_path / f"{name}.jpg", icc_profile=profile)
        picture = room.print(row(tmp_path / f"{name}.jpg", (300, 200), file_hash=name), WHOLE).picture
        with Image.open(media_path(room.folder, picture.largest.removeprefix(MEDIA))) as image:
            assert "icc_profile" not in image.info
            seen[name] = image.getpixel((150, 100))
    assert seen["swapped"][1] > seen["swapped"][0]
    assert seen["lab"][0] > seen["lab"][1] and seen["broken"][0] > seen["broken"][1]


def test_a_transparent_drawing_stands_on_white(room: Darkroom, tmp_path: Path) -> None:
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(tmp_path / "a.png")
    picture = room.print(row(tmp_path / "a.png", (300, 200)), WHOLE).picture
    with Image.open(media_path(room.folder, picture.largest.removeprefix(MEDIA))) as image:
        assert image.getpixel((150, 100)) == (255, 255, 255)


def test_a_logo_keeps_what_is_transparent_in_it_and_its_words(room: Darkroom, tmp_path: Path) -> None:
    for mode, edge in (("RGBA", (0, 0, 0, 0)), ("P", 0)):
        image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
        ImageDraw.Draw(image).rectangle((100, 50, 200, 150), fill=(*RED, 255))
        image.convert(mode).save(tmp_path / "a.png", **({"transparency": edge} if mode == "P" else {}))
        picture = room.print(row(tmp_path / "a.png", (300, 200), file_hash=mode), LOGO).picture
        assert picture.largest.endswith("-300.png")
        with Image.open(media_path(room.folder, picture.largest.removeprefix(MEDIA))) as made:
            assert b"AFP" in made.info["xmp"]
            assert made.getpixel((5, 5))[3] == 0 and made.getpixel((150, 100))[:3] == RED


def test_a_photo_that_is_gone_is_told_as_such(room: Darkroom, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"missing\.jpg"):
        room.print(row(tmp_path / "missing.jpg"), WHOLE)


def test_a_photo_whose_file_says_a_size_that_can_not_be_is_told_as_damaged(room: Darkroom, tmp_path: Path) -> None:
    path = tmp_path / "huge.gif"
    Image.new("RGB", (200, 140), "teal").save(path)
    raw = bytearray(path.read_bytes())
    raw[6:10] = b"\xff\xff\xff\xff"
    path.write_bytes(raw)
    with pytest.raises(OSError, match=r"huge\.gif is damaged: "):
        room.print(row(path), WHOLE)


SIDES = st.integers(1, 9_000)
SHARES = st.floats(0, 1)


@given(st.sampled_from(OF_A_STORY), SIDES, SIDES, st.none() | st.tuples(SHARES, SHARES))
def test_a_cut_lies_inside_and_holds_the_focal_point(
    shape: Shape, width: int, height: int, focal: tuple[float, float] | None
) -> None:
    made = cut(shape, (width, height), focal)
    left, top, right, bottom = made.box
    assert 0 <= left < right <= 1 + 1e-9 and 0 <= top < bottom <= 1 + 1e-9
    if focal is not None:
        assert left - 1e-9 <= focal[0] <= right + 1e-9 and top - 1e-9 <= focal[1] <= bottom + 1e-9
    widest = made.sizes[-1][0]
    assert widest <= max(1, width) and widest <= shape.widths[-1]
    if shape is SHARE and width >= 1200 and height >= 630:
        # A photo of nearly that shape is left whole.
        assert made.sizes == ((1200, 630),) or (made.box == ALL and abs(made.sizes[0][1] / 630 - 1) <= SAME)
