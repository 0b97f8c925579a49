"""Cuts the fonts of reader pages to what newspapers set: `python scripts/fonts.py FOLDER`, with fonttools and brotli.

FOLDER holds Source Serif 4 (latin) and Noto Serif Khmer (khmer) as .woff2 files of the weights 400 and 600, named
`serif-400`, `serif-600`, `khmer-400`, `khmer-600`. Written: src/broadsheet/paper/static/fonts/. To be run by hand, when
a font has a new version.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "src/broadsheet/paper/static/fonts"

LATIN = (
    "U+20-7E,U+A0,U+A9,U+B7,U+C9,U+E0-E2,U+E7-EB,U+EE-EF,U+F1,U+F3-F4,U+F6,U+FA,U+FC,U+2013-2014,U+2018-2019,"
    "U+201C-201D,U+2026,U+20AC"
)
KHMER = "U+1780-17B3,U+17B6-17DB,U+17E0-17E9,U+200B-200D"
SHAPING = ["kern", "liga", "ccmp", "locl", "mark", "mkmk", "clig"]
SHAPING_KHMER = ["abvf", "abvm", "abvs", "blwf", "blwm", "blws", "pref", "pres", "psts", "pstf"]

# Its licence reserves the name for fonts that nobody has changed.
NAMES = {"serif": "Broadsheet Serif", "khmer": "Noto Serif Khmer"}
WEIGHTS = {400: "Regular", 600: "SemiBold"}
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 14]


def cut(source: Path, family: str, weight: int, unicodes: str) -> int:
    """Writes the cut font; returns its bytes."""
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        desubroutinize=True,
        layout_features=[*SHAPING, *SHAPING_KHMER],
        name_IDs=KEPT_NAMES,
        notdef_outline=True,
    )
    font = TTFont(source)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    cutter.subset(font)
    name, style = NAMES[family], WEIGHTS[weight]
    for number, words in {1: name, 3: f"{name} {style}", 4: f"{name} {style}", 6: f"{name}-{style}"}.items():
        font["name"].setName(words.replace(" ", "") if number == 6 else words, number, 3, 1, 0x409)
    target = TARGET / f"{family}-{weight}.woff2"
    font.flavor = "woff2"
    font.save(target)
    return target.stat().st_size


def main(folder: Path) -> None:
    for family, unicodes in (("serif", LATIN), ("khmer", KHMER)):
        for weight in WEIGHTS:
            size = cut(folder / f"{family}-{weight}.woff2", family, weight, unicodes)
            print(f"{family}-{weight}: {size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
