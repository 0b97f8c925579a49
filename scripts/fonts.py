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
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parent.parent / "src/broadsheet/paper/static/fonts"

LATIN = (
    "U+20-7E,U+A0,U+A9,U+B7,U+C9,U+E0-E2,U+E7-EB,U+EE-EF,U+F1,U+F3-F4,U+F6,U+FA,U+FC,U+2013-2014,U+2018-2019,"
    "U+201C-201D,U+2026,U+20AC"
)
KHMER = "U+1780-17B3,U+17B6-17DB,U+17E0-17E9,U+200B-200D"
SHAPING = ["kern", "liga", "ccmp", "mark", "mkmk", "clig"]
SHAPING_KHMER = ["abvf", "abvm", "abvs", "blwf", "blwm", "blws", "pref", "pres", "psts", "pstf"]

# Its licence reserves the name for fonts that nobody has changed.
NAMES = {"serif": "Broadsheet Serif", "khmer": "Noto Serif Khmer"}
WEIGHTS = (400, 600)
"""From text to headlines. Both in one file share the outlines, which two files would hold twice."""
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
    name = NAMES[family]
    for number, words in {1: name, 3: f"{name} Regular", 4: f"{name} Regular", 6: f"{name}-Regular"}.items():
        font["name"].setName(words.replace(" ", "") if number == 6 else words, number, 3, 1, 0x409)
    target = TARGET / f"{family}.woff2"
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


def main(folder: Path) -> None:
    for family, unicodes in (("serif", LATIN), ("khmer", KHMER)):
        print(f"{family}: {cut(folder / f'{family}.woff2', family, unicodes)} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
