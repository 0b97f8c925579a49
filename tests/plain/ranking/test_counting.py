"""Who is a reader, and how many are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA, is_crawler
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.ranking import counting
from broadsheet.ranking.counting import (
    LOST,
    PLACES,
    SITE_PLACES,
    STORIES_AN_HOUR,
    Behaviour,
    Counter,
    MinuteKey,
    network_of,
    reader_of,
    visitor_of,
)
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


def reader(address: str, user_agent: str, key: bytes = b"k") -> int:
    network = network_of(address)
    return reader_of(network, visitor_of(network, user_agent, key=key), key=key)


def test_a_reader_means_nothing_without_the_key():
    readers = {reader("203.0.113.7", BROWSER, bytes([n]) * 32) for n in range(50)}
    assert len(readers) == 50
    assert all(0 <= one < 1 << 63 for one in readers)


def test_a_network_has_so_many_readers_and_no_more_whatever_it_sends():
    assert len({reader(f"203.0.113.{n % 256}", f"{BROWSER}{n}") for n in range(5000)}) == PLACES
    # Two of a home's places may share one of its site's.
    of_a_home = {reader(f"2001:db8:1:2{n % 256:02x}::{n}", f"{BROWSER}{n}") for n in range(5000)}
    assert PLACES - 5 <= len(of_a_home) <= PLACES


def test_a_rented_site_of_many_networks_has_so_many_readers_and_no_more():
    assert len({reader(f"2001:db8:1:{n:x}::1", f"{BROWSER}{n}") for n in range(0xFFFF)}) == SITE_PLACES


def test_a_few_readers_of_one_network_are_mostly_told_apart():
    told = [len({reader(f"198.51.{n}.1", f"{BROWSER}{m}") for m in range(3)}) for n in range(250)]
    # Three in twenty places: 2.85 on average.
    assert 2.75 < sum(told) / len(told) < 2.95


def test_a_buffered_view_holds_no_address_and_no_browser():
    counter = Counter()
    note(counter)
    (view,) = counter.waiting()
    assert view._fields == ("hour", "story_id", "reader")
    assert all(isinstance(value, int) for value in view)


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
    counter.settle(views)
    assert [view.story_id for view in counter.waiting()] == [2]
    assert counter.figures.counted == 1


def test_a_replay_is_known_after_the_store_has_it():
    counter = Counter()
    note(counter)
    counter.settle(counter.waiting())
    note(counter)
    assert (counter.waiting(), counter.figures.repeated) == ([], 1)


def test_what_replays_are_compared_with_is_bounded(monkeypatch):
    monkeypatch.setattr(counting, "REMEMBERED_VIEWS", 10)
    counter = Counter()
    for n in range(25):
        note(counter, address=f"198.51.{n}.1")
        counter.settle(counter.waiting())
    assert len(counter._remembered) <= 10


def test_who_opens_more_than_anybody_can_read_is_a_robot():
    counter = Counter()
    for story_id in range(1, STORIES_AN_HOUR + 11):
        note(counter, story_id=story_id)
    note(counter, story_id=1, address="198.51.100.7")
    assert (len(counter.waiting()), counter.figures.refused) == (STORIES_AN_HOUR + 1, {"behaviour": 10})
    note(counter, story_id=5, now=NOW + timedelta(hours=1))
    assert len(counter.waiting()) == STORIES_AN_HOUR + 2


def test_behaviour_is_never_counted_too_low_and_in_a_crowd_hardly_too_high():
    behaviour = Behaviour()
    random = Random(1)
    visitors = [random.getrandbits(64) for _ in range(100_000)]
    for visitor in visitors:
        behaviour.opened(visitor, 5)
    again = [behaviour.opened(visitor, 5) for visitor in visitors]
    assert min(again) == 2
    assert sum(n > 3 for n in again) < 1000


def test_numbers_by_minute_are_bounded_and_given_back_once(monkeypatch):
    monkeypatch.setattr(counting, "BUFFERED_MINUTES", 5)
    counter = Counter()
    for story_id in range(1, 12):
        note(counter, story_id=story_id)
    taken = counter.take_minutes(NOW)
    assert (len(taken), counter.take_minutes(NOW)) == (5, {})
    counter.give_back(taken)
    assert counter.take_minutes(NOW) == taken


def test_what_was_lost_is_told_once_and_again_where_nobody_took_it(monkeypatch):
    monkeypatch.setattr(counting, "BUFFERED_VIEWS", 2)
    counter = Counter()
    for reader in range(5):
        note(counter, address=f"10.0.{reader}.1")
    lost = MinuteKey(int(NOW.timestamp()) // 60, LOST, "")
    taken = counter.take_minutes(NOW)
    assert taken[lost] == 3
    assert counter.take_minutes(NOW) == {}
    counter.give_back(taken)
    note(counter, address="10.1.0.1")
    assert counter.take_minutes(NOW)[lost] == 4


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
