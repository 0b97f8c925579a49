"""Feeds on the web are asked politely, taken once, and their bodies and pictures fetched where the source says so."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from looking import Surroundings, copy, item, look
from loopback import Server, answer, serving
from PIL import Image

from broadsheet.wire.models import Item, ItemPicture, RawItem, Source, SourceHealth, Version, picture_folder
from broadsheet.wire.sealing import Secret

pytestmark = pytest.mark.django_db

FEED = "<rss version='2.0'><channel><title>Tides</title><pubDate>{built}</pubDate>{entries}</channel></rss>"
ENTRY = "<item><guid isPermaLink='false'>tide-{n}</guid><title>{title}</title><description>Water.</description></item>"


@pytest.fixture
def around(tmp_path: Path) -> Iterator[Surroundings]:
    yield Surroundings(tmp_path)
    shutil.rmtree(picture_folder(), ignore_errors=True)


def source_at(server: Server, path: str = "/feed", **others: Any) -> Source:
    address = f"http://127.0.0.1:{server.port}{path}"
    return Source.objects.create(slug="web", name="Web", kind=Source.Kind.FEED, address=address, **others)


def health(source: Source) -> SourceHealth:
    return SourceHealth.objects.get(source=source)


def rss(*numbers: int, built: str = "1", title: str = "High tide") -> bytes:
    entries = "".join(ENTRY.format(n=number, title=f"{title} {number}") for number in numbers)
    return FEED.format(built=built, entries=entries).encode()


def test_a_feed_is_taken_entry_by_entry_and_asked_for_what_is_newer(around: Surroundings) -> None:
    bodies = [rss(1, 2), rss(1, 2, 3)]

    def answering(head: bytes) -> list[bytes]:
        if b'If-None-Match: "1"' in head and len(server.requests) == 2:
            return [answer(status="304 Not Modified")]
        return [answer(bodies[len(server.requests) > 1], ETag='"1"')]

    with serving(answering) as server:
        source = source_at(server)
        means = around.means(f"127.0.0.1:{server.port}")
        assert look(source, means).counts.taken == 1
        assert sorted(Item.objects.values_list("guid", flat=True)) == ["tide-1", "tide-2"]
        around.later(minutes=1)
        assert look(source, means).counts.taken == 0
        around.later(minutes=1)
        assert look(source, means).counts.taken == 1
    assert Item.objects.count() == 3
    assert [one.what for one in around.told] == ["new", "new", "replay", "replay", "new"]
    assert RawItem.objects.first().name == "127.0.0.1/feed"  # type: ignore[union-attr]


def test_a_feed_in_which_only_the_clock_has_changed_leaves_nothing(around: Surroundings) -> None:
    with serving(lambda _: [answer(rss(1, built=str(len(server.requests))))]) as server:
        source = source_at(server)
        taken = []
        for _ in range(3):
            taken.append(look(source, around.means(f"127.0.0.1:{server.port}")).counts.taken)
            around.later(minutes=1)
    assert taken == [1, 0, 0]
    assert (RawItem.objects.count(), Version.objects.count()) == (1, 1)
    assert source.days.get().items == 1


@pytest.mark.parametrize("raw", [copy(1, 2), b"<newsMessage/>"])
def test_other_formats_come_over_http_too(around: Surroundings, raw: bytes) -> None:
    with serving(answer(raw)) as server:
        done = look(source_at(server), around.means(f"127.0.0.1:{server.port}"))
    assert Item.objects.count() == (2 if raw.startswith(b"[") else 0)
    assert bool(done.error) == (not raw.startswith(b"["))


def test_what_can_not_be_read_is_an_error_of_the_source_until_it_can(around: Surroundings) -> None:
    bodies = [b"<html>Sign in</html>", b"<html>Sign in</html>", rss(1)]
    with serving(lambda _: [answer(bodies[len(server.requests) - 1], ETag='"x"')]) as server:
        source = source_at(server)
        means = around.means(f"127.0.0.1:{server.port}")
        assert look(source, means).error.startswith("What came can't be read: ")
        around.later(hours=2)
        assert look(source, means).error
        assert (health(source).failures, health(source).etag) == (2, "")
        around.later(hours=2)
        assert look(source, means).error == "" == health(source).error
    assert RawItem.objects.filter(outcome="refused").count() == 1


def test_a_failing_source_is_asked_less_and_less_and_as_late_as_it_wishes(around: Surroundings) -> None:
    with serving(answer(status="500 Oops")) as server:
        source = source_at(server, every_seconds=60)
        pauses = []
        for _ in range(9):
            look(source, around.means(f"127.0.0.1:{server.port}"))
            pauses.append((health(source).next_look_at - around.now).total_seconds())  # type: ignore[operator]
            around.now = health(source).next_look_at  # type: ignore[assignment]
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    with serving(answer(status="429 Slow", Retry_After="7200")) as server:
        Source.objects.update(address=f"http://127.0.0.1:{server.port}/")
        look(source, around.means(f"127.0.0.1:{server.port}"))
    assert (health(source).next_look_at - around.now).total_seconds() == 7200  # type: ignore[operator]


def test_a_password_shows_nowhere(around: Surroundings, caplog: pytest.LogCaptureFixture) -> None:
    """Not where a server throws it back, and not in what is stored."""
    caplog.set_level("DEBUG")
    password = "sea-level-9"
    with serving(answer(status=f"401 {password}")) as server:
        source = source_at(server, login=Source.Login.BASIC, login_name="maly")
        source.keep_secret(Secret(password))
        done = look(source, around.means(f"127.0.0.1:{server.port}"))
    assert b"Authorization: Basic bWFseTpzZWEtbGV2ZWwtOQ==" in server.requests[0]
    assert "401" in health(source).error
    from django.core import serializers
    from django.db import connection

    rows = [*Source.objects.all(), *SourceHealth.objects.all()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM wire_sourcesecret")
        stored = str(cursor.fetchall())
    said = f"{done}{source!r}{serializers.serialize('json', rows)}{stored}{caplog.text}{source.secret}"
    assert password not in said and "bWFseTpzZWE" not in said


def test_a_secret_that_can_not_be_read_any_more_is_asked_for(around: Surroundings) -> None:
    from broadsheet.wire.models import SourceSecret

    with serving(answer(rss(1))) as server:
        source = source_at(server, login=Source.Login.BASIC, login_name="maly")
        source.keep_secret(Secret("x"))
        SourceSecret.objects.update(sealed="gAAAAA")
        done = look(source, around.means(f"127.0.0.1:{server.port}"))
    assert "Enter it again." in done.error and not server.requests


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize((60, 40)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def with_picture(href: str, version: int = 1) -> bytes:
    rendition = {"original": {"href": href, "mimetype": "image/jpeg", "width": 60, "height": 40}}
    photo = {"uri": "urn:example:photo", "type": "picture", "headline": "Tide", "renditions": rendition}
    return json.dumps(item(version, associations={"main": photo})).encode()


@pytest.mark.parametrize("href", ["/photo.jpg", "photo.jpg", "http://127.0.0.1:{port}/photo.jpg"])
def test_pictures_are_fetched_where_the_source_says_so_and_only_once(around: Surroundings, href: str) -> None:
    def answering(head: bytes) -> list[bytes]:
        version = len([one for one in server.requests if b"/feed" in one])
        feed = answer(with_picture(href.format(port=server.port), version))
        return [answer(jpeg()) if b"/photo.jpg" in head else feed]

    with serving(answering) as server:
        source = source_at(server, fetches_files=False)
        means = around.means(f"127.0.0.1:{server.port}")
        look(source, means)
        assert not ItemPicture.objects.get().file
        Source.objects.update(fetches_files=True)
        for _ in range(2):
            around.later(hours=1)
            look(source, means)
    files = [bool(row.file) for row in ItemPicture.objects.order_by("pk")]
    assert files == [False, True, True]
    assert len([one for one in server.requests if b"/photo.jpg" in one]) == 1


@pytest.mark.parametrize("href", ["http://169.254.169.254/a.jpg", "http://127.0.0.1:1/a.jpg", "file:///etc/passwd"])
def test_an_item_can_not_make_us_fetch_from_inside_the_network(around: Surroundings, href: str) -> None:
    with serving(answer(with_picture(href))) as server:
        look(source_at(server, fetches_files=True), around.means(f"127.0.0.1:{server.port}"))
    assert not ItemPicture.objects.get().file
    assert "“Tide” is missing" in Version.objects.get().warnings[0]


NITF = (
    b"<nitf><head/><body><body.head><hedline><hl1>High tide</hl1></hedline></body.head>"
    b"<body.content><p>Water comes in.</p></body.content></body></nitf>"
)


def ap_item(port: int) -> bytes:
    story = {
        "type": "text",
        "headline": "High tide",
        "altids": {"itemid": "tide"},
        "version": 1,
        "uri": "https://x/tide",
    }
    story["renditions"] = {"nitf": {"href": f"http://127.0.0.1:{port}/body.nitf", "fileextension": "xml"}}
    return json.dumps({"api_version": "1.0", "data": {"items": [{"meta": {}, "item": story}]}}).encode()


@pytest.mark.parametrize("body", [answer(NITF), answer(status="404 Not Found")])
def test_a_body_that_an_item_names_by_address_is_fetched(around: Surroundings, body: bytes) -> None:
    with serving(lambda head: [body if b"/body.nitf" in head else answer(ap_item(server.port))]) as server:
        source = source_at(server, "/feed", fetches_files=True)
        look(source, around.means(f"127.0.0.1:{server.port}"))
        around.later(hours=1)
        look(source, around.means(f"127.0.0.1:{server.port}"))
    version = Version.objects.get()
    if b"200" in body[:15]:
        assert "Water comes in." in version.dispatch.body_html
        assert len([one for one in server.requests if b"/body.nitf" in one]) == 1
    else:
        assert "Its text was not fetched" in " ".join(version.dispatch.warnings)
