"""Brotli, for what is hot."""

from __future__ import annotations

import gzip

import brotli
import pytest

from broadsheet.kiosk.hot import HOT_HITS, in_brotli
from broadsheet.kiosk.negotiation import BROTLI, GZIP

BROWSERS_SAY = "gzip, deflate, br, zstd"


@pytest.fixture
def heat(ask, kiosk):
    """Asks for an address until it is hot, and has the hottest made brotli of, as the kiosk's thread does."""

    def heat_up(address: str, times: int = HOT_HITS + 1) -> str | None:
        for _ in range(times):
            ask(address)
        hottest = kiosk.hot.hottest()
        if hottest is not None:
            answer = kiosk.cache.ready[hottest][GZIP]
            packed, _ = in_brotli(answer)
            kiosk.hot.put(hottest, answer, packed)
        return hottest

    return heat_up


def test_a_hot_page_is_sent_as_brotli_with_an_etag_of_its_own(ask, heat):
    packed = ask("/world/story-1", accept_encoding=BROWSERS_SAY)
    assert packed.headers["content-encoding"] == "gzip"
    assert heat("/world/story-1") == "/world/story-1"
    hot = ask("/world/story-1", accept_encoding=BROWSERS_SAY)
    assert hot.headers["content-encoding"] == "br"
    assert brotli.decompress(hot.raw) == gzip.decompress(packed.raw)
    assert hot.headers["etag"] == packed.headers["etag"].replace("-gzip", "-br") != packed.headers["etag"]
    assert hot.headers["vary"] == "Accept-Encoding"
    assert ask("/world/story-1", accept_encoding=BROWSERS_SAY, if_none_match=hot.headers["etag"]).status == 304
    assert ask("/world/story-1", accept_encoding=BROWSERS_SAY, if_none_match=packed.headers["etag"]).status == 200
    assert ask("/world/story-1").headers["content-encoding"] == "gzip"


def test_only_what_is_asked_for_often_is_made_brotli_of(heat):
    assert heat("/world/story-1", times=5) is None


def test_what_has_brotli_is_not_made_again(heat):
    assert heat("/world/story-1") is not None
    assert heat("/world/story-1") is None


def test_a_new_list_drops_the_brotli_with_the_rest(ask, heat, kiosk):
    heat("/world/story-1")
    kiosk.standing.order = [3]
    kiosk.refresh_lists()
    answer = ask("/world/story-1", accept_encoding=BROWSERS_SAY)
    assert answer.headers["content-encoding"] == "gzip"
    assert '<ol><li><a href="/world/story-3">' in answer.text


def test_brotli_of_a_page_that_changed_meanwhile_is_thrown_away(ask, kiosk, paper):
    for _ in range(HOT_HITS + 1):
        ask("/world/story-1")
    answer = kiosk.cache.ready["/world/story-1"][GZIP]
    packed, _ = in_brotli(answer)
    with paper.writer.run() as run:
        paper.story(run, 1, text="A corrected story.")
    kiosk.look()
    ask("/world/story-1")
    kiosk.hot.put("/world/story-1", answer, packed)
    kept = kiosk.cache.ready["/world/story-1"]
    assert kept[BROTLI] is kept[GZIP]
    assert "A corrected story." in ask("/world/story-1", accept_encoding=BROWSERS_SAY).text
