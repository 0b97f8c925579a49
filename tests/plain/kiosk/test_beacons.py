"""What becomes of a beacon."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from broadsheet.kiosk import beacons
from broadsheet.ranking.counting import LOST, PLACES


@pytest.fixture
def figures(kiosk):
    return kiosk.standing.counter.figures


def test_a_reader_of_a_published_story_is_kept_once(ask, figures):
    for _ in range(3):
        assert ask("/-/view", "POST", body=b"2").status == 204
    assert (figures.buffered, figures.repeated, figures.refused) == (1, 2, {})


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (b"999", {}, "unknown"),
        (b"0", {}, "malformed"),
        (b"-2", {}, "malformed"),
        (b"2" * 19, {}, "malformed"),
        (b"2;DROP", {}, "malformed"),
        (b" " * 600 + b"2", {}, "malformed"),
        (b"2", {"content_length": "99999999999999999999"}, "malformed"),
        (b"2", {"content_length": ""}, "malformed"),
        (b"2", {"user_agent": ""}, "robot"),
        (b"2", {"user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, "robot"),
        (b"2", {"user_agent": "curl/8.4.0"}, "robot"),
        (b"2", {"sec_fetch_site": "cross-site"}, "foreign"),
    ],
)
def test_what_no_reader_sent_is_refused_and_answered_alike(ask, figures, body, headers, reason):
    answer = ask("/-/view", "POST", body=body, **headers)
    assert (answer.status, answer.raw, answer.headers) == (204, b"", {"cache-control": "no-store"})
    assert (figures.buffered, figures.refused) == (0, {reason: 1})


def test_one_network_counts_at_most_twenty_readers_a_story_and_hour(ask, figures):
    for number in range(600):
        ask("/-/view", "POST", body=b"2", client=f"198.51.100.{number % 250}:5", user_agent=f"Mozilla/5.0 {number}")
    assert (figures.buffered, figures.repeated, figures.refused) == (PLACES, 600 - PLACES, {})


@pytest.mark.parametrize(
    ("said", "referrer"),
    [
        (b"2", "direct"), (b"2 ", "direct"), (b"2 own", "own"), (b"2 www.google.com.kh", "search"),
        (b"2 l.facebook.com", "social"), (b"2 com.facebook.katana", "social"), (b"2 blog.example:8080", "other"),
    ],
)  # fmt: skip
def test_a_beacon_tells_where_the_reader_came_from_in_one_word(ask, kiosk, said, referrer):
    ask("/-/view", "POST", body=said)
    ((key, views),) = kiosk.standing.counter.take_minutes(datetime.now(UTC)).items()
    assert (key.story_id, key.referrer, views) == (2, referrer, 1)


@pytest.mark.parametrize(
    ("query", "referrer"), [("2", "direct"), ("2&own", "own"), ("2&www.google.com", "search"), ("2&", "direct")]
)
def test_our_own_script_says_it_in_the_address_and_sends_no_body(ask, kiosk, figures, query, referrer):
    answer = ask(f"/-/view?{query}", "POST", content_length="0")
    assert (answer.status, answer.raw, figures.buffered) == (204, b"", 1)
    ((key, _),) = kiosk.standing.counter.take_minutes(datetime.now(UTC)).items()
    assert (key.story_id, key.referrer) == (2, referrer)


@pytest.mark.parametrize("query", ["999", "0", "x", "2&a&b", "2" * 19, "2&" + "a" * 2000, "%32", "2&https://a.b/c"])
def test_an_address_that_says_something_else_counts_nothing(ask, figures, query):
    assert ask(f"/-/view?{query}", "POST", content_length="0").status == 204
    assert figures.buffered == 0


@pytest.mark.parametrize("said", [b"2 https://evil.example/?q=secret", b"2 a b", b"2 " + b"a" * 300, b"2 \xff"])
def test_a_whole_address_is_no_host_and_counts_nothing(ask, figures, said):
    ask("/-/view", "POST", body=said)
    assert (figures.buffered, figures.refused) == (0, {"malformed": 1})


def test_forwarded_addresses_are_not_believed_from_a_stranger(ask, figures):
    for number in range(30):
        ask("/-/view", "POST", body=b"2", x_forwarded_for=f"192.0.{number}.1")
    assert (figures.buffered, figures.repeated) == (1, 29)


def test_a_withdrawn_story_counts_no_more(ask, figures, paper, kiosk):
    with paper.writer.run() as run:
        paper.kill(run, 2)
    kiosk.look()
    ask("/-/view", "POST", body=b"2")
    assert figures.refused == {"unknown": 1}


@pytest.fixture
def with_images(kiosk):
    kiosk.config = replace(kiosk.config, image_beacon=True)


def test_a_page_without_javascript_counts_by_an_image_where_the_paper_wishes(ask, figures, with_images):
    answer = ask("/-/view.gif?2", sec_fetch_dest="image", sec_fetch_site="same-origin")
    assert (answer.status, answer.headers["content-type"], answer.raw[:6]) == (200, "image/gif", b"GIF89a")
    assert answer.headers["cache-control"] == "no-store"
    ask("/-/view.gif?2")
    assert (figures.buffered, figures.repeated) == (1, 1)


@pytest.mark.parametrize(
    ("path", "headers", "reason"),
    [
        ("/-/view.gif", {}, "malformed"),
        ("/-/view.gif?999", {}, "unknown"),
        ("/-/view.gif?2&x=1", {}, "malformed"),
        ("/-/view.gif?2", {"sec_fetch_dest": "document"}, "foreign"),
        ("/-/view.gif?2", {"sec_fetch_site": "cross-site"}, "foreign"),
        ("/-/view.gif?2", {"user_agent": "curl/8.4.0"}, "robot"),
    ],
)
def test_an_image_asked_for_by_others_counts_nothing(ask, figures, with_images, path, headers, reason):
    assert ask(path, **headers).status == 200
    assert (figures.buffered, figures.refused) == (0, {reason: 1})


def test_no_image_counts_unless_the_paper_wishes(ask, figures):
    assert ask("/-/view.gif?2").status == 404
    assert figures.buffered == 0


def test_what_is_lost_is_told_to_the_desk(ask, kiosk, figures):
    kiosk.watch.close()
    for _ in range(3):
        assert ask("/-/view", "POST", body=b"2").status == 204
    assert (figures.lost, figures.buffered) == (3, 0)
    for _ in range(2):
        asyncio.run(kiosk.standing.flush(datetime.now(UTC)))
    told = kiosk.standing._store.minutes(since_minute=0)
    assert [(one.story_id, one.views) for one in told] == [(LOST, 3)]


def test_a_body_beyond_those_that_are_waited_for_is_lost_and_answered(ask, kiosk, figures):
    kiosk.beacons._reading = beacons.READ_AT_ONCE
    assert ask("/-/view", "POST", body=b"2").status == 204
    assert (figures.lost, figures.buffered) == (1, 0)
    kiosk.beacons._reading -= 1
    assert ask("/-/view", "POST", body=b"2").status == 204
    assert (figures.lost, figures.buffered) == (1, 1)
