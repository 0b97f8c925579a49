"""A language that a paper takes up later has a front, and its words are printed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cast import Cast

from broadsheet.paper import newsroom
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paper.phrases import words
from broadsheet.paperfile import current
from broadsheet.press.campaign import REST
from broadsheet.press.models import Order
from broadsheet.stories import founding
from broadsheet.stories.models import Front


def test_a_language_that_came_later_gets_a_front_once(cast: Cast) -> None:
    founding.add_fronts(current())
    assert sorted(Front.objects.values_list("locale__language_code", flat=True)) == ["en", "km"]
    Order.objects.all().delete()
    paper = replace(current(), languages=(*current().languages, "fr"))
    for _ in range(2):
        founding.add_fronts(paper)
    fronts = Front.objects.filter(live=True).order_by("pk")
    assert [front.locale.language_code for front in fronts] == ["en", "km", "fr"]
    assert len({front.translation_key for front in fronts}) == 1
    assert {"front:en", "front:fr", "front:km"} <= set(Order.objects.values_list("key", flat=True))


def test_all_pages_are_looked_at_when_the_papers_words_change(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    before = PaperNewsroom(current()).looks()[REST]
    assert PaperNewsroom(current()).looks()[REST] == before
    monkeypatch.setattr(newsroom, "words", lambda language: words(language) | {"Latest": "Newest"})
    assert PaperNewsroom(current()).looks()[REST] != before
