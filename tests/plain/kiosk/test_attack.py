"""Whoever wants to buy a place in the list: a hundred thousand beacons each way, and the first ten do not move."""

from __future__ import annotations

import asyncio
import resource
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import pytest

from broadsheet.kiosk.beacons import Beacons
from broadsheet.kiosk.standing import Standing
from broadsheet.ranking import counting

NOW = datetime.now(UTC)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:119.0) Gecko/20100101 Firefox/119.0"
TARGET = 8
"""The story that is to be pushed: published, and read by nobody."""
FLOOD = 100_000


@dataclass
class Sent:
    """One beacon's request, as far as it is looked at."""

    client: str
    headers: dict[str, str]


@pytest.fixture
def beacons(kiosk):
    return kiosk.beacons


@pytest.fixture
def first_ten(paper, kiosk, config, beacons):
    """Twelve honest stories, the last of the first ten with 130 readers; gives the order as it is charted now."""
    with paper.writer.run() as run:
        for place in range(12):
            paper.story(run, 100 + place)
    kiosk.look()
    for place in range(12):
        for reader in range(220 - 10 * place):
            send(beacons, str(100 + place).encode(), f"10.{place}.{reader}.7")
    standing: Standing = kiosk.standing

    def order() -> list[int]:
        asyncio.run(standing.flush(NOW))
        return standing._chart(NOW)[:10]

    assert order() == list(range(100, 110))
    return order


def send(beacons: Beacons, body: bytes, address: str, browser: str = BROWSER, **headers: str) -> None:
    scope = Sent(f"{address}:40000", {"user-agent": browser} | headers)
    beacons.take(body, scope, edition=beacons.edition, now=NOW)  # type: ignore[arg-type, attr-defined]


@pytest.fixture(autouse=True)
def edition(kiosk):
    kiosk.beacons.edition = kiosk.watch.edition


def bounded(beacons) -> bool:
    counter = beacons.counter
    return (
        len(counter._waiting) <= counting.BUFFERED_VIEWS
        and len(counter._remembered) <= counting.REMEMBERED_VIEWS
        and len(counter._minutes) <= counting.BUFFERED_MINUTES
    )


def test_a_hundred_thousand_beacons_from_one_address_change_nothing(first_ten, beacons):
    for number in range(FLOOD):
        send(beacons, b"8", "198.51.100.7", f"Mozilla/5.0 Firefox/{number}")
    assert bounded(beacons)
    assert first_ten() == list(range(100, 110))


def test_two_hundred_addresses_of_one_network_change_nothing(first_ten, beacons):
    for number in range(FLOOD):
        send(beacons, b"8", f"198.51.100.{number % 200}", f"Mozilla/5.0 Firefox/{number}")
    assert bounded(beacons)
    assert first_ten() == list(range(100, 110))


def test_a_rented_prefix_of_ipv6_changes_nothing(first_ten, beacons):
    random = Random(7)
    for number in range(30_000):
        send(
            beacons, b"8", f"[2001:db8:7:{random.getrandbits(16):x}::{number:x}]", f"Mozilla/5.0 Firefox/{number % 50}"
        )
    assert bounded(beacons)
    assert first_ten() == list(range(100, 110))


def test_replays_unknown_numbers_and_garbage_change_nothing(first_ten, beacons):
    random = Random(7)
    before = beacons.counter.figures.buffered
    for number in range(20_000):
        send(beacons, b"100", "10.0.0.7")
        send(beacons, str(random.getrandbits(40)).encode(), f"10.200.{number % 250}.7")
        send(beacons, random.randbytes(40), f"10.201.{number % 250}.7")
        send(beacons, b"8", f"10.202.{number % 250}.7", "python-requests/2.31")
    assert beacons.counter.figures.buffered == before
    assert bounded(beacons)
    assert first_ten() == list(range(100, 110))


@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_NOFILE)[1] < 4000, reason="too few open files are allowed")
def test_a_thousand_who_say_nothing_and_hundreds_who_never_end_keep_no_reader_out(served):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 4000)), hard))
    crowd = []
    try:
        for number in range(1500):
            connection = socket.create_connection(("127.0.0.1", served.port), timeout=20)
            crowd.append(connection)
            if number >= 1000:
                connection.sendall(b"GET /world/story-1 HTTP/1.1\r\nHost: x\r\nX-Never: ")
        assert all(served.get(f"/world/story-{n % 8 + 1}").status == 200 for n in range(50))
        assert served.get("/-/view", "POST", body=b"2").status == 204
    finally:
        for connection in crowd:
            connection.close()


def test_a_request_that_is_too_large_or_odd_is_refused_and_the_next_is_served(served):
    for request in (
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(300),
        b"GET / HTTP/9.9\r\n\r\n",
        b"POST /-/view HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection:
            try:
                connection.sendall(request)
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(4096)
            except TimeoutError:
                raise
            except OSError:
                # Cut off, perhaps before all was sent.
                answer = b""
            assert b" 200 " not in answer.partition(b"\r\n")[0]
        assert served.get("/world/story-1").status == 200
