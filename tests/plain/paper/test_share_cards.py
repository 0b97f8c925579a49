"""A page without a photo has a card: drawn in the paper's faces, never with boxes for letters, never torn Khmer."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.paper import share_cards
from broadsheet.paper.look import Look
from broadsheet.paper.share_cards import FACES, HEIGHT, KHMER, WIDTH, Fonts, Words, can_set, draw
from broadsheet.paper.styles import STATIC

LONG = "A word for the people who answer the phone when nobody else does and the drains overflow " * 4
KHMER_LINE = "ស្ត្រីត្បាញសូត្រកំណត់តម្លៃឱ្យពេលវេលា" * 4


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Look(None).card_fonts


def ink(raw: bytes) -> Image.Image:
    """Where a card is not paper: 255, else 0."""
    with Image.open(io.BytesIO(raw)) as image:
        assert (image.format, image.size) == ("PNG", (WIDTH, HEIGHT))
        return image.convert("L").point([255 if shade < 200 else 0 for shade in range(256)])


@pytest.mark.parametrize("headline", ["Bees", LONG, KHMER_LINE, "ធនាគារ 25% – “Bakong”"])
def test_a_card_says_name_headline_and_place_within_its_edges(fonts: Fonts, headline: str) -> None:
    raw = draw(Words("The Courier", headline, "courier.example"), fonts)
    assert len(raw) < 60_000
    left, _, right, bottom = ink(raw).crop((0, 20, WIDTH, HEIGHT)).getbbox() or (0, 0, 0, 0)
    # A side bearing may reach a hair over the edge.
    assert left >= share_cards.EDGE - 12 and right <= WIDTH - share_cards.EDGE + 12 and bottom < HEIGHT - 20 - 20
    without = draw(Words("The Courier", "", "courier.example"), fonts)
    assert ink(without).tobytes() != ink(raw).tobytes()


def test_khmer_is_shaped_and_not_set_letter_by_letter(fonts: Fonts) -> None:
    assert share_cards.SHAPES, "this Pillow shapes no scripts"
    font = share_cards._font(fonts[KHMER], 60)
    word = "ស្ត្រី"
    assert font.getlength(word) < 0.7 * sum(font.getlength(letter) for letter in word)


def test_no_line_begins_inside_a_cluster(fonts: Fonts) -> None:
    lines = share_cards._lines(KHMER_LINE, fonts, 60)
    assert len(lines) > 1
    assert all("\u1780" <= text[0][1][0] <= "\u17b3" for text in lines)
    assert "".join(run for line in lines for _, run in line) == KHMER_LINE


def test_what_cannot_be_set_is_left_out(fonts: Fonts, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not can_set("Żółw")
    plain = draw(Words("The Courier", "", "courier.example"), fonts)
    assert draw(Words("The Courier", "Żółw", "courier.example"), fonts) == plain
    # A Pillow without raqm would tear Khmer apart.
    monkeypatch.setattr(share_cards, "SHAPES", False)
    assert can_set("Bees") and not can_set("ឃ្មុំ")


def test_the_faces_have_the_letters_that_the_style_sheet_says() -> None:
    said = (STATIC / "css" / "fonts.css").read_text("utf-8")
    for face, letters in FACES.items():
        found = re.search(rf'{face}".*?unicode-range: ([^}}]+?) }}', said)
        assert found
        ends = [part.removeprefix("U+").split("-") for part in found[1].split(", ")]
        spelt = "".join("-".join(chr(int(end, 16)) for end in pair) for pair in ends)
        assert spelt == letters


def test_a_theme_s_font_that_cannot_be_read_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "serif.woff2").write_bytes(b"no font")
    assert draw(Words("The Courier", "Bees", ""), Look(tmp_path).card_fonts)
