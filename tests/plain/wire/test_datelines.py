"""A dateline is told from a sentence that only looks like one."""

from __future__ import annotations

import pytest

from broadsheet.wire.formats import datelines


@pytest.mark.parametrize(
    ("text", "dateline", "place", "credit"),
    [
        ("Berlin (dpa) - One.", "Berlin (dpa)", "Berlin", "dpa"),
        ("CHATHAM, Mass. (AP) _ One.", "CHATHAM, Mass. (AP)", "CHATHAM, Mass.", "AP"),
        ("The Hague (AFP) — One.", "The Hague (AFP)", "The Hague", "AFP"),
        ("KOH TAMUON (Delta) - One.", "KOH TAMUON (Delta)", "KOH TAMUON", "Delta"),
        ("Peine (dpa/lni) - One.", "Peine (dpa/lni)", "Peine", "dpa/lni"),
        ("MADRID, 21 Nov. 2024 (Europa Press) - One.", "MADRID, 21 Nov. 2024 (Europa Press)", "MADRID", "Europa Press"),
        ("SYDNEY, Jul 16 AAP - One.", "SYDNEY, Jul 16 AAP", "SYDNEY", "AAP"),
        ("KEP, May 6, 2024 /X-AsiaNet/ -- One.", "KEP, May 6, 2024 /X-AsiaNet/", "KEP", "X-AsiaNet"),
    ],
)
def test_a_dateline_is_taken_off(text: str, dateline: str, place: str, credit: str) -> None:
    assert datelines.take_off(text) == (dateline, "One.")
    assert (datelines.place(dateline), datelines.credit(dateline)) == (place, credit)


@pytest.mark.parametrize(
    "text",
    [
        "The Social Democrats (SPD) - the largest party - agreed.",
        "Prices of milk/butter/bread rose.",
        "He (the mayor) - who else - agreed.",
        "One (1) - two.",
        "",
    ],
)
def test_a_sentence_keeps_its_beginning(text: str) -> None:
    assert datelines.take_off(text) == ("", text)


def test_a_body_that_is_nothing_but_a_dateline_keeps_it() -> None:
    assert datelines.take_off_html("<p>KEP, May 6, 2024 /X-AsiaNet/</p>") == ("", "<p>KEP, May 6, 2024 /X-AsiaNet/</p>")
    assert datelines.take_off_html("<p>Kep (AP) - <br/>One.</p>") == ("Kep (AP)", "<p>One.</p>")
