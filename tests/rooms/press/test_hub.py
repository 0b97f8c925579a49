"""A WebSub hub hears of the feeds that changed, of nothing else, and again where it did not hear."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs

import feedparser
import pytest
from cache_stand_in import StandIn, stand_in
from cast import NOW, Cast
from what_readers_get import read

from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile, PurgePlan
from broadsheet.press.caches import cache_of
from broadsheet.press.models import Purge
from broadsheet.press.purging import SETTLING, note, tell
from broadsheet.press.run import Press
from broadsheet.stories import acts

DUE = NOW + SETTLING


@pytest.fixture
def hub() -> Iterator[StandIn]:
    with stand_in() as server:
        yield server


@pytest.fixture
def followed(paper: PaperFile, hub: StandIn) -> PaperFile:
    return replace(paper, machines=replace(paper.machines, hub=hub.url + "/hub"))


def heard(hub: StandIn) -> set[str]:
    return {parse_qs(body.decode())["hub.url"][0] for method, path, _, body in hub.told if path == "/hub"}


def test_a_hub_hears_of_the_feeds_that_changed_until_it_has(
    cast: Cast, pressed: Press, followed: PaperFile, hub: StandIn
) -> None:
    teller = cache_of(followed)
    assert teller is not None
    edition = pressed.writer.reading
    note(edition, NOW)
    tell(teller, edition, DUE)
    assert hub.told == []
    acts.withdraw(cast.market, by=None, now=NOW)
    run = pressed.run_once(NOW)
    assert run is not None
    note(edition, NOW)
    hub.answers["/hub"] = (503, b"later")
    tell(teller, edition, DUE)
    left = {followed.address + row.address for row in Purge.objects.all()}
    feeds = {followed.address + a for a in run.changed if a.endswith(("rss.xml", "atom.xml", "feed.json"))}
    assert left == feeds == heard(hub) != set()
    assert followed.address + "/rss.xml" in feeds
    del hub.answers["/hub"]
    hub.told.clear()
    later = Purge.objects.latest("try_at").try_at
    assert tell(teller, edition, later) == len(feeds)
    assert heard(hub) == feeds
    assert {parse_qs(body.decode())["hub.mode"][0] for *_, body in hub.told} == {"publish"}
    assert not Purge.objects.exists()


def test_feeds_name_the_hub(cast: Cast, pressed: Press, followed: PaperFile) -> None:
    edition = pressed.writer.reading
    assert "hub" not in read(edition, "/rss.xml")
    Press(PaperNewsroom(followed), pressed.writer).run_all(NOW)
    for name in ("/rss.xml", "/atom.xml"):
        links = feedparser.parse(read(edition, name).encode()).feed.links
        assert [link.href for link in links if link.rel == "hub"] == [followed.machines.hub], name
    assert json.loads(read(edition, "/feed.json"))["hubs"] == [{"type": "WebSub", "url": followed.machines.hub}]


def test_a_cache_and_a_hub_are_both_told(cast: Cast, pressed: Press, followed: PaperFile, hub: StandIn) -> None:
    edition = pressed.writer.reading
    note(edition, NOW)
    Purge.objects.all().delete()
    plan = PurgePlan(cache="varnish", servers=(hub.url,))
    teller = cache_of(replace(followed, purge=plan))
    assert teller is not None
    acts.withdraw(cast.market, by=None, now=NOW)
    pressed.run_once(NOW)
    note(edition, NOW)
    tell(teller, edition, DUE)
    assert "/rss.xml" in hub.paths("PURGE") and "/2026/11/23/market" in hub.paths("PURGE")
    assert followed.address + "/rss.xml" in heard(hub)
    assert not Purge.objects.exists()
