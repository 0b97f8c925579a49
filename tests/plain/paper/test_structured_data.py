"""What search engines are told of pictures, live entries, writers and fronts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html
from msgspec.structs import replace

from broadsheet.paper import markup
from broadsheet.paper import sample_pages as samples
from broadsheet.paper.rendering import Renderer

ADDRESS = "https://courier.example/2026/03/story-0"


def graph(text: str) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(text)["@graph"]
    return told


def test_a_picture_is_named_by_its_content_and_says_no_empty_words() -> None:
    page = samples.article("en")
    picture = page.article.picture
    assert picture is not None
    for credit in ("Sok Dara", ""):
        story = replace(page.article, picture=replace(picture, credit=credit))
        image = graph(markup.news_article(story, page.site, ADDRESS, ""))[0]["image"]
        assert image["contentUrl"] == image["url"] == page.site.base_url + picture.largest
        assert image.get("creditText", "") == credit and ("creditText" in image) == bool(credit)


def test_an_entry_without_a_headline_has_one_line_for_it_and_its_picture() -> None:
    page: Any = samples.PAGES["live.html"]("en")
    entry, pictured = page.live.entries
    told = replace(
        page.live, entries=(replace(entry, headline="", text="Full time.\nNobody shouted."), pictured)
    )  # fmt: skip
    updates = graph(markup.news_article(page.article, page.site, ADDRESS, "", live=told))[0]["liveBlogUpdate"]
    [plain] = [one for one in updates if one["headline"] == "Full time. Nobody shouted."]
    assert plain["articleBody"] == "Full time.\nNobody shouted."
    photos = {one.number: any(block.kind == "photo" for block in one.body) for one in (*told.pinned, *told.entries)}
    assert sorted("image" in one for one in updates) == sorted(photos.values())
    assert any(photos.values())


def test_a_writers_page_says_who_the_writer_is_and_an_empty_list_lists_nothing() -> None:
    site, author = samples.site("en"), samples.author("en")
    [page, *_] = graph(markup.listing("Name", ADDRESS, site, cards=(), author=author))
    assert page["mainEntity"]["description"] == author.biography
    assert "mainEntity" not in graph(markup.listing("Archive", ADDRESS, site, cards=(), author=None))[0]


@pytest.mark.parametrize("language", ["en", "km"])
def test_fronts_name_each_other_and_lists_do_not(language: str) -> None:
    renderer, page = Renderer(), samples.front(language)
    here = page.site.base_url + page.site.home
    front = replace(page, meta=replace(page.meta, canonical=here, translations=()))
    links = html.document_fromstring(renderer.render("front.html", front)).xpath("//link[@hreflang]")
    assert {link.get("hreflang") for link in links} == {language, *(one.language for one in page.site.languages)}
    assert {link.get("href").removeprefix(page.site.base_url)[:1] for link in links} == {"/"}
    other = replace(front, meta=replace(front.meta, canonical=here + "elsewhere"))
    assert not html.document_fromstring(renderer.render("front.html", other)).xpath("//link[@hreflang]")
