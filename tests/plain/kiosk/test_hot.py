"""Brotli: at once while there is time for it, later for what is hot."""

from __future__ import annotations

import gzip

import brotli
import pytest

from broadsheet.edition.packing import pack
from broadsheet.edition.records import Page
from broadsheet.kiosk import hot
from broadsheet.kiosk.hot import BEST, HOT_HITS, QUICK, SAVED_SECONDS, in_brotli
from broadsheet.kiosk.negotiation import BROTLI, GZIP

BROWSERS_SAY = "gzip, deflate, br, zstd"


STYLE, FONT = "/static/paper.0a1b2c3d4e.css", "/static/serif.0a1b2c3d4e.woff2"


@pytest.fixture
def spent(kiosk, monkeypatch):
    """A kiosk that has no time for brotli of new answers."""
    monkeypatch.setattr(hot, "SHARE", 0.0)
    kiosk.hot._saved = 0.0


@pytest.fixture
def heat(ask, kiosk, spent):
    """Asks for an address until it is hot, and has the hottest made brotli of, as the kiosk's thread does."""

    def heat_up(address: str, times: int = HOT_HITS + 1) -> str | None:
        for _ in range(times):
            ask(address, accept_encoding=BROWSERS_SAY)
        hottest = kiosk.hot.hottest()
        if hottest is not None:
            answer = kiosk.cache.ready[hottest][GZIP]
            packed, _ = in_brotli(answer, QUICK)
            kiosk.hot.put(hottest, answer, packed)
        return hottest

    return heat_up


@pytest.mark.parametrize("address", ["/world/story-1", STYLE])
def test_the_first_who_asks_is_sent_brotli(ask, kiosk, address):
    first = ask(address, accept_encoding=BROWSERS_SAY)
    assert (first.status, first.headers["content-encoding"]) == (200, "br")
    assert first.body == ask(address).body
    kept = kiosk.cache.ready[address]
    assert (kept[GZIP].etag, kept[BROTLI].etag) == (ask(address).headers["etag"], first.headers["etag"])
    assert kiosk.hot.made == 1
    assert kiosk.hot.seconds > 0
    assert kiosk.hot._saved < SAVED_SECONDS


def test_what_caches_keep_for_ever_is_made_as_small_as_can_be(ask, monkeypatch):
    asked = []

    def noted(answer, quality):
        asked.append(quality)
        return in_brotli(answer, quality)

    monkeypatch.setattr(hot, "in_brotli", noted)
    for address in (STYLE, "/world/story-1"):
        ask(address, accept_encoding=BROWSERS_SAY)
    assert asked == [BEST, QUICK]


def test_a_new_answer_is_gzip_where_there_is_no_time_or_nothing_to_gain(ask, kiosk, paper, monkeypatch):
    with paper.writer.run() as run:
        run.put_page(Page(FONT, "page", "font/woff2", "en", "ab12", pack(b"wOF2", final=True), None))
    kiosk.look()
    assert ask(FONT, accept_encoding=BROWSERS_SAY).headers["content-encoding"] == "gzip"
    assert ask("/world/nothing", accept_encoding=BROWSERS_SAY).headers["content-encoding"] == "gzip"
    monkeypatch.setattr(hot, "LARGEST_AT_ONCE", 10)
    assert ask("/world/story-2", accept_encoding=BROWSERS_SAY).headers["content-encoding"] == "gzip"
    assert kiosk.hot.made == 0
    monkeypatch.undo()
    monkeypatch.setattr(hot, "in_brotli", lambda answer, quality: (in_brotli(answer, quality)[0], 2 * SAVED_SECONDS))
    got = [ask(f"/world/story-{n}", accept_encoding=BROWSERS_SAY).headers["content-encoding"] for n in (3, 4)]
    assert got == ["br", "gzip"]


def test_time_for_new_answers_comes_back(ask, kiosk, monkeypatch):
    kiosk.hot._saved = -SAVED_SECONDS
    later = kiosk.hot._saved_at + 2.1 * SAVED_SECONDS / hot.SHARE
    monkeypatch.setattr(hot, "monotonic", lambda: later)
    assert ask("/world/story-1", accept_encoding=BROWSERS_SAY).headers["content-encoding"] == "br"


def test_a_flood_gets_no_brotli(ask, kiosk):
    kiosk.answers.lite = True
    assert ask("/world/story-1", accept_encoding=BROWSERS_SAY).headers["content-encoding"] == "gzip"


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


def test_brotli_of_a_page_that_changed_meanwhile_is_thrown_away(ask, kiosk, paper, spent):
    for _ in range(HOT_HITS + 1):
        ask("/world/story-1", accept_encoding=BROWSERS_SAY)
    answer = kiosk.cache.ready["/world/story-1"][GZIP]
    packed, _ = in_brotli(answer, QUICK)
    with paper.writer.run() as run:
        paper.story(run, 1, text="A corrected story.")
    kiosk.look()
    ask("/world/story-1", accept_encoding=BROWSERS_SAY)
    kiosk.hot.put("/world/story-1", answer, packed)
    kept = kiosk.cache.ready["/world/story-1"]
    assert kept[BROTLI] is kept[GZIP]
    assert "A corrected story." in ask("/world/story-1", accept_encoding=BROWSERS_SAY).text
