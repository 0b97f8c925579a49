"""The specimen page shows every token and every piece of furniture, with pictures that are there."""

from __future__ import annotations

import re

import pytest
from lxml import html
from msgspec.structs import replace

from broadsheet.paper import sample_pages as samples
from broadsheet.paper.rendering import Renderer
from broadsheet.paper.specimens import specimen_page, tokens

DRAWN = replace(samples.picture(0), stem="/media/" + "d" * 32, widths=(1200,), formats=("png",))


@pytest.mark.parametrize("language", ["en", "km"])
def test_no_picture_but_the_drawn_one_is_named(language: str) -> None:
    page = specimen_page(samples.site(language), samples.meta(language, "Specimen"), DRAWN)
    text = Renderer().render("specimen.html", page)
    assert set(re.findall(r"/media/([^\"\s]+)", text)) == {"d" * 32 + "-1200.png"}
    pieces = {str(name) for name in html.document_fromstring(text).xpath("//main//*/@class")}
    assert {"card lead", "card view", "prose", "quotation", "fact-box", "table", "share", "related", "latest"} <= pieces


def test_tokens_are_those_of_their_file() -> None:
    found = {token.name: token.value for token in tokens()}
    assert found["--accent"] == "#9b1c1f" and "--head-5" in found
