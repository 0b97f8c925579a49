"""The drawing board: gradients, ridges, glows and grain on a canvas of 1600 by 1067 units, shown smaller."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]
Stops = Sequence[tuple[float, Colour]]
SCALE = 2
WIDEST = 1200
"""Pixels of a finished picture: what a wide screen shows of it, and quick to make renditions of."""

LARGEST = 120_000
"""Bytes of one finished JPEG; quality gives way before this does."""


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """The colour that lies `share` (0 to 1) of the way from `a` to `b`."""
    return (
        round(a[0] + (b[0] - a[0]) * share),
        round(a[1] + (b[1] - a[1]) * share),
        round(a[2] + (b[2] - a[2]) * share),
    )


class Canvas:
    """One picture in the making; all lengths in units, y downwards. The same seed draws the same picture."""

    def __init__(self, seed: int, *, width: int = 1600, height: int = 1067) -> None:
        self.width, self.height = width, height
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE))

    def gradient(self, stops: Stops, *, top: float = 0, bottom: float | None = None) -> None:
        """Fill the band from `top` to `bottom` from one colour to the next; stops as shares of the band."""
        end = self.height if bottom is None else bottom
        rows = max(2, round((end - top) * SCALE))
        column = Image.new("RGB", (1, rows))
        for y in range(rows):
            share = y / (rows - 1)
            for (low, first), (high, second) in pairwise(stops):
                if share <= high:
                    column.putpixel((0, y), mix(first, second, (share - low) / max(high - low, 1e-6)))
                    break
            else:
                column.putpixel((0, y), stops[-1][1])
        self.image.paste(column.resize((self.width * SCALE, rows)), (0, round(top * SCALE)))

    def shape(self, points: Sequence[Point], colour: Colour, *, alpha: float = 1.0) -> None:
        self._on(alpha, colour, lambda pen, ink: pen.polygon(_scaled(points), fill=ink))

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, *, alpha: float = 1.0) -> None:
        self.shape(((x, y), (x + w, y), (x + w, y + h), (x, y + h)), colour, alpha=alpha)

    def disc(self, x: float, y: float, r: float, colour: Colour, *, squash: float = 1, alpha: float = 1.0) -> None:
        """A disc; `squash` below 1 makes it lie flat."""
        area = _scaled(((x - r, y - r * squash), (x + r, y + r * squash)))
        self._on(alpha, colour, lambda pen, ink: pen.ellipse(area, fill=ink))

    def line(self, points: Sequence[Point], colour: Colour, width: float, *, alpha: float = 1.0) -> None:
        """A line with round ends and joints."""
        thick = max(1, round(width * SCALE))
        spots = _scaled(points)

        def stroke(pen: ImageDraw.ImageDraw, ink: Colour | int) -> None:
            pen.line(spots, fill=ink, width=thick, joint="curve")
            for x, y in (spots[0], spots[-1]):
                pen.ellipse((x - thick / 2, y - thick / 2, x + thick / 2, y + thick / 2), fill=ink)

        self._on(alpha, colour, stroke)

    def _on(self, alpha: float, colour: Colour, stroke: object) -> None:
        assert callable(stroke)
        if alpha >= 1:
            stroke(ImageDraw.Draw(self.image), colour)
            return
        mask = Image.new("L", self.image.size)
        stroke(ImageDraw.Draw(mask), round(255 * alpha))
        self.image.paste(Image.new("RGB", self.image.size, colour), mask=mask)

    def ridge(self, y: float, *, rise: float, rough: int, colour: Colour, to: float | None = None) -> list[Point]:
        """Fill everything below a wavy line about `y`; higher `rough` means more waves. Returns the line."""
        waves = [
            (rise / (n + 1), self.random.uniform(0.6, 1.6) * (n + 1) * rough, self.random.uniform(0, 6.3))
            for n in range(5)
        ]
        line = [
            (x, y - sum(a * math.sin(f * x / self.width * 3 + p) for a, f, p in waves))
            for x in range(-8, self.width + 16, 8)
        ]
        end = self.height if to is None else to
        self.shape([*line, (self.width + 8, end), (-8, end)], colour)
        return [(float(x), ly) for x, ly in line]

    def glow(self, x: float, y: float, r: float, colour: Colour, *, strength: float = 1.0, squash: float = 1) -> None:
        """Light that adds to what is there, strongest at (x, y), gone at `r`."""
        w, h = max(2, round(2 * r * SCALE)), max(2, round(2 * r * squash * SCALE))
        fall = Image.radial_gradient("L").resize((w, h)).point([_falloff(v, strength) for v in range(256)])
        left, top = round(x * SCALE) - w // 2, round(y * SCALE) - h // 2
        area = (max(0, left), max(0, top), min(self.image.width, left + w), min(self.image.height, top + h))
        if area[0] >= area[2] or area[1] >= area[3]:
            return
        fall = fall.crop((area[0] - left, area[1] - top, area[2] - left, area[3] - top))
        light = Image.composite(Image.new("RGB", fall.size, colour), Image.new("RGB", fall.size), fall)
        self.image.paste(ImageChops.screen(self.image.crop(area), light), area[:2])

    def beam(self, points: Sequence[Point], colour: Colour, *, strength: float, soft: float = 12) -> None:
        """A shaft of light with soft edges, added to what is there."""
        small = (self.width // 2, self.height // 2)
        mask = Image.new("L", small)
        ImageDraw.Draw(mask).polygon([(x / 2, y / 2) for x, y in points], fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(soft)).resize(self.image.size)
        light = Image.composite(Image.new("RGB", mask.size, colour), Image.new("RGB", mask.size), mask)
        self.image = ImageChops.screen(self.image, light)

    def haze(self, top: float, bottom: float, colour: Colour, alpha: float) -> None:
        """A veil that thickens from `top` to `bottom`."""
        rows = max(1, round((bottom - top) * SCALE))
        veil = Image.linear_gradient("L").resize((self.image.width, rows)).point([round(v * alpha) for v in range(256)])
        self.image.paste(Image.new("RGB", veil.size, colour), (0, round(top * SCALE)), veil)

    def mirror(self, y: float, *, depth: float, tint: Colour, dim: float) -> None:
        """Make water of what is below `y`: what stands above it upside down, `dim` of the way to `tint`."""
        edge, rows = round(y * SCALE), round(depth * SCALE)
        above = self.image.crop((0, max(0, edge - rows), self.image.width, edge))
        flipped = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((self.image.width, rows))
        flipped = flipped.filter(ImageFilter.BoxBlur((6, 3)))
        self.image.paste(Image.blend(flipped, Image.new("RGB", flipped.size, tint), dim), (0, edge))

    def ripples(self, top: float, bottom: float, colour: Colour, count: int, *, x: Point = (0, 1600)) -> None:
        """Short level glints, longer and thicker towards the bottom."""
        for _ in range(count):
            share = self.random.random() ** 1.3
            y, cx = top + share * (bottom - top), self.random.uniform(*x)
            half = (6 + 46 * share) * self.random.uniform(0.4, 1.3)
            thick = 0.8 + 3 * share
            self.shape(((cx - half, y), (cx, y - thick), (cx + half, y), (cx, y + thick)), colour)

    def soften(self, radius: float) -> None:
        """Put all that is drawn so far out of focus."""
        self.image = self.image.filter(ImageFilter.GaussianBlur(radius * SCALE))

    def finish(self, path: Path, *, vignette: float = 0.28) -> None:
        """Shrink, darken the corners, lay the grain of a print over it, and write a JPEG of at most LARGEST bytes."""
        width = min(self.width, WIDEST)
        picture = self.image.resize((width, round(self.height * width / self.width)), Image.Resampling.LANCZOS)
        corners = Image.radial_gradient("L").resize(picture.size)
        corners = corners.point([round(max(0, v - 110) * vignette * 1.4) for v in range(256)])
        picture.paste(Image.new("RGB", picture.size, (12, 10, 24)), mask=corners)
        noise = Image.frombytes("L", picture.size, self.random.randbytes(picture.width * picture.height))
        noise = noise.filter(ImageFilter.GaussianBlur(1.1))
        for grain, quality in ((3.4, 82), (3, 78), (2.4, 78), (2, 74), (1.2, 72), (0.6, 68), (0, 64), (0, 54)):
            shift = noise.point([round(128 + (v - 128) * grain / 26) for v in range(256)])
            grained = ImageChops.add(picture, Image.merge("RGB", (shift,) * 3), scale=1, offset=-128)
            grained.save(path, quality=quality, optimize=True, progressive=True)
            if path.stat().st_size <= LARGEST:
                return


def _falloff(value: int, strength: float) -> int:
    share = max(0.0, 1 - value / 181)
    return round(255 * strength * share * share)


def _scaled(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]
