"""The same story from two agencies is told from two stories about the same thing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire.likeness import ALIKE, BANDS, FEWEST, VALUES, bands, likeness, signature

WORDS = [f"word{number}" for number in range(4_000)]


def text(seed: int, count: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=count)


def signed(words: list[str]) -> bytes:
    return signature(f"<p>{' '.join(words)}</p>")


def meets(left: bytes, right: bytes) -> bool:
    return not set(bands(left)).isdisjoint(bands(right))


@pytest.mark.parametrize("seed", range(20))
def test_copy_with_a_new_lead_and_a_cut_end_is_alike(seed: int) -> None:
    words = text(seed)
    other = ["PHNOM", "PENH", "Reuters", *text(seed + 500, 40), *words[:340]]
    left, right = signed(words), signed(other)
    assert likeness(left, right) >= ALIKE and meets(left, right)


@pytest.mark.parametrize("seed", range(20))
def test_another_story_is_not_alike(seed: int) -> None:
    # One paragraph of background in common, as agencies repeat it for weeks.
    words, other = text(seed), [*text(seed + 900, 320), *text(seed)[:80]]
    assert likeness(signed(words), signed(other)) < ALIKE


def test_the_measure_is_about_the_share_of_common_shingles() -> None:
    off = []
    for seed in range(30):
        words = text(seed, 600)
        other = [*words[:400], *text(seed + 700, 200)]
        mine, theirs = ({tuple(t[n : n + 3]) for n in range(len(t) - 2)} for t in (words, other))
        true = len(mine & theirs) / len(mine | theirs)
        off.append(likeness(signed(words), signed(other)) - true)
    assert abs(sum(off) / len(off)) < 0.05, "no bias"
    assert max(map(abs, off)) < 0.25


def test_markup_case_and_entities_make_no_difference() -> None:
    plain = " ".join(f"Ship&Co {word}" for word in text(1, 60))
    marked = "<h3>" + plain.upper().replace("&", "&amp;").replace(" ", "</b> <b>") + "</h3>"
    assert signature(plain) == signature(marked)


def test_khmer_without_spaces_is_compared_by_syllables() -> None:
    syllables = [f"{chr(0x1780 + a)}{chr(0x17B6 + b)}" for a in range(20) for b in range(10)]
    one = "".join(random.Random(1).choices(syllables, k=300))
    assert likeness(signature(one), signature(one[:520])) >= ALIKE
    assert likeness(signature(one), signature("".join(random.Random(2).choices(syllables, k=300)))) < ALIKE


def test_what_is_too_short_has_no_signature() -> None:
    assert signed(text(1, FEWEST + 1)) == b""
    assert len(signed([f"w{n}" for n in range(FEWEST + 2)])) == VALUES * 4


@given(st.text(max_size=400))
def test_any_text_has_a_signature_or_none(html: str) -> None:
    found = signature(html)
    assert found == b"" or (likeness(found, found) == 1 and len(bands(found)) == BANDS)
