"""A paragraph that the editor opened and saved is one that nobody touched: else every update would ask about it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from broadsheet.stories.body_pieces import body_of, pieces_of, pieces_of_prose
from broadsheet.stories.models.blocks import PROSE, BodyBlock
from broadsheet.wire import formats
from broadsheet.wire.errors import Refused
from broadsheet.wire.markup import from_html

MOST_FILES = 60


def saved(html: str) -> list[dict[str, Any]]:
    """The body of a story made of `html`, as the editor gives it back."""
    converter, block = ContentstateConverter(PROSE), BodyBlock()
    body = block.get_prep_value(block.to_python(body_of(pieces_of_prose(html))))
    for one in body:
        if one["type"] == "prose":
            one["value"] = str(converter.to_database_format(converter.from_database_format(one["value"])))
    return list(body)


def untouched(html: str) -> bool:
    return [piece.key for piece in pieces_of(saved(html))] == [piece.key for piece in pieces_of_prose(html)]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Ships <strong>come </strong>in &amp; leave.</p><h2>More</h2><p>Two<br>lines</p>",
        "<ul><li>one</li><li>two <em>three</em></li></ul><p>a<sub>2</sub></p>",
        '<p>See <a href="https://example.org/?a=1&amp;b=2"><i>this</i> </a>now.</p>',
        "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Kampot</td><td>3</td></tr></table><p>More.</p>",
        "<blockquote><p>Ships come.</p></blockquote><p>He said.</p>",
        "<p>ទឹកជំនន់<b>មកដល់</b>ស្ពានចាស់</p>",
    ],
)
def test_what_was_opened_and_saved_is_untouched(markup: str) -> None:
    html = from_html(markup)
    assert saved(html)[0]["value"] != html, "the editor writes it otherwise"
    assert untouched(html)


@pytest.mark.samples
def test_real_copy_that_was_opened_and_saved_is_untouched(samples: Path) -> None:
    files = sorted(p for p in samples.rglob("*") if p.suffix in (".xml", ".json", ".rss") and p.stat().st_size < 60_000)
    touched, looked_at = [], 0
    for path in files[:: max(1, len(files) // MOST_FILES)]:
        raw = path.read_bytes()
        try:
            bodies = [dispatch.body_html for dispatch in formats.recognise(raw).read(raw).dispatches[:3]]
        except Refused:
            continue
        for html in filter(None, bodies):
            looked_at += 1
            touched += [] if untouched(html) else [path.name]
    assert looked_at > 10 and touched == []
