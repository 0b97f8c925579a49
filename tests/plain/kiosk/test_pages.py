"""What a reader gets for an address."""

from __future__ import annotations

import gzip
import sqlite3
from urllib.parse import quote

import pytest

from broadsheet.kiosk.headers import FOREVER

KHMER = quote("/km/ប្រធានបទ/ទន្លេ")


def test_a_page_holds_the_newest_stories_while_nobody_has_read(ask):
    text = ask("/world/story-1").text
    assert [n for n in range(9) if f'href="/world/story-{n}"' in text] == [3, 4, 5, 6, 7, 8]


def test_the_chart_goes_before_the_newest_and_nothing_stands_twice(kiosk, ask):
    kiosk.standing.order = [2, 8, 999]
    kiosk.refresh_lists()
    text = ask("/world/story-1").text
    places = [text.index(f'href="/world/story-{n}"') for n in (2, 8, 7, 6, 5, 4)]
    assert places == sorted(places)
    assert text.count("<li>") == 6


def test_each_language_has_its_own_list(kiosk, ask):
    kiosk.standing.order = [21, 2]
    kiosk.refresh_lists()
    khmer, english = ask("/km/world/story-22").text, ask("/world/story-1").text
    assert '<ol><li><a href="/km/world/story-21">' in khmer
    assert '<ol><li><a href="/world/story-2">' in english


def test_a_new_order_reaches_pages_that_were_ready(kiosk, ask):
    before = ask("/world/story-1")
    kiosk.standing.order = [3]
    kiosk.refresh_lists()
    after = ask("/world/story-1")
    assert '<ol><li><a href="/world/story-3">' in after.text
    assert before.headers["etag"] != after.headers["etag"]


def test_the_same_order_keeps_what_was_ready(kiosk, ask):
    ask("/world/story-1")
    kept = dict(kiosk.cache.ready)
    kiosk.refresh_lists()
    assert kiosk.cache.ready == kept != {}


def test_a_changed_page_is_forgotten_and_the_others_are_not(kiosk, ask, paper, page_of):
    ask("/world/story-1"), ask("/rss.xml")
    with paper.writer.run() as run:
        run.put_page(page_of("/rss.xml", "<rss>2</rss>", content_type="application/rss+xml"))
    kiosk.look()
    assert ask("/rss.xml").text == "<rss>2</rss>"
    assert "/world/story-1" in kiosk.cache.ready


def test_a_withdrawn_story_is_gone_from_page_list_and_photos_at_once(kiosk, ask, paper):
    kiosk.standing.order = [2, 1]
    kiosk.refresh_lists()
    assert "Headline 2" in ask("/world/story-1").text
    assert ask("/media/ab2.jpg").status == 200
    with paper.writer.run() as run:
        paper.kill(run, 2)
    kiosk.look()
    assert "Headline 2" not in ask("/world/story-1").text
    gone = ask("/world/story-2")
    assert (gone.status, gone.text.startswith("<p>Withdrawn, en.")) == (410, True)
    # The file still lies there: nobody has swept yet.
    assert ask("/media/ab2.jpg").status == 404


def test_every_rendition_that_was_public_once_answers_410(ask, paper, kiosk):
    names = [f"{7:032x}-{width}.{ending}" for width in (400, 1600) for ending in ("avif", "webp", "jpg")]
    with paper.writer.run() as run:
        run.hold("/world/story-1", names)
    # Held, but there is no file: nothing was withdrawn.
    assert {ask(f"/media/{name}").status for name in names} == {404}
    with paper.writer.run() as run:
        run.hold("/world/story-1", [])
    kiosk.look()
    assert {ask(f"/media/{name}").status for name in names} == {410}
    assert ask(f"/media/{'z' * 32}-400.jpg").status == 404


def test_query_strings_make_no_variants(kiosk, ask):
    ask("/world/story-1")
    assert len([key for key in kiosk.cache.ready if key.startswith("/world/story-1")]) == 1


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/world/story-1/", "/world/story-1"),
        ("//world///story-1", "/world/story-1"),
        ("/World/STORY-1", "/world/story-1"),
        ("/KM/world/story-21/", "/km/world/story-21"),
        ("//", "/"),
        ("/old-address", "/world/story-1"),
        ("/Old-Address/", "/world/story-1"),
        ("/ចាស់", KHMER),
    ],
)  # fmt: skip
def test_another_spelling_leads_to_the_one_address(ask, asked, canonical):
    answer = ask(asked)
    assert (answer.status, answer.headers["location"]) == (301, canonical)


def test_a_decomposed_address_leads_to_the_composed_one(ask, paper, kiosk, page_of):
    with paper.writer.run() as run:
        run.put_page(page_of("/caf\u00e9", "Coffee"))
    kiosk.look()
    assert ask("/cafe\u0301").headers["location"] == "/caf%C3%A9"


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/", "/nowhere/", "/Nowhere", "/!404/en", "/media/"])
def test_no_spelling_of_nothing_leads_anywhere(ask, path):
    answer = ask(path)
    assert answer.status == 404
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/..",
        "/a/../b",
        "/./a",
        "/a\\b",
        "/\\evil",
        "/\x00",
        "/%2e",
        "/\ufffd",
        "/a\nb",
        "*",
        "",
        "!404/en",
        "/" + "a" * 2048,
        "/" + "ក" * 700,
    ],
)
def test_a_trick_is_refused_as_it_stands(ask, path):
    answer = ask(path)
    assert answer.status == 400
    assert answer.raw == b"There is no such address.\n"


