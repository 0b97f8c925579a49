"""The brown-out: pages without pictures and list while the switch is on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edition.brown_out import switch_of
from broadsheet.kiosk.lite import without_pictures

PAGE = (
    '<!doctype html><link rel="preload" as="image" href="/media/ab1.avif"><link rel="stylesheet" href="/s.css">'
    '<figure><picture><source srcset="/media/ab1.webp"><img src="/media/ab1.jpg" alt="The river"></picture>'
    "<figcaption>The river. Photo: AFP</figcaption></figure><IMG\nsrc=x><p>Words.</p>|<footer>End.</footer>"
)


@pytest.fixture
def pictured(paper, page_of, kiosk):
    with paper.writer.run() as run:
        run.put_page(page_of("/world/pictured", PAGE))
    kiosk.look()


def test_the_switch_takes_pictures_and_list_out_and_gives_them_back(ask, kiosk, config, pictured):
    whole = ask("/world/pictured")
    assert whole.text.count("<li>") == 6
    switch_of(config.edition).touch()
    kiosk.look()
    lite = ask("/world/pictured")
    assert lite.status == 200
    assert lite.text == (
        '<!doctype html><link rel="stylesheet" href="/s.css">'
        "<figure><figcaption>The river. Photo: AFP</figcaption></figure><p>Words.</p><footer>End.</footer>"
    )
    assert lite.headers["etag"] != whole.headers["etag"]
    assert ask("/world/pictured", accept_encoding="identity").text == lite.text
    assert ask("/nowhere").status == 404
    switch_of(config.edition).unlink()
    kiosk.look()
    assert ask("/world/pictured").text == whole.text


def test_what_is_no_html_stays_whole(ask, kiosk, config):
    before = [ask(path).text for path in ("/rss.xml", "/static/paper.0a1b2c3d4e.css")]
    switch_of(config.edition).touch()
    kiosk.look()
    assert [ask(path).text for path in ("/rss.xml", "/static/paper.0a1b2c3d4e.css")] == before


WORDS = st.text(alphabet="abg> \n='\"&;", max_size=80)


@given(WORDS, WORDS, st.sampled_from(["<img src=x>", "<IMG\nalt='a b'>", "<picture><source a><img b></picture>"]))
def test_every_word_around_a_picture_stays(before, after, picture):
    assert without_pictures(f"{before}{picture}{after}".encode()).decode() == before + after
