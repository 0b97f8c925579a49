"""A picture is known again after it was scaled, compressed or given other words; another one is not taken for it."""

from __future__ import annotations

import io
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageOps

from broadsheet.wire.pictures import likeness

DRAWN = sorted((Path(likeness.__file__).parents[2] / "demo" / "photos").glob("*.jpg"))


def jpeg(image: Image.Image, quality: int = 80) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def variants(raw: bytes) -> dict[str, bytes]:
    with Image.open(io.BytesIO(raw)) as image:
        whole = image.convert("RGB")
    width, height = whole.size
    return {
        "compressed": jpeg(whole, 35),
        "half": jpeg(whole.resize((width // 2, height // 2))),
        "lighter": jpeg(ImageEnhance.Brightness(whole).enhance(1.15)),
        "grey": jpeg(ImageOps.grayscale(whole)),
        "a little cut": jpeg(whole.crop((width // 100, height // 100, width - width // 100, height - height // 100))),
    }


@pytest.mark.parametrize("path", DRAWN[::5], ids=lambda path: path.stem)
def test_a_picture_is_known_again(path: Path) -> None:
    raw = path.read_bytes()
    bits = likeness.of(raw)
    assert bits is not None
    far = {}
    for name, other in variants(raw).items():
        found = likeness.of(other)
        if found is None or likeness.distance(bits, found) > likeness.NEAR:
            far[name] = found
    assert far == {}


def test_different_pictures_are_not_alike() -> None:
    bits = {path.stem: found for path in DRAWN if (found := likeness.of(path.read_bytes())) is not None}
    assert len(bits) > 0.8 * len(DRAWN)
    near = [(a, b) for a, b in combinations(bits, 2) if likeness.distance(bits[a], bits[b]) <= likeness.NEAR]
    # Drawn from one pattern: two heads before a wall, as two passport photos are.
    assert [pair for pair in near if not all(name.startswith("portrait-") for name in pair)] == []


@pytest.mark.samples
def test_real_photos_are_not_alike(samples: Path) -> None:
    files = [path.read_bytes() for path in (samples / "photos-iptc").glob("*.[jJ]*")]
    bits = [found for raw in files if (found := likeness.of(raw)) is not None]
    assert min(likeness.distance(a, b) for a, b in combinations(bits, 2)) > 2 * likeness.NEAR


@pytest.mark.parametrize("colour", ["white", "#405060"])
def test_a_plain_picture_is_like_no_other(colour: str) -> None:
    assert likeness.of(jpeg(Image.new("RGB", (300, 200), colour))) is None


def test_bytes_that_are_no_picture_are_like_no_other() -> None:
    assert likeness.of(b"\xff\xd8\xff") is None


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=likeness.NEAR))
def test_the_probes_of_the_bands_find_every_picture_that_is_near(bits: int, places: set[int]) -> None:
    other = bits
    for place in places:
        other ^= 1 << place
    probed = [set(likeness.probes(band)) for band in likeness.bands(bits)]
    assert any(band in probes for band, probes in zip(likeness.bands(other), probed, strict=True))
