"""The kiosk behind the real server, over a loopback connection."""

from __future__ import annotations

import resource
import shutil
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from urllib.parse import quote

import pytest

KHMER = quote("/km/ប្រធានបទ/ទន្លេ")


def eventually(claim: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether `claim` holds before `seconds` are over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if claim():
            return True
    return False


def raw_request(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while chunk := connection.recv(65536):
            answer += chunk
    return answer


def test_a_page_arrives_as_one_gzip_member_with_the_list_in_it(shared):
    answer = shared.get("/world/story-1")
    assert answer.status == 200
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-length"] == str(len(answer.raw))
    assert answer.text.startswith("<!doctype html><title>Story 1</title>")
    assert answer.text.count("<li>") == 6
    assert answer.text.endswith("<footer>The end of 1.</footer>")


def test_without_gzip_the_same_page_arrives_plain(shared):
    plain = shared.get("/world/story-1", Accept_Encoding="identity")
    assert "content-encoding" not in plain.headers
    assert plain.text == shared.get("/world/story-1").text


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_reads_what_python_reads(shared):
    address = f"http://127.0.0.1:{shared.port}/world/story-1"
    read = subprocess.run(["curl", "-sS", "--compressed", address], capture_output=True, check=True)
    assert read.stdout == shared.get("/world/story-1").body


def test_head_tells_what_get_would_send(shared):
    got, head = shared.get("/world/story-1"), shared.get("/world/story-1", "HEAD")
    assert head.status == 200
    assert head.raw == b""
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in got.headers.items() if k != "date"
    }


def test_a_photo_arrives_whole_in_parts_and_by_head(shared):
    whole = shared.get("/media/ab2.jpg")
    assert (whole.status, len(whole.raw)) == (200, 512)
    assert whole.headers["content-type"] == "image/jpeg"
    assert whole.headers["content-length"] == "512"
    part = shared.get("/media/ab2.jpg", Range="bytes=10-19")
    assert (part.status, part.raw) == (206, bytes(range(10, 20)))
    assert part.headers["content-range"] == "bytes 10-19/512"
    head = shared.get("/media/ab2.jpg", "HEAD")
    assert (head.status, head.headers["content-length"], head.raw) == (200, "512", b"")


def test_a_photo_and_a_page_can_follow_on_one_connection(shared):
    photo = b"GET /media/ab1.jpg HTTP/1.1\r\nHost: x\r\n\r\n"
    page = b"GET /world/story-1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = raw_request(shared.port, photo + page)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert answer.endswith(b"<footer>The end of 1.</footer>")


@pytest.mark.parametrize(
    "path",
    [
        b"/../etc/passwd", b"/a/%2e%2e/b", b"/%2E%2E/%2E%2E/x", b"/..%2f..%2fx", b"/%5c%5chost", b"/a\\b", b"/%00",
        b"/%zz", b"/%ff%fe", b"/%252e%252e/", b"//evil.example/", b"///evil.example", b"/%2f/evil.example", b"*",
        b"/" + b"a" * 3000,
        b"/media/../edition.sqlite3", b"/media/ab/ab1.jpg", b"/media/%2e%2e/edition.sqlite3",
        b"/!404/en",
        b"http://evil.example/nowhere", b"/world/story-1%0d%0aSet-Cookie:%20a=b",
    ],
)  # fmt: skip
def test_a_path_trick_finds_nothing(shared, path):
    answer = raw_request(shared.port, b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ", 2)[1] in (b"400", b"404")
    assert b"set-cookie" not in answer.lower()
    assert b"evil" not in answer


def test_a_khmer_address_is_served_encoded_or_not(shared):
    encoded = shared.get(KHMER)
    assert encoded.status == 200
    assert "ទន្លេមេគង្គ" in encoded.text
    assert "អានច្រើនបំផុត" in encoded.text
    raw = "GET /km/ប្រធានបទ/ទន្លេ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
    assert raw_request(shared.port, raw).startswith(b"HTTP/1.1 200 ")


def test_a_press_run_reaches_readers_without_a_restart(served, paper):
    served.get("/world/story-1")
    with paper.writer.run() as run:
        paper.story(run, 1, text="A corrected story.")
    assert eventually(lambda: "A corrected story." in served.get("/world/story-1").text)


def test_views_of_readers_put_a_story_first(served):
    def beacon(reader: int) -> int:
        return served.get("/-/view", "POST", body=b"2", User_Agent=f"Mozilla/5.0 Firefox/{reader}").status

    assert [beacon(reader) for reader in range(3)] == [204] * 3
    assert eventually(lambda: '<ol><li><a href="/world/story-2">' in served.get("/world/story-1").text)


def test_counts_survive_a_restart_and_a_stop_writes_what_waits(served, config):
    assert served.get("/-/view", "POST", body=b"3").status == 204
    served.stop()
    with sqlite3.connect(config.ranking) as ranking:
        assert ranking.execute("SELECT story_id, readers FROM counts").fetchall() == [(3, 1)]
    ranking.close()


@pytest.mark.parametrize("body", [b"", b"x" * 100_000, b"-1", b"2 3", b"\xff", b"999999", b'{"id":2}'])
def test_a_bad_beacon_is_answered_like_a_good_one(shared, body):
    answer = shared.get("/-/view", "POST", body=body)
    assert (answer.status, answer.raw) == (204, b"")


def test_a_chunked_beacon_without_end_is_answered_at_once(shared):
    request = (
        b"POST /-/view HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n22222\r\n"
    )
    assert raw_request(shared.port, request).startswith(b"HTTP/1.1 204 ")


def test_a_broken_ranking_changes_nothing_for_readers(served, config):
    assert eventually(config.ranking.exists)
    for name in config.ranking.parent.glob("ranking.sqlite3*"):
        name.write_bytes(b"this is no database" * 100)
    assert served.get("/-/view", "POST", body=b"2").status == 204
    assert served.get("/world/story-3").text.count("<li>") == 6
    assert served.get("/-/health").text == "ok\n"


def test_a_stop_is_quiet_and_complete(served):
    served.get("/world/story-1")
    served.stop()
    assert b"Traceback" not in served.log
    assert b"destroyed" not in served.log


def readers(config, story_id: int) -> int:
    connection = sqlite3.connect(config.ranking)
    try:
        found = connection.execute("SELECT sum(readers) FROM counts WHERE story_id = ?", (story_id,)).fetchone()
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()
    return found[0] or 0


def test_two_kiosks_know_a_reader_as_the_same(served, serve, config):
    other = serve()
    assert eventually(config.ranking.exists)
    for kiosk in (served, other):
        assert kiosk.get("/-/view", "POST", body=b"2").status == 204
        for number in range(4):
            kiosk.get("/-/view", "POST", body=b"3", User_Agent=f"Mozilla/5.0 {kiosk.port} {number}")
    served.stop(), other.stop()
    assert readers(config, 2) == 1
    # Eight browsers of one network, some of which share one of its places.
    assert 2 <= readers(config, 3) <= 8


def test_counts_outlive_a_kiosk_that_is_killed(served, serve, config):
    assert served.get("/-/view", "POST", body=b"2").status == 204
    assert eventually(lambda: readers(config, 2) == 1)
    served.kill()
    again = serve()
    assert eventually(lambda: '<ol><li><a href="/world/story-2">' in again.get("/world/story-1").text)


@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 1300, reason="too few open files are allowed")
def test_a_crowd_of_slow_beacons_keeps_no_reader_waiting(served):
    slow = b"POST /-/view HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n2"
    crowd = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(1100)]
    try:
        for connection in crowd:
            connection.sendall(slow)
        begun = time.monotonic()
        assert served.get("/world/story-1").status == 200
        assert time.monotonic() - begun < 1.5
    finally:
        for connection in crowd:
            connection.close()
