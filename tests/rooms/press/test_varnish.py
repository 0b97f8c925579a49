"""A real Varnish, with the configuration that `broadsheet doctor --varnish` prints, forgets what is no longer true."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path

import pytest
from cast import NOW, Cast
from kiosk_process import kiosk_of
from tests.varnish_server import varnish

from broadsheet.cli.varnish import varnish_vcl
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.caches import Servers
from broadsheet.press.models import Purge
from broadsheet.press.purging import SETTLING, note, tell
from broadsheet.press.run import Press
from broadsheet.stories import acts

DUE = NOW + SETTLING
MARKET = "/2026/11/23/market"


def addresses() -> set[str]:
    return set(Purge.objects.values_list("address", flat=True))


@pytest.fixture
def silent(paper: PaperFile, tmp_path: Path) -> PaperFile:
    return replace(paper, folder=tmp_path / "paper")


@pytest.fixture
def works(cast: Cast, silent: PaperFile) -> Iterator[Press]:
    """A press whose edition is a file, for a kiosk in a process of its own."""
    writer = EditionWriter(silent.edition)
    works = Press(PaperNewsroom(silent), writer)
    works.run_once(NOW)
    yield works
    writer.close()


@pytest.fixture(name="varnish")
def _varnish(works: Press, silent: PaperFile, tmp_path: Path) -> Iterator[int]:
    """The port of a Varnish in front of a kiosk that serves the cast."""
    with kiosk_of(silent.edition) as kiosk, varnish(varnish_vcl(silent, [f"127.0.0.1:{kiosk}"]), tmp_path) as port:
        yield port


def ask(port: int, address: str) -> tuple[int, bool]:
    """The status at `address`, and whether it came out of the cache."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address, headers={"Host": "news.example", "Accept-Encoding": "gzip"})
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, len(response.headers["X-Varnish"].split()) == 2


def test_a_real_varnish_forgets_what_was_withdrawn(works: Press, cast: Cast, varnish: int) -> None:
    edition = works.writer.reading
    cache = Servers([f"http://127.0.0.1:{varnish}"], host="news.example", bans=True)
    note(edition, NOW)
    assert tell(cache, edition, DUE) == 1
    picture = f"/media/{sorted(edition.media_of('/2026/11/23/flood'))[0]}"
    for address in (MARKET, "/2026/11/23/flood", picture):
        ask(varnish, address)
        assert ask(varnish, address) == (200, True)
    acts.withdraw(cast.market, by=None, now=NOW)
    acts.withdraw(cast.flood, by=None, now=NOW)
    works.run_once(NOW)
    assert ask(varnish, MARKET) == (200, True), "nobody has told it yet"
    note(edition, NOW)
    assert {MARKET, picture} <= addresses()
    # The kiosk notices in its own time; until then the cache may have fetched the old page again.
    until = time.monotonic() + 30
    while ask(varnish, MARKET)[0] != 410 and time.monotonic() < until:
        tell(cache, edition, DUE)
        cache.forget([MARKET])
    assert ask(varnish, MARKET)[0] == 410
    assert ask(varnish, "/2026/11/23/flood")[0] == 410
    assert ask(varnish, picture)[0] == 410
    assert addresses() == set()
    ask(varnish, "/robots.txt")
    assert ask(varnish, "/robots.txt") == (200, True)
    assert cache.forget_all() == ""
    assert ask(varnish, "/robots.txt") == (200, False)
