"""Who is a reader, and how many are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA, is_crawler
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.ranking import counting
from broadsheet.ranking.counting import NETWORK_CAP, READER_BITS, Counter, network_of, reader_of
from broadsheet.ranking.robots import is_robot

NOW = datetime(2023, 11, 23, 9, 30, tzinfo=UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:119.0) Gecko/20100101 Firefox/119.0"
ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko)"
BROWSERS = [
    BROWSER,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 Version/17.1 Mobile Safari/604.1",
    f"{ANDROID} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
    f"{ANDROID} Version/4.0 Chrome/119.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0;]",
]


def note(counter, story_id=1, address="203.0.113.7", user_agent=BROWSER, now=NOW):
    counter.note(story_id, address=address, user_agent=user_agent, now=now)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.200", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("203.0.113.7", "::ffff:203.0.113.9", True),
        ("2001:db8:1:200::1", "2001:db8:1:2ff::9", True),
        ("2001:db8:1:200::1", "2001:db8:1:300::1", False),
    ],
)
def test_neighbours_are_one_network(one, other, same):
    assert (network_of(one) == network_of(other)) is same


@given(st.text())
def test_what_is_no_address_has_no_network_and_breaks_nothing(text):
    network_of(text)
    note(Counter(), address=text)


def test_a_reader_means_nothing_without_the_key():
    network = network_of("203.0.113.7")
    readers = {reader_of(network, BROWSER, key=bytes([n]) * 32) for n in range(50)}
    assert len(readers) == 50
    assert all(0 <= reader < 1 << 63 for reader in readers)


def test_readers_of_one_network_share_its_bits_alone():
    network = network_of("203.0.113.7")
    readers = {reader_of(network, f"{BROWSER}{n}", key=b"k") for n in range(50)}
    assert len(readers) == 50
    assert len({reader >> READER_BITS for reader in readers}) == 1


def test_a_buffered_view_holds_no_address_and_no_browser():
    counter = Counter()
    note(counter)
    (view,) = counter.waiting()
    assert view.__slots__ == ("hour", "story_id", "reader")
    assert all(isinstance(getattr(view, name), int) for name in view.__slots__)


def test_browsers_are_readers():
    assert [ua for ua in BROWSERS if is_robot(ua)] == []


def test_all_known_crawlers_are_robots_as_their_list_says():
    instances = [ua for entry in CRAWLER_USER_AGENTS_DATA for ua in entry.get("instances", []) if len(ua) <= 512]
    assert len(instances) > 1000
    assert [ua for ua in instances if is_robot(ua) != is_crawler(ua)] == []


@pytest.mark.parametrize("said", ["", "  ", "curl/8.4.0", "python-requests/2.31.0"])
def test_who_says_nothing_or_is_a_program_is_no_reader(said):
    counter = Counter()
    note(counter, user_agent=said)
    assert (counter.waiting(), counter.figures.refused) == ([], {"robot": 1})


def test_the_same_reader_counts_again_in_the_next_hour_and_for_another_story():
    counter = Counter()
    note(counter)
    note(counter)
    note(counter, now=NOW + timedelta(hours=1))
    note(counter, story_id=2)
    assert (len(counter.waiting()), counter.figures.repeated) == (3, 1)


def test_the_buffer_is_bounded_and_what_is_too_much_is_counted_as_lost(monkeypatch):
    monkeypatch.setattr(counting, "BUFFERED_VIEWS", 10)
    counter = Counter()
    for n in range(25):
        note(counter, address=f"198.51.{n}.1")
    assert (len(counter.waiting()), counter.figures.lost) == (10, 15)


def test_what_the_store_took_leaves_room_and_what_came_meanwhile_stays():
    counter = Counter()
    note(counter, story_id=1)
    views = counter.waiting()
    note(counter, story_id=2)
    counter.settle(views, counted=1)
    assert [view.story_id for view in counter.waiting()] == [2]
    assert counter.figures.counted == 1


def test_a_crowded_network_is_stopped_in_memory():
    counter = Counter()
    for n in range(NETWORK_CAP + 5):
        note(counter, user_agent=f"{BROWSER} {n}")
    note(counter, story_id=2)
    assert (len(counter.waiting()), counter.figures.refused) == (NETWORK_CAP + 1, {"network": 5})


def test_views_that_are_too_old_are_given_up():
    counter = Counter()
    note(counter)
    note(counter, now=NOW + timedelta(hours=3))
    counter.give_up(before_hour=int((NOW + timedelta(hours=2)).timestamp()) // 3600)
    assert (len(counter.waiting()), counter.figures.lost) == (1, 1)


def test_old_keys_are_forgotten():
    counter = Counter()
    for day in range(5):
        counter.use_key(day, bytes([day]))
    assert sorted(counter._keys) == [3, 4]


def test_an_endless_browser_name_is_cut_before_it_is_remembered():
    counter = Counter()
    note(counter, user_agent=BROWSER + "x" * 10_000)
    note(counter, user_agent=BROWSER + "x" * 20_000)
    assert (len(counter.waiting()), counter.figures.repeated) == (1, 1)
