"""What becomes of a beacon."""

from __future__ import annotations

import pytest


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
    for number in range(100):
        ask("/-/view", "POST", body=b"2", client=f"198.51.100.{number}:5", user_agent=f"Mozilla/5.0 Firefox/{number}")
    assert (figures.buffered, figures.refused) == (20, {"network": 80})


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
