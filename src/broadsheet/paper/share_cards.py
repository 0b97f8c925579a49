"""Draws the card that networks show for a page without a photo: the paper's name and the headline, in its own faces.

headline ──▶ runs of one script ──▶ lines that fit, as large as they can be ──▶ two inks on paper ──▶ PNG of 32 colours

Scripts that join or stack letters (Khmer) need Pillow with raqm. Where it is missing, or where a headline has a letter
that our faces lack, the card says the paper's name alone, and where that can't be set either, nothing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont, features

WIDTH, HEIGHT = 1200, 630
EDGE = 80
WEIGHT = 600
SIZES = range(92, 43, -4)
"""Of the headline: the first in which it takes no more than its room."""

TOP, BOTTOM = 150, 520
PAPER, INK, ACCENT = (253, 252, 249), (23, 25, 30), (155, 28, 31)
SHADES = 16
"""From paper to ink, and as many from paper to accent."""

SHAPES = features.check("raqm")

LATIN, KHMER = "serif.woff2", "khmer.woff2"
FACES = {
    LATIN: "\u0020-\u007e\u00a0-\u00ff\u2013-\u2026\u20ac",
    KHMER: "\u1780-\u17ff\u200b-\u200d",
}
"""Face → the letters that it has: what fonts.css says of it."""

LEADING = {LATIN: 1.16, KHMER: 1.62}

_RUNS = re.compile(f"[{FACES[KHMER]}]+|[^{FACES[KHMER]}]+")
_SET = re.compile(f"[{''.join(FACES.values())}]*\\Z")
_PIECES = re.compile(r"[^ \u200b]*[ \u200b]*")
_CLUSTERS = re.compile("[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*|.", re.DOTALL)

Fonts = Mapping[str, bytes]
"""The bytes of both FACES."""

Line = list[tuple[str, str]]
"""(face, text) from left to right."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a card says; `headline` is empty for the paper's own card, `place` the host at its foot."""

    publication: str
    headline: str
    place: str


def draw(words: Words, fonts: Fonts) -> bytes:
    """The card as PNG, 1200 × 630."""
    ink = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(ink)
    name = words.publication if can_set(words.publication) else ""
    headline = words.headline if can_set(words.headline) else ""
    if headline and name:
        _line(pen, _fitting(name, fonts, 44), (EDGE, 108), fonts, 44)
    large = headline or name
    if large:
        size, lines = _largest(large, fonts)
        step = round(size * _leading(large))
        y = TOP + (BOTTOM - TOP - step * len(lines)) // 2 + round(step * 0.72)
        for line in lines:
            _line(pen, line, (EDGE, y), fonts, size)
            y += step
    if can_set(words.place):
        _line(pen, _fitting(words.place, fonts, 30), (EDGE, HEIGHT - 44), fonts, 30)
    drawn = ink.point([shade * SHADES // 256 for shade in range(256)])
    rule = ImageDraw.Draw(drawn)
    rule.rectangle((0, 0, WIDTH, 17), fill=2 * SHADES - 1)
    rule.rectangle((EDGE, HEIGHT - 92, WIDTH - EDGE, HEIGHT - 91), fill=SHADES // 4)
    drawn.putpalette(_palette())
    buffer = io.BytesIO()
    drawn.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def readable(raw: bytes) -> bool:
    """Whether cards can be set in the font `raw`."""
    try:
        ImageFont.truetype(io.BytesIO(raw), SIZES[0])
    except OSError:
        return False
    return True


def can_set(text: str) -> bool:
    """Whether our faces, and this Pillow, can set `text`."""
    return bool(_SET.match(text)) and (SHAPES or not _has_khmer(text))


def _has_khmer(text: str) -> bool:
    return any("\u1780" <= letter <= "\u17ff" for letter in text)


def _leading(text: str) -> float:
    return LEADING[KHMER if _has_khmer(text) else LATIN]


def _largest(text: str, fonts: Fonts) -> tuple[int, list[Line]]:
    for size in SIZES:
        lines = _lines(text, fonts, size)
        if len(lines) * size * _leading(text) <= BOTTOM - TOP:
            return size, lines
    kept = lines[: int((BOTTOM - TOP) / (size * _leading(text)))]
    last = _text(kept[-1]).rstrip()
    kept[-1] = _fitting(last + "…", fonts, size)
    return size, kept


def _lines(text: str, fonts: Fonts, size: int) -> list[Line]:
    """Broken at spaces; a stretch without any that is too long breaks between letters, never inside a cluster."""
    room, lines, now = WIDTH - 2 * EDGE, [], ""
    for piece in _PIECES.findall(text):
        if _width(now + piece.rstrip(" \u200b"), fonts, size) <= room:
            now += piece
            continue
        if now and (_width(now, fonts, size) > room / 2 or _width(piece, fonts, size) <= room):
            lines.append(now)
            now = ""
        for cluster in _CLUSTERS.findall(piece):
            if now and _width(now + cluster, fonts, size) > room:
                lines.append(now)
                now = ""
            now += cluster
    return [_runs(line) for line in [*lines, now] if line.strip(" \u200b")]


def _fitting(text: str, fonts: Fonts, size: int) -> Line:
    """One line of `text`, cut where it is too long."""
    clusters = _CLUSTERS.findall(text.removesuffix("…"))
    while _width(text, fonts, size) > WIDTH - 2 * EDGE and clusters:
        clusters.pop()
        text = "".join(clusters).rstrip() + "…"
    return _runs(text)


def _runs(text: str) -> Line:
    runs = _RUNS.findall(text.strip(" \u200b"))
    return [(KHMER if re.match(f"[{FACES[KHMER]}]", run) else LATIN, run) for run in runs]


def _text(line: Line) -> str:
    return "".join(run for _, run in line)


def _width(text: str, fonts: Fonts, size: int) -> float:
    return sum(_font(fonts[face], size).getlength(run) for face, run in _runs(text))


def _line(pen: ImageDraw.ImageDraw, line: Line, at: tuple[float, float], fonts: Fonts, size: int) -> None:
    """`at` is where the baseline begins."""
    x, y = at
    for face, run in line:
        font = _font(fonts[face], size)
        pen.text((x, y), run, fill=255, font=font, anchor="ls")
        x += font.getlength(run)


@lru_cache(maxsize=64)
def _font(raw: bytes, size: int) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if SHAPES else ImageFont.Layout.BASIC
    font = ImageFont.truetype(io.BytesIO(raw), size, layout_engine=engine)
    # A theme's own font may have one weight, which it is set in.
    with suppress(OSError):
        font.set_variation_by_axes([WEIGHT])
    return font


def _palette() -> list[int]:
    colours = []
    for ink in (INK, ACCENT):
        for shade in range(SHADES):
            part = shade / (SHADES - 1)
            colours += [round(p + (i - p) * part) for p, i in zip(PAPER, ink, strict=True)]
    return colours
