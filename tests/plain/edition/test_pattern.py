"""A page with holes is filled by what is known when somebody asks, and nothing of that can be taken for HTML."""

from __future__ import annotations

import pytest

from broadsheet.edition.pattern import Html, filled, parsed


def fill(html: str, **values: object) -> str:
    return filled(parsed(html), values)  # type: ignore[arg-type]


def test_what_fills_a_hole_is_escaped() -> None:
    said = fill('<a title="<!--=name-->"><!--=name--></a>', name="\"><script> & 'x'")
    assert said.count("<") == 2
    assert said == (
        '<a title="&quot;&gt;&lt;script&gt; &amp; &#x27;x&#x27;">&quot;&gt;&lt;script&gt; &amp; &#x27;x&#x27;</a>'
    )
    assert fill("<!--=name-->", name=Html("<b>")) == "<b>"


def test_what_fills_a_hole_is_no_hole_itself() -> None:
    assert fill("<!--=a-->", a="<!--=b-->", b="secret") == "&lt;!--=b--&gt;"
    assert fill("<!--=a-->", a=Html("<!--=b-->"), b="secret") == "<!--=b-->"


def test_a_part_stands_once_for_each_thing() -> None:
    html = "<ul><!--#rows--><li><!--=n--> of <!--=all--></li><!--/rows--></ul>"
    assert fill(html, all=2, rows=[{"n": 1}, {"n": 2}]) == "<ul><li>1 of 2</li><li>2 of 2</li></ul>"
    assert fill(html, rows=[]) == fill(html) == "<ul></ul>"


def test_a_part_stands_where_it_is_so() -> None:
    html = "<!--#a-->A<!--#b-->B<!--/b--><!--/a-->."
    assert [fill(html, a=a, b=b) for a, b in ((True, True), (True, False), (False, True))] == ["AB.", "A.", "."]


def test_other_comments_stay() -> None:
    assert fill("<!--hole:most-viewed--><!-- x -->") == "<!--hole:most-viewed--><!-- x -->"


@pytest.mark.parametrize("html", ["<!--#a-->", "<!--/a-->", "<!--#a--><!--#b--><!--/a--><!--/b-->"])
def test_a_part_that_is_not_ended_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match="no beginning or no end"):
        parsed(html)
