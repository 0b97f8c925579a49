"""The shapes in which readers get a photo: whole, or cut around its focal point for a place of a fixed shape."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import features

FORMATS = ("avif", "webp", "jpg") if features.check("avif") else ("webp", "jpg")
"""Endings of a rendition's siblings, the smallest file first, the one that every browser reads last."""

EYES = 0.4
"""Where, from the top, a tall photo without a focal point is cut around: faces stand above the middle."""

SAME = 0.01
"""A cut that leaves so little away is no cut: the whole photo's files serve."""

Size = tuple[int, int]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in shares of width and height."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`ratio` is width to height, 0 for the photo's own; `widths` in pixels, the smallest first."""

    name: str
    ratio: float
    widths: tuple[int, ...]
    formats: tuple[str, ...] = FORMATS
    clear: bool = False
    """Whether what is transparent stays so; else it stands on white."""


WHOLE = Shape("whole", 0, (400, 752, 1120, 1600))
"""752: telephones are 360 to 430 points wide, and two pixels a point are all one sees (`furniture/picture.html`)."""

CARD = Shape("card", 3 / 2, (400, 752, 1120))
SQUARE = Shape("square", 1, (192,))
SHARE = Shape("share", 1200 / 630, (1200,), ("jpg",))
"""What networks show of a shared link; they read JPEG."""

LOGO = Shape("logo", 0, (400, 800), ("png",), clear=True)
"""A drawing that stands on the paper's ground, light and dark. PNG: what is drawn stays sharp, and small."""

OF_A_STORY = (WHOLE, CARD, SQUARE, SHARE)
"""What a story's lead photo is asked for."""

ALL: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Cut:
    """A photo of one size in one shape: what is kept of it, and the widths and heights that are made."""

    shape: Shape
    box: Box
    sizes: tuple[Size, ...]


def cut(shape: Shape, size: Size, focal: tuple[float, float] | None) -> Cut:
    """How an upright photo of `size` is cut; `focal` in shares. Nothing is made larger than the original."""
    box = _box(shape.ratio, size, focal)
    width, height = size[0] * (box[2] - box[0]), size[1] * (box[3] - box[1])
    widest = min(shape.widths[-1], max(1, round(width)))
    widths = [w for w in shape.widths if w < widest] + [widest]
    ratio = shape.ratio if box != ALL else width / height
    return Cut(shape, box, tuple((w, max(1, round(w / ratio))) for w in widths))


def _box(ratio: float, size: Size, focal: tuple[float, float] | None) -> Box:
    own = size[0] / size[1]
    if not ratio or abs(own / ratio - 1) <= SAME:
        return ALL
    x, y = focal or (0.5, EYES)
    if own > ratio:
        share = ratio / own
        left = min(max(0.0, x - share / 2), 1 - share)
        return (left, 0.0, left + share, 1.0)
    share = own / ratio
    top = min(max(0.0, y - share / 2), 1 - share)
    return (0.0, top, 1.0, top + share)
