"""The small words of a page: where a teaser breaks off, that a story is live, when it changed."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from broadsheet.paper import sample_pages as samples
from broadsheet.paper.rendering import Renderer


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer()


@pytest.mark.parametrize(
    ("teaser", "shown"),
    [
        ("The ferry was on", "The ferry was on…"),
        ("The ferry was aground.", "The ferry was aground."),
        ("It said “yes.”", "It said “yes.”"),
        ("ទូកជាប់ខ្សាច់។", "ទូកជាប់ខ្សាច់។"),
    ],
)
def test_a_card_says_where_its_words_break_off(renderer: Renderer, teaser: str, shown: str) -> None:
    page = samples.front("en")
    assert page.lead is not None
    text = renderer.render("front.html", replace(page, lead=replace(page.lead, standfirst="", teaser=teaser)))
    assert f'<p class="words">{shown}</p>' in text


def test_a_live_story_says_so_before_its_first_word(renderer: Renderer) -> None:
    text = renderer.render("live.html", samples.PAGES["live.html"]("en"))
    assert text.index('<a href="#live">Live</a>') < text.index('class="byline"') < text.index('id="live"')


def test_a_story_that_has_not_changed_since_its_minute_bears_one_time(renderer: Renderer) -> None:
    page = samples.article("en")
    same = replace(page, article=replace(page.article, updated=page.article.published))
    assert "Updated" in renderer.render("article.html", page)
    assert "Updated" not in renderer.render("article.html", same)


def test_a_months_days_stand_below_its_name_once(renderer: Renderer) -> None:
    page = samples.archive("en")
    name = page.groups[0].heading.name
    link = '<h2 id="group-1"><a href='
    assert link in renderer.render("archive.html", replace(page, title="Archive"))
    assert link not in renderer.render("archive.html", replace(page, title=name))
