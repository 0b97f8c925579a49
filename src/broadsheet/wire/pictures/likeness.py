"""Knows a picture again after it was scaled, compressed anew or given other words: 64 bits made of its light and dark.

    picture ──▶ 9 × 8 greys ──▶ is each lighter than the one to its right? ──▶ 64 bits ──▶ four bands of 16

Pictures whose bits differ in at most `NEAR` places are offered as alike; nobody is told that they are the same. An
index over the bands finds all of them: see `probes`.
"""

from __future__ import annotations

import io

from PIL import Image

BITS, BANDS = 64, 4
NEAR = 7
"""Differing bits up to which two pictures are alike. Measured: see tests/plain/wire/test_likeness.py."""
LEAST_CONTRAST = 12
"""Greys (of 255) between the darkest and the lightest field below which a picture has nothing to be known by."""
MOST_PIXELS = 25_000_000
"""Pixels up to which a picture is decoded for it where its format can't be decoded small; a larger one has no bits."""

_WIDTH, _HEIGHT = 9, 8
_BAND_BITS = BITS // BANDS


def of(raw: bytes) -> int | None:
    """The 64 bits of a picture that `picture_files.judge` has taken; None for one too plain or too large for it."""
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            small = image.format in ("JPEG", "MPO") and not image.info.get("progressive")
            if not small and image.width * image.height > MOST_PIXELS:
                return None
            # JPEG's own reduction, still far above the greys that are wanted.
            image.draft("L", (16 * _WIDTH, 16 * _HEIGHT))
            grey = _grey(image).resize((_WIDTH, _HEIGHT), Image.Resampling.BOX)
    except (OSError, SyntaxError, ValueError):
        return None
    fields = list(grey.tobytes())
    if max(fields) - min(fields) < LEAST_CONTRAST:
        return None
    bits = 0
    for row in range(_HEIGHT):
        for column in range(_WIDTH - 1):
            place = row * _WIDTH + column
            bits = bits << 1 | (fields[place] > fields[place + 1])
    # A picture of one field on an even ground: its few bits are those of any other such picture.
    return bits if 4 <= bits.bit_count() <= BITS - 4 else None


def distance(one: int, other: int) -> int:
    """In how many of the 64 places two pictures differ."""
    return (one ^ other).bit_count()


def bands(bits: int) -> tuple[int, ...]:
    """The four bands, each from 0 to 65,535."""
    return tuple(bits >> _BAND_BITS * band & 0xFFFF for band in range(BANDS))


def probes(band: int) -> tuple[int, ...]:
    """The band and the sixteen that differ from it in one place.

    Seven differing places fall into four bands so that one band has one at most: whoever asks the index for the probes
    of each band finds every picture that is `NEAR`.
    """
    return (band, *(band ^ 1 << place for place in range(_BAND_BITS)))


def _grey(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        white.alpha_composite(over)
        return white.convert("L")
    return image.convert("L")
