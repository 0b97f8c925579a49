"""What machines get of a paper: feeds in three formats, structured data, and the files at the root."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import feedparser
import pytest
from cast import NOW, Cast
from lxml import html
from what_readers_get import read

from broadsheet.edition.store import Edition
from broadsheet.edition.writing import EditionWriter
from broadsheet.kiosk import oembed
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press
from broadsheet.stories import acts

HOMES = ("", "/km", "/world", "/by/sok-dara", "/topic/mekong")

NO_ANSWERS = ["Disallow: /search?", "Disallow: /km/search?"]
"""Searches have no end."""


@pytest.fixture
def edition(cast: Cast, pressed: Press) -> Edition:
    return pressed.writer.reading


def test_every_page_that_lists_stories_has_a_feed_in_three_formats(edition: Edition) -> None:
    for home in HOMES:
        rss, atom = (feedparser.parse(read(edition, home + name).encode()) for name in ("/rss.xml", "/atom.xml"))
        feed = json.loads(read(edition, home + "/feed.json"))
        assert (rss.bozo, atom.bozo) == (False, False), home
        assert (rss.version, atom.version) == ("rss20", "atom10")
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        links = [[entry.link for entry in parsed.entries] for parsed in (rss, atom)]
        assert links[0] == links[1] == [item["url"] for item in feed["items"]] != []
        assert feed["feed_url"].endswith(home + "/feed.json")


def test_feeds_agree_about_when_a_story_came_and_changed(edition: Edition) -> None:
    atom = feedparser.parse(read(edition, "/world/atom.xml").encode())
    item = json.loads(read(edition, "/world/feed.json"))["items"][0]
    assert datetime.fromisoformat(item["date_published"]) == NOW
    assert (atom.entries[0].published, atom.entries[0].updated) == (item["date_published"], item["date_modified"])
    assert atom.feed.updated == max(entry.updated for entry in atom.entries)


def test_pages_lead_to_their_feeds(edition: Edition) -> None:
    page = html.fromstring(read(edition, "/world"))
    led_to = set(page.xpath("//link[@rel='alternate'][@title]/@href"))
    assert {"/rss.xml", "/world/rss.xml", "/world/atom.xml", "/world/feed.json"} <= led_to
    assert all(edition.has_page(address) for address in led_to)


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/", {"WebSite", "NewsMediaOrganization", "ItemList"}),
        ("/world", {"CollectionPage", "NewsMediaOrganization", "BreadcrumbList"}),
        ("/by/sok-dara", {"ProfilePage", "NewsMediaOrganization", "BreadcrumbList"}),
        ("/2026/11/23/flood", {"NewsArticle", "NewsMediaOrganization", "BreadcrumbList"}),
    ],
)
def test_structured_data_says_what_the_page_is_and_refers_to_what_is_there(
    edition: Edition, address: str, kinds: set[str]
) -> None:
    [text] = html.fromstring(read(edition, address)).xpath("//script[@type='application/ld+json']/text()")
    graph = json.loads(text)["@graph"]
    assert {thing["@type"] for thing in graph} == kinds
    defined = {thing["@id"] for thing in graph if "@id" in thing}
    referred = {found["@id"] for found in _all(graph) if set(found) == {"@id"}}
    assert referred <= defined
    for found in _all(graph):
        for key in ("url", "item", "mainEntityOfPage"):
            if key in found:
                path = re.sub(r"^https?://[^/]+", "", found[key]) or "/"
                held = path.startswith(("/media/", "/theme/")) or edition.has_page(path)
                assert held, f"{key}: {found[key]} leads nowhere"


def _all(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _all(part)


def test_a_story_names_its_writer_its_picture_and_the_way_to_it(edition: Edition) -> None:
    [text] = html.fromstring(read(edition, "/2026/11/23/flood")).xpath("//script[@type='application/ld+json']/text()")
    article, _, way = json.loads(text)["@graph"]
    assert [who["name"] for who in article["author"]] == ["Sok Dara"]
    assert article["image"]["creditText"] == "Sok Dara/Courier"
    assert article["keywords"] == ["Mekong"]
    assert [step["name"] for step in way["itemListElement"]][1:] == ["World", "Flood water reaches the old bridge"]


def test_robots_are_told_whom_the_paper_refuses(edition: Edition) -> None:
    text = read(edition, "/robots.txt")
    groups = [group.splitlines() for group in text.strip().split("\n\n")]
    assert groups[0] == ["User-agent: *", "Content-Signal: search=yes, ai-train=no", "Disallow: /-/", *NO_ANSWERS]
    assert "User-agent: GPTBot" in groups[1] and groups[1][-1] == "Disallow: /"
    assert all(re.fullmatch(r"Sitemap: http\S+\.xml", line) for line in groups[2])


def test_mining_is_reserved_unless_the_paper_says_otherwise(edition: Edition) -> None:
    assert json.loads(read(edition, "/.well-known/tdmrep.json")) == [{"location": "/", "tdm-reservation": 1}]


@pytest.mark.parametrize(("prefix", "language"), [("", "en"), ("/km", "km")])
def test_a_phone_can_put_the_paper_on_its_screen(edition: Edition, prefix: str, language: str) -> None:
    manifest = json.loads(read(edition, f"{prefix}/manifest.webmanifest"))
    assert (manifest["lang"], manifest["start_url"]) == (language, prefix or "/")
    assert all(edition.has_page(icon["src"]) for icon in manifest["icons"])
    page = html.fromstring(read(edition, prefix or "/"))
    assert page.xpath("//link[@rel='manifest']/@href") == [f"{prefix}/manifest.webmanifest"]
    assert edition.has_page(page.xpath("string(//link[@rel='apple-touch-icon']/@href)"))
    assert edition.has_page("/favicon.ico")


def test_a_themes_files_stand_at_the_root(cast: Cast, paper: PaperFile, tmp_path: Path) -> None:
    own = replace(paper, folder=tmp_path / "own")
    for name, words in {"ads.txt": "a", ".well-known/security.txt": "b", "robots.txt": "c", "run.sh": "d"}.items():
        path = own.theme / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, "utf-8")
    writer = EditionWriter(own.edition)
    Press(PaperNewsroom(own), writer).run_once(NOW)
    assert [read(writer.reading, at) for at in ("/ads.txt", "/.well-known/security.txt", "/robots.txt")] == list("abc")
    assert not writer.reading.has_page("/run.sh")
    writer.close()


def test_the_worker_is_told_what_to_keep_and_clears_up_where_the_paper_keeps_nothing(
    cast: Cast, pressed: Press, paper: PaperFile
) -> None:
    edition = pressed.writer.reading
    worker = read(edition, "/sw.js")
    assert '["/","/saved","/km","/km/saved"]' in worker
    files = json.loads(re.search(r"const FILES = (\[.*?\]);", worker)[1])  # type: ignore[index]
    assert files and all(edition.has_page(address) for address in files)
    for address in ("/saved", "/km/saved"):
        assert edition.has_page(address)
        assert "noindex" in read(edition, address)
    off = Press(PaperNewsroom(replace(paper, offline=False)), pressed.writer)
    off.run_all(NOW)
    assert "unregister" in read(edition, "/sw.js")
    assert not edition.has_page("/saved")
    assert "offline" not in read(edition, "/")
    assert 'class="keep"' not in read(edition, "/2026/11/23/flood")


def ask_oembed(edition: Edition, **query: str) -> tuple[int, dict[str, Any]]:
    status, _, body = oembed.answer(edition, urlencode(query))
    return status, json.loads(body) if status == 200 else {}


def test_other_sites_learn_what_a_story_is(cast: Cast, pressed: Press) -> None:
    edition = pressed.writer.reading
    page = html.fromstring(read(edition, "/2026/11/23/flood"))
    (place,) = page.xpath("//link[@type='application/json+oembed']/@href")
    (canonical,) = page.xpath("//link[@rel='canonical']/@href")
    status, said = ask_oembed(edition, **dict(parse_qsl(urlsplit(place).query)))
    assert (status, said["type"], said["version"]) == (200, "link", "1.0")
    assert said["title"] == cast.flood.title
    assert said["provider_name"] == "The Test Courier"
    assert canonical.startswith(said["provider_url"])
    assert said["thumbnail_url"] in page.xpath("//meta[@property='og:image']/@content")
    acts.withdraw(cast.flood, by=None, now=NOW)
    pressed.run_once(NOW)
    assert ask_oembed(edition, url=canonical) == (404, {})


def test_what_is_no_story_of_ours_is_told_so(edition: Edition) -> None:
    asked = {
        "": 400,
        "url=": 400,
        "url=" + "x" * 3_000: 400,
        "&".join(["url=a"] * 50): 400,
        "url=http%3A%2F%2F%5B": 404,
        "url=https://elsewhere.example/2026/11/23/flood": 404,
        "url=/2026/11/23/flood": 404,
        "url=%00": 404,
        "url=/world": 404,
        "url=!404/en": 404,
        "url=x&format=xml": 501,
    }
    for query, status in asked.items():
        found, _, body = oembed.answer(edition, query)
        assert (found, body[-2:]) == (status, b".\n"), query