def test_missing_pages_speak_the_language_of_their_address(ask):
    assert (ask("/nowhere").status, ask("/nowhere").text[:18]) == (404, "<p>Not found, en.<")
    assert ask("/km/nowhere").text.startswith("<p>Not found, km.")
    assert ask("/kmx/nowhere").text.startswith("<p>Not found, en.")
    assert "etag" not in ask("/nowhere").headers


def test_a_flood_of_missing_pages_fills_no_cache(ask, kiosk):
    for number in range(100):
        ask(f"/nowhere/{number}")
    assert list(kiosk.cache.ready) == ["!404/en"]


def test_a_tombstone_answers_gone_under_any_spelling(ask):
    assert [ask(path).status for path in ("/world/withdrawn", "/World/Withdrawn/")] == [410, 410]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "FOO"])
def test_only_get_and_head_are_allowed_on_pages(ask, method):
    answer = ask("/world/story-1", method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_only_post_is_allowed_on_the_beacon(ask):
    assert (ask("/-/view").status, ask("/-/view").headers["allow"]) == (405, "POST")


def test_a_held_version_is_not_sent_again(ask):
    first = ask("/world/story-1")
    etag = first.headers["etag"]
    assert etag.startswith('"')
    for held in (etag, f"W/{etag}", f'"other", {etag}', "*", f'W/"x",W/{etag}'):
        answer = ask("/world/story-1", if_none_match=held)
        assert (answer.status, answer.raw) == (304, b"")
        assert answer.headers == {k: first.headers[k] for k in ("etag", "cache-control", "vary")}
    for held in ('"other"', etag.strip('"'), etag[:-1]):
        assert ask("/world/story-1", if_none_match=held).status == 200


def test_a_held_version_is_not_sent_again_by_a_kiosk_that_has_just_begun(ask, kiosk):
    etag = ask("/world/story-1").headers["etag"]
    kiosk.cache.clear()
    assert ask("/world/story-1", if_none_match=etag).status == 304


def test_gzip_and_plain_have_other_etags(ask):
    packed, plain = ask("/world/story-1"), ask("/world/story-1", accept_encoding="gzip;q=0, identity")
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.body == plain.raw == gzip.decompress(packed.raw)
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"


def test_html_may_run_and_load_only_what_is_ours(ask):
    for path in ("/", "/nowhere", "/world/withdrawn", "/-/health", "/old-address"):
        headers = ask(path).headers
        policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
        assert policy["default-src"] == "'none'"
        assert set(policy.values()) == {"'none'", "'self'"}
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert not headers.keys() & {"server", "set-cookie", "x-powered-by"}


def test_what_is_named_by_its_content_may_be_kept_for_ever(ask):
    assert ask("/static/paper.0a1b2c3d4e.css").headers["cache-control"] == FOREVER
    assert ask("/media/ab1.jpg").headers["cache-control"] == FOREVER
    assert ask("/rss.xml").headers["cache-control"].startswith("public, max-age=300")
    assert ask("/").headers["cache-control"].startswith("public, max-age=5, s-maxage=5,")


def test_only_photos_that_the_edition_names_are_served(ask, paper):
    stray = paper.writer.media_folder / "zz" / "zz9.jpg"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"stray")
    assert [ask(f"/media/{name}").status for name in ("zz9.jpg", "ab3.jpg", "AB1.jpg", "ab1.gif", "ab/ab1.jpg")] == [
        404
    ] * 5


@pytest.mark.parametrize(
    ("wanted", "status", "length"),
    [
        ("bytes=0-9", 206, 10), ("bytes=250-", 206, 6), ("bytes=-6", 206, 6), ("bytes=-900", 206, 256),
        ("bytes=0-9999", 206, 256), ("bytes=256-", 416, 0), ("bytes=-0", 416, 0), ("bytes=9-3", 200, 256),
        ("bytes=0-1,4-5", 200, 256), ("lines=0-1", 200, 256), ("bytes=-", 200, 256), ("bytes=x-y", 200, 256),
    ],
)  # fmt: skip
def test_a_part_of_a_photo_is_sent_when_it_is_there(ask, wanted, status, length):
    answer = ask("/media/ab1.jpg", range=wanted)
    assert (answer.status, len(answer.raw)) == (status, length)


def test_a_part_of_another_version_is_the_whole_photo(ask):
    assert ask("/media/ab1.jpg", range="bytes=0-9", if_range='"other"').status == 200
    assert ask("/media/ab1.jpg", range="bytes=0-9", if_range='"ab1.jpg"').status == 206
    assert ask("/media/ab1.jpg", if_none_match='"ab1.jpg"').status == 304


def test_a_locked_ranking_keeps_no_reader_waiting(ask, config):
    with sqlite3.connect(config.ranking) as ranking:
        ranking.execute("BEGIN EXCLUSIVE")
        assert ask("/-/view", "POST", body=b"2").status == 204
        assert ask("/world/story-1").text.count("<li>") == 6
    ranking.close()


def test_other_sites_are_told_how_to_ask_for_a_story(ask):
    assert (ask("/oembed").status, ask("/oembed").headers["content-type"]) == (400, "text/plain; charset=utf-8")
