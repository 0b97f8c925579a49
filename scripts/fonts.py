"""Cuts the fonts of reader pages to what newspapers set: `python scripts/fonts.py FOLDER`, with fonttools and brotli.

FOLDER holds Source Serif 4 (latin) and Noto Serif Khmer (khmer) with their axis of weight, as `serif.woff2` and
`khmer.woff2`. Written: src/broadsheet/paper/static/fonts/, one file a face, from 400 to 600. To be run by hand, when a
font has a new version.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont
from fontTools.varLib.iup import iup_delta_optimize

TARGET = Path(__file__).parent.parent / "src/broadsheet/paper/static/fonts"

LATIN = (
    "U+20-7E,U+A0,U+A9,U+B7,U+C9,U+E0-E2,U+E7-EB,U+EE-EF,U+F1,U+F3-F4,U+F6,U+FA,U+FC,U+2013-2014,U+2018-2019,"
    "U+201C-201D,U+2026,U+20AC"
)
# Without the letters and signs that Unicode discourages, and the one that ends books.
KHMER = "U+1780-17A2,U+17A5-17B3,U+17B6-17D2,U+17D4-17D7,U+17D9,U+17DB,U+17E0-17E9,U+200B-200D"
SHAPING = ["kern", "liga", "ccmp", "mark", "mkmk", "clig"]
SHAPING_KHMER = ["abvf", "abvm", "abvs", "blwf", "blwm", "blws", "pref", "pres", "psts", "pstf"]

# Its licence reserves the name for fonts that nobody has changed.
NAMES = {"serif": "Broadsheet Serif", "khmer": "Noto Serif Khmer"}
WEIGHTS = (400, 600)
"""From text to headlines. Both in one file share the outlines, which two files would hold twice."""
UNITS = 500
"""To the em, of 1,000: the largest headline on the finest telephone has 130 dots to the em."""
TOLERANCES = {"serif": (2.0, 1.0), "khmer": (3.0, 1.5)}
"""Units by which a point of the bold may stand elsewhere, of 1,000 to the em and then of `UNITS`."""
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 14]
UNREAD = ["BASE", "STAT"]
"""Tables that browsers and share cards do without."""


def cut(source: Path, family: str, unicodes: str) -> int:
    """Writes the cut font; returns its bytes."""
    options = subset.Options(
        hinting=False,
        desubroutinize=True,
        layout_features=[*SHAPING, *SHAPING_KHMER],
        name_IDs=KEPT_NAMES,
        notdef_outline=True,
    )
    options.drop_tables += UNREAD
    font = TTFont(source)
    for glyph in font.getGlyphOrder():
        # Shapes that don't change with the weight have no entry, which the cutter would miss.
        if glyph not in font["gvar"].variations:
            font["gvar"].variations[glyph] = []
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    cutter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS}, optimize=True)
    fine, coarse = TOLERANCES[family]
    lighten(font, fine)
    scale_upem(font, UNITS)
    lighten(font, coarse)
    name = NAMES[family]
    for number, words in {1: name, 3: f"{name} Regular", 4: f"{name} Regular", 6: f"{name}-Regular"}.items():
        font["name"].setName(words.replace(" ", "") if number == 6 else words, number, 3, 1, 0x409)
    target = TARGET / f"{family}.woff2"
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


def lighten(font: TTFont, tolerance: float) -> None:
    """Leave out how a point moves with the weight, where its neighbours tell it to within `tolerance` units."""
    for name, variations in font["gvar"].variations.items():
        coordinates, glyph = font["glyf"]._getCoordinatesAndControls(name, font["hmtx"].metrics)
        for variation in variations:
            variation.calcInferredDeltas(coordinates, glyph.endPts)
            variation.roundDeltas()
            deltas = variation.coordinates
            variation.coordinates = iup_delta_optimize(deltas, coordinates, glyph.endPts, tolerance=tolerance)


def main(folder: Path) -> None:
    for family, unicodes in (("serif", LATIN), ("khmer", KHMER)):
        print(f"{family}: {cut(folder / f'{family}.woff2', family, unicodes)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
