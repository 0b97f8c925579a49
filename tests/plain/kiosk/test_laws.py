"""Laws of composing, caching and negotiating, whatever the text."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.edition.packing import pack
from broadsheet.edition.records import Page
from broadsheet.kiosk.addresses import is_trick, language_of, location, other_spellings
from broadsheet.kiosk.cache import OVERHEAD, Cache, Ready
from broadsheet.kiosk.clients import client_address, networks
from broadsheet.kiosk.compose import composed, live_list
from broadsheet.kiosk.negotiation import BROTLI, GZIP, PLAIN, byte_range, coding_of, matches, prefers


def page(head: str, tail: str | None) -> Page:
    return Page(
        "/a", "page", "text/html; charset=utf-8", "en", "abc",
        pack(head.encode(), final=tail is None), None if tail is None else pack(tail.encode(), final=True),
    )  # fmt: skip


TEXT = st.text(max_size=2000)


@given(TEXT, TEXT, TEXT)
def test_a_composed_page_is_its_text_with_the_list_in_the_hole(head, html, tail):
    packed = composed(page(head, tail), live_list("en", html), coding=GZIP)
    plain = composed(page(head, tail), live_list("en", html), coding=PLAIN)
    assert gzip.decompress(packed.body).decode() == plain.body.decode() == head + html + tail


@given(TEXT)
def test_a_page_without_a_hole_is_itself(text):
    assert gzip.decompress(composed(page(text, None), live_list("en", "list"), coding=GZIP).body).decode() == text


@given(TEXT, TEXT, TEXT)
def test_other_lists_make_other_etags(head, one, other):
    etags = {composed(page(head, ""), live_list("en", html), coding=GZIP).etag for html in (one, other)}
    assert len(etags) == len({one, other})


def test_a_page_whose_list_is_missing_is_whole():
    assert gzip.decompress(composed(page("a", "b"), None, coding=GZIP).body) == b"ab"


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdefgh"), st.integers(0, 9000), st.booleans(), st.sampled_from([PLAIN, GZIP, BROTLI])
        )
    )
)
def test_a_cache_never_holds_more_than_its_bytes(puts):
    cache = Cache(20_000)
    for name, size, used, coding in puts:
        answer = ready(b"x" * size)
        cache.put(f"/{name}", coding, answer)
        answer.hits = int(used)
        different = [{id(one): one for one in kept if one is not None} for kept in cache.ready.values()]
        held = sum(len(one.body) + OVERHEAD for ones in different for one in ones.values())
        assert held == cache.size <= 20_000
        assert f"/{name}" not in cache.ready or cache.ready[f"/{name}"][coding] is answer


def ready(body: bytes = b"") -> Ready:
    return Ready(200, [], body, etag="", not_modified=[], list_key="")


def test_what_readers_ask_for_stays_in_the_cache_longest():
    cache = Cache(4 * OVERHEAD)
    for name in "abcd":
        cache.put(name, GZIP, ready())
    cache.ready["a"][GZIP].hits = 1
    cache.put("e", GZIP, ready())
    assert list(cache.ready) == ["c", "d", "a", "e"]


def test_what_is_larger_than_the_cache_is_not_kept():
    cache = Cache(1000)
    cache.put("a", GZIP, ready(b"x" * 2000))
    assert (cache.ready, cache.size) == ({}, 0)


def test_whoever_takes_brotli_has_the_gzip_where_there_was_no_time_for_brotli():
    cache = Cache(20_000)
    first, newer, brotli, second = ready(), ready(), ready(), ready()
    cache.put("a", GZIP, first)
    assert cache.ready["a"] == [None, first, None]
    cache.put("a", BROTLI, first)
    cache.put("a", GZIP, newer)
    assert cache.ready["a"] == [None, newer, newer]
    cache.put("a", BROTLI, brotli)
    assert cache.ready["a"] == [None, newer, brotli]
    cache.drop("a")
    cache.put("a", PLAIN, second)
    assert cache.ready["a"] == [second, None, None]


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip, deflate, br, zstd", BROTLI), ("br, gzip", BROTLI), ("gzip;q=0.5, br;q=1", BROTLI), ("*, br", BROTLI),
        ("br", PLAIN), ("br, gzip;q=0", PLAIN), ("gzip, br;q=0", GZIP), ("gzip;q=1.0, br;q=0.9", GZIP), ("*", GZIP),
        ("br;q=x, gzip", GZIP), ("gzip, brr", GZIP),
    ],
)  # fmt: skip
def test_brotli_goes_only_to_those_who_like_it_as_well_as_gzip(header, coding):
    assert coding_of(header) == coding


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True), ("gzip, deflate, br, zstd", True), ("br;q=1.0, GZIP;q=0.8", True), ("*", True),
        ("x-gzip", True), ("gzip ; q=0.5", True), ("", False), (None, False), ("identity", False), ("gzip;q=0", False),
        ("gzip;q=0.000", False), ("*;q=0", False), ("gzip;q=0, *", False), ("*, gzip;q=0", False), ("br", False),
        ("gzip;q=x", False), ("gzipped", False),
    ],
)  # fmt: skip
def test_gzip_goes_only_to_those_who_accept_it(header, accepted):
    assert (coding_of(header) != PLAIN) is accepted


@given(st.text())
def test_no_header_is_too_odd_to_be_read(header):
    coding_of(header)
    prefers(header, "image/webp")
    matches(header, '"a"')
    try:
        found = byte_range(header, 100)
    except ValueError:
        return
    assert found is None or 0 <= found[0] <= found[1] < 100


@given(st.text())
def test_another_spelling_is_a_plain_path_and_stays_with_us(path):
    if not is_trick("/" + path):
        for spelling in other_spellings("/" + path):
            assert spelling.startswith("/")
            assert not spelling.startswith("//")
            told = location(spelling)
            assert told is not None
            assert told.isascii()
            assert told.isprintable()


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", ""])
def test_a_redirect_never_leads_out_of_sight(target):
    assert location(target) is None


def test_a_language_is_a_whole_first_segment():
    languages = ("en", "km")
    assert [language_of(p, languages) for p in ("/", "/km", "/km/", "/km/a", "/kma", "/en/a", "/a/km")] == [
        "en", "km", "km", "km", "en", "en", "en",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("client", "forwarded", "reader"),
    [
        ("10.0.0.1:80", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1:80", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("10.0.0.1:80", "10.0.0.3", "10.0.0.3"),
        ("10.0.0.1:80", None, "10.0.0.1"),
        ("203.0.113.9:80", "1.1.1.1", "203.0.113.9"),
        ("[::1]:80", "2001:db8::1", "2001:db8::1"),
        ("[2001:db8::2]:80", "1.1.1.1", "2001:db8::2"),
        ("10.0.0.1:80", "garbage", "garbage"),
    ],
)
def test_only_a_trusted_proxy_says_who_the_reader_is(client, forwarded, reader):
    assert client_address(client, forwarded, trusted=networks(("10.0.0.0/8", "::1"))) == reader
