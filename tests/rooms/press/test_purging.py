"""Caches in front of the kiosk are told what changed, until they have heard it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cache_stand_in import StandIn, stand_in
from cast import NOW, Cast
from kiosk_process import free_port

from broadsheet.paperfile import PaperFile, PurgePlan
from broadsheet.press.caches import Cache, Cloudflare, Fastly, Servers, cache_of
from broadsheet.press.models import Purge, PurgeMark
from broadsheet.press.purging import LONGEST_PAUSE, SETTLING, note, tell
from broadsheet.press.run import Press
from broadsheet.stories import acts, kills

DUE = NOW + SETTLING
MARKET = "/2026/11/23/market"


@pytest.fixture
def told() -> Iterator[StandIn]:
    with stand_in() as server:
        yield server


@pytest.fixture
def cache(told: StandIn) -> Cache:
    return Servers([told.url], host="news.example", bans=True)


@pytest.fixture
def noted(pressed: Press) -> Press:
    """A press of which everything so far has been purged."""
    note(pressed.writer.reading, NOW)
    Purge.objects.all().delete()
    return pressed


@pytest.fixture
def bare(press: Press) -> Press:
    """The same on an edition without a page, for tests to which it is all one what changed."""
    note(press.writer.reading, NOW)
    Purge.objects.all().delete()
    return press


def addresses() -> set[str]:
    return set(Purge.objects.values_list("address", flat=True))


def test_a_purge_that_is_new_begins_with_everything(pressed: Press, cache: Cache, told: StandIn) -> None:
    assert note(pressed.writer.reading, NOW) == 1
    assert addresses() == {"*"}
    assert tell(cache, pressed.writer.reading, DUE) == 1
    assert told.told == [("BAN", "/", "news.example", b"")]
    assert addresses() == set()


def test_what_a_run_changed_is_told_and_nothing_else(noted: Press, cast: Cast, cache: Cache, told: StandIn) -> None:
    card = {f"/media/{name}" for name in noted.writer.reading.media_of(MARKET)}
    acts.withdraw(cast.market, by=None, now=NOW)
    pressed = noted.run_once(NOW)
    assert pressed is not None
    public = sorted({address for address in pressed.changed if address.startswith("/")} | card)
    assert MARKET in public and card
    assert note(noted.writer.reading, NOW) == len(public)
    # Not before the kiosks have noticed.
    assert tell(cache, noted.writer.reading, NOW) == 0
    assert tell(cache, noted.writer.reading, DUE) == len(public)
    assert told.paths() == public
    assert {host for _, _, host, _ in told.told} == {"news.example"}
    assert (note(noted.writer.reading, NOW), addresses()) == (0, set())


def test_runs_that_came_meanwhile_are_all_told(noted: Press, cast: Cast) -> None:
    acts.withdraw(cast.market, by=None, now=NOW)
    noted.run_once(NOW)
    acts.publish(cast.wedding, by=None, now=NOW)
    noted.run_once(NOW)
    note(noted.writer.reading, NOW)
    assert {MARKET, "/2026/11/23/wedding"} <= addresses()


def test_the_address_of_a_killed_picture_is_told(noted: Press, cast: Cast) -> None:
    names = {f"/media/{name}" for name in noted.writer.reading.media_of("/2026/11/23/flood")}
    assert names
    kills.kill(cast.flood, by="chief", reason="Court order 12", now=NOW, photos=[cast.photo])
    try:
        noted.run_once(NOW)
    finally:
        (noted.newsroom.paper.data / "kills.jsonl").unlink()  # type: ignore[attr-defined]
    note(noted.writer.reading, NOW)
    assert names <= addresses()


def test_an_address_is_sent_as_the_web_spells_it(bare: Press, cache: Cache, told: StandIn) -> None:
    with bare.writer.run() as run:
        run.put_redirect("/km/ចាស់", "/km")
    note(bare.writer.reading, NOW)
    tell(cache, bare.writer.reading, DUE)
    assert told.paths() == ["/km/%E1%9E%85%E1%9E%B6%E1%9E%9F%E1%9F%8B"]


def test_a_cache_that_does_not_answer_is_told_again_later(bare: Press, told: StandIn) -> None:
    with bare.writer.run() as run:
        run.put_redirect("/a", "/new")
        run.put_redirect("/b", "/new")
    count = note(bare.writer.reading, NOW)
    edition = bare.writer.reading
    away = Servers([f"http://127.0.0.1:{free_port()}"], host="news.example", bans=True)
    assert tell(away, edition, DUE) == 0
    assert Purge.objects.filter(tries=1, message__contains="does not answer").count() == count
    back = Servers([told.url], host="news.example", bans=True)
    assert tell(back, edition, DUE) == 0, "it is not asked again at once"
    assert tell(back, edition, DUE + timedelta(seconds=6)) == count
    assert addresses() == set()


def test_pauses_grow_to_a_bound(bare: Press) -> None:
    with bare.writer.run() as run:
        run.put_redirect("/old", "/new")
    note(bare.writer.reading, NOW)
    away = Servers([f"http://127.0.0.1:{free_port()}"], host="news.example", bans=True)
    now, pauses = DUE, []
    for _ in range(12):
        tell(away, bare.writer.reading, now)
        row = Purge.objects.get()
        pauses.append(row.try_at - now)
        now = row.try_at
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(seconds=5), LONGEST_PAUSE)


def test_a_refused_address_does_not_keep_the_others(bare: Press, cache: Cache, told: StandIn) -> None:
    with bare.writer.run() as run:
        run.put_redirect("/a", "/new")
        run.put_redirect("/b", "/new")
        run.put_redirect("/c", "/new")
    told.answers = {"/b": (503, b"busy"), "/c": (404, b"not in the cache")}
    note(bare.writer.reading, NOW)
    assert tell(cache, bare.writer.reading, DUE) == 2
    row = Purge.objects.get()
    assert (row.address, "503" in row.message) == ("/b", True)


def test_an_edition_made_anew_is_told_as_everything(bare: Press) -> None:
    PurgeMark.objects.update(run=500)
    with bare.writer.run() as run:
        run.put_redirect("/a", "/new")
    note(bare.writer.reading, NOW)
    assert addresses() == {"*"}


def test_a_cache_without_a_word_for_everything_is_told_each_address(pressed: Press, told: StandIn) -> None:
    nginx = Servers([told.url], host="news.example", bans=False)
    edition = pressed.writer.reading
    note(edition, NOW)
    while addresses():
        tell(nginx, edition, NOW + timedelta(minutes=1))
    public = {a for a in edition.present() if a.startswith("/")} | {f"/media/{n}" for n in edition.media_names()}
    assert len(told.paths()) == len(public)
    assert told.paths("BAN") == []


def test_cloudflare_is_told_thirty_at_a_time_and_believed_only_when_it_says_so(told: StandIn) -> None:
    cache = Cloudflare("zone1", "t0ken", origin="https://news.example", api=told.url)
    wanted = [f"/{number}" for number in range(40)]
    assert cache.forget(wanted) == {}
    assert [len(json.loads(body)["files"]) for *_, body in told.told] == [30, 10]
    assert json.loads(told.told[0][3])["files"][0] == "https://news.example/0"
    assert {path for _, path, _, _ in told.told} == {"/zones/zone1/purge_cache"}
    assert told.headers[0]["Authorization"] == "Bearer t0ken"
    told.answers = {"/zones/zone1/purge_cache": (200, b'{"success": false, "errors": [{"message": "no"}]}')}
    assert cache.forget(["/a", "/b"]).keys() == {"/a", "/b"}
    assert "refused" in cache.forget_all()


def test_fastly_is_not_asked_on_where_the_token_is_wrong(told: StandIn) -> None:
    cache = Fastly("service1", "t0ken", host="news.example", api=told.url)
    assert cache.forget(["/a", "/b"]) == {}
    assert [path for _, path, _, _ in told.told] == ["/purge/news.example/a", "/purge/news.example/b"]
    assert told.headers[0]["Fastly-Key"] == "t0ken"
    assert cache.forget_all() == ""
    assert told.told[-1][1] == "/service/service1/purge_all"
    told.told.clear()
    told.answers = {"/purge/news.example/a": (401, b"{}")}
    failed = cache.forget(["/a", "/b", "/c"])
    assert (failed.keys(), len(told.told)) == ({"/a", "/b", "/c"}, 1)
    assert "t0ken" not in repr(failed)


def test_paper_toml_chooses_the_cache(paper: PaperFile, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t0ken\n")
    plan = PurgePlan("cloudflare", service="zone1", token_file=str(tmp_path / "token"))
    assert isinstance(cache_of(replace(paper, purge=plan)), Cloudflare)
    assert isinstance(cache_of(replace(paper, purge=PurgePlan("nginx", ("http://127.0.0.1:1",)))), Servers)
    assert cache_of(paper) is None
