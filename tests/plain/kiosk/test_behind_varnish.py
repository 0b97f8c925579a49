"""The configuration that `broadsheet doctor --varnish` prints, in a real Varnish before two real kiosks."""

from __future__ import annotations

import time
from http.client import HTTPConnection

import pytest
from tests.varnish_server import varnish

from broadsheet.cli.paper_toml import paper_toml
from broadsheet.cli.varnish import varnish_vcl
from broadsheet.paperfile import read

PAGE = "/world/story-1"


@pytest.fixture
def kiosks(paper, serve):
    return serve(), serve()


@pytest.fixture
def ask(kiosks, tmp_path):
    """Ask through Varnish: status, headers, body, and whether it came out of the cache."""
    (tmp_path / "paper.toml").write_text(paper_toml(name="The Courier", languages=["en", "km"], timezone="UTC"))
    vcl = varnish_vcl(read(tmp_path), [f"127.0.0.1:{kiosk.port}" for kiosk in kiosks])
    with varnish(vcl, tmp_path) as port:

        def asking(path, method="GET", *, host="news.example", **headers):
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            named = {"Host": host, "User-Agent": "Mozilla/5.0 Firefox/119.0"}
            connection.request(method, path, headers=named | {k.replace("_", "-"): v for k, v in headers.items()})
            answer = connection.getresponse()
            raw = answer.read()
            connection.close()
            held = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, held, raw, len(held.get("x-varnish", "").split()) == 2

        yield asking


def eventually(claim, seconds=40):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if claim():
            return True
        time.sleep(0.1)
    return False


def test_readers_get_fresh_lists_from_the_cache_and_pages_from_whichever_kiosk_lives(ask, kiosks, paper):
    ask("/world/story-2")
    old_at = time.monotonic() + 11
    status, headers, page, cached = ask(PAGE)
    assert (status, cached, page.count(b"<li>")) == (200, False, 6)
    # Another question mark, another host, a cookie: the same page from the cache, packed for who takes it.
    assert ask(PAGE + "?utm_source=x", host="evil.example", Cookie="a=b")[2:] == (page, True)
    packed = ask(PAGE, Accept_Encoding="br, gzip")
    assert packed[1]["content-encoding"] == "gzip" and len(packed[2]) < len(page)
    assert ask(PAGE, If_None_Match=headers["etag"])[0] in (200, 304)
    assert ask(PAGE + "/")[0] == 301
    assert ask("/../etc/passwd")[0] in (400, 404)
    # A search's question is part of its address.
    ask("/search?q=one")
    assert not ask("/search?q=two")[3] and ask("/search?q=two")[3]
    assert ask("/media/ab2.jpg", Range="bytes=10-19")[::2] == (206, bytes(range(10, 20)))

    # A view counts, and the list that it changes is there within what Cache-Control says.
    assert ask("/-/view?2", "POST", Content_Length="0")[0] == 204
    assert eventually(lambda: b'<ol><li><a href="/world/story-2">' in ask(PAGE)[2])
    assert int(ask(PAGE)[1]["age"]) <= 10

    # What Varnish is told has changed is asked for anew at once.
    with paper.writer.run() as run:
        paper.kill(run, 1)
    assert all(eventually(lambda kiosk=kiosk: kiosk.get(PAGE).status == 410) for kiosk in kiosks)
    assert ask(PAGE, "PURGE")[0] == 200
    assert ask(PAGE)[0] == 410

    # One kiosk dies, then the other: pages go on from the other one, then from the cache, however old.
    kiosks[0].kill()
    assert [ask(f"/world/story-{number}")[0] for number in (3, 4, 5, 6)] == [200] * 4
    assert eventually(lambda: time.monotonic() > old_at)
    kiosks[1].kill()
    assert [ask(path)[0] for path in ("/world/story-2", "/world/story-3", "/world/story-7")] == [200, 200, 503]
    assert int(ask("/world/story-2")[1]["age"]) > 10
