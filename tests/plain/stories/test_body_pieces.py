"""A body taken apart and put together again says the same; the editor's own markup is no change."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.stories.body_pieces import Piece, body_of, normal, pieces_of, pieces_of_prose, prose_of, split, text_of

ELEMENT = st.sampled_from(
    [
        "<p>Ships <b>come</b> in.</p>",
        "<h3>More</h3>",
        "<ul><li>one</li><li>two<br/>lines</li></ul>",
        "<p></p>",
        "bare &amp; words",
    ]
)
PROSE = st.lists(ELEMENT, min_size=1, max_size=4).map("".join)
BLOCK = st.one_of(
    PROSE.map(lambda html: {"type": "prose", "value": html}),
    st.integers(1, 9).map(lambda n: {"type": "photo", "value": {"photo": n, "caption": ""}}),
)


def numbered(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**block, "id": f"b{place}"} for place, block in enumerate(blocks)]


@given(st.lists(BLOCK, max_size=6).map(numbered))
def test_a_body_put_together_again_is_the_same(body: list[dict[str, Any]]) -> None:
    assert body_of(pieces_of(body)) == body


@given(st.text(alphabet="<>/pb hrul=\"'&;x\n", max_size=60))
def test_no_letter_is_lost_however_broken_the_markup(html: str) -> None:
    assert "".join("".join(split(html)).split()) == "".join(html.split())


def test_the_markup_of_the_editor_is_no_change() -> None:
    agency = "<p>Ships <strong>come</strong> in  at\nnoon &amp; leave.</p>"
    saved = '<p data-block-key="x7b2"> Ships <b>come</b> in at noon &amp; leave. </p>'
    assert normal(agency) == normal(saved)
    assert normal("<h2>More</h2>") == normal('<h3 data-block-key="a">More</h3>')
    assert normal("<p><i>See </i><a href='/x'><i>this</i></a> now</p>") == normal(
        '<p><i>See</i> <i><a href="/x">this</a> </i>now</p>'
    )
    assert normal("<p>a<br>b</p>") == normal("<p>a<br/>b</p>")


def test_what_readers_would_see_is_a_change() -> None:
    assert normal("<p>Ships</p>") != normal("<p><b>Ships</b></p>")
    assert normal("<p><b>Sh</b>ips</p>") != normal("<p><b>Ships</b></p>")
    assert normal('<p><a href="https://a.example">x</a></p>') != normal('<p><a href="https://b.example">x</a></p>')
    assert normal("<p>Ships</p>") != normal("<h3>Ships</h3>")


def test_an_agencys_paragraph_joins_the_block_that_it_stands_in() -> None:
    body = [
        {"type": "prose", "value": "<p>One.</p><p>Three.</p>", "id": "a"},
        {"type": "photo", "value": {}, "id": "b"},
    ]
    ours = pieces_of(body)
    merged = body_of([Piece("<p>Zero.</p>"), ours[0], *pieces_of_prose("<p>Two.</p>"), *ours[1:], Piece("<p>End.</p>")])
    assert merged == [
        {"type": "prose", "value": "<p>Zero.</p><p>One.</p><p>Two.</p><p>Three.</p>", "id": "a"},
        body[1],
        {"type": "prose", "value": "<p>End.</p>"},
    ]


def test_what_is_typed_becomes_paragraphs_and_never_markup() -> None:
    assert prose_of("One <b>.\n\n  Two  lines ") == [Piece("<p>One &lt;b&gt;.</p>"), Piece("<p>Two lines</p>")]


def test_the_words_of_a_piece() -> None:
    assert text_of("<ul><li>one &amp; a half</li><li>two</li></ul>") == "one & a half\ntwo"
