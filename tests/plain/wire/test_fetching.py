"""What is fetched, how much of it, and what is said of a server that fails."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest
from loopback import answer, local, serving

from broadsheet.wire.errors import FetchFailed, FetchRefused
from broadsheet.wire.fetching import Conditions, Limits


def test_bytes_come_as_they_are_with_what_names_their_version() -> None:
    body = bytes(range(256)) * 40
    with serving(answer(body, ETag='"v1"', Last_Modified="Mon, 23 Nov 2026 00:00:00 GMT")) as server:
        got = local(server.port).fetch(f"http://127.0.0.1:{server.port}/feed?page=2#top")
    assert (got.is_new, got.raw, got.etag) == (True, body, '"v1"')
    head = server.requests[0].decode()
    assert head.startswith("GET /feed?page=2 HTTP/1.1\r\n")
    assert "cookie" not in head.lower() and "authorization" not in head.lower()


def test_what_is_here_already_is_not_sent_again() -> None:
    with serving(answer(status="304 Not Modified")) as server:
        got = local(server.port).fetch(
            f"http://127.0.0.1:{server.port}/",
            conditions=Conditions('W/"a"', "Mon, 23 Nov 2026 00:00:00 GMT"),
        )
    assert not got.is_new
    head = server.requests[0].decode()
    assert 'If-None-Match: W/"a"\r\n' in head
    assert "If-Modified-Since: Mon, 23 Nov 2026 00:00:00 GMT\r\n" in head


@pytest.mark.parametrize("packed", [gzip.compress, lambda b: gzip.compress(b[:9]) + gzip.compress(b[9:])])
def test_what_is_packed_with_gzip_is_unpacked(packed: object) -> None:
    body = b"High tide. " * 1000
    with serving(answer(packed(body), Content_Encoding="gzip")) as server:  # type: ignore[operator]
        assert local(server.port).fetch(f"http://127.0.0.1:{server.port}/").raw == body


@pytest.mark.parametrize("bits", [15, -15])
def test_both_kinds_of_deflate_are_unpacked(bits: int) -> None:
    packer = zlib.compressobj(wbits=bits)
    packed = packer.compress(b"High tide. " * 1000) + packer.flush()
    with serving(answer(packed, Content_Encoding="deflate")) as server:
        assert local(server.port).fetch(f"http://127.0.0.1:{server.port}/").raw == b"High tide. " * 1000


def test_a_body_in_chunks_is_joined() -> None:
    pieces = [answer(Transfer_Encoding="chunked"), b"5\r\nHigh \r\n", b"4\r\ntide\r\n0\r\n\r\n"]
    with serving(lambda _: pieces) as server:
        assert local(server.port).fetch(f"http://127.0.0.1:{server.port}/").raw == b"High tide"


def bomb() -> bytes:
    return gzip.compress(bytes(12 * 1024 * 1024))


TOO_MUCH = {
    "said length": lambda _: [answer(Content_Length=str(10**12))],
    "no length": lambda _: iter([b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 65536] * 40]),
    "chunks": lambda _: iter([answer(Transfer_Encoding="chunked"), *[b"10000\r\n" + b"x" * 65536 + b"\r\n"] * 40]),
    "gzip": lambda _: [answer(bomb(), Content_Encoding="gzip")],
    "gzip in gzip": lambda _: [answer(gzip.compress(bomb()), Content_Encoding="gzip, gzip")],
    "gzip of nothing, again and again": lambda _: iter(
        [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", *[gzip.compress(b"") * 3000] * 40]
    ),
    "brotli": lambda _: [answer(b"\x0b", Content_Encoding="br")],
    "header": lambda _: iter([b"HTTP/1.1 200 OK\r\n", *[b"X-Tide: " + b"x" * 1000 + b"\r\n"] * 90, b"\r\n"]),
    "header line": lambda _: iter([b"HTTP/1.1 200 OK\r\nX: ", *[b"x" * 65536] * 40]),
    "chunk line": lambda _: iter([answer(Transfer_Encoding="chunked"), b"5;", *[b"x" * 65536] * 40]),
    "trailer": lambda _: iter([answer(Transfer_Encoding="chunked"), b"1\r\nx\r\n0\r\nX: ", *[b"x" * 65536] * 40]),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_more_than_is_due_is_refused_and_not_kept_in_memory(what: str) -> None:
    with serving(TOO_MUCH[what]) as server, pytest.raises(FetchRefused) as refusal:
        local(server.port).fetch(f"http://127.0.0.1:{server.port}/")
    assert str(refusal.value).endswith(".")


def test_a_bomb_is_refused_at_the_bound_and_not_unpacked() -> None:
    raw = answer(bomb(), Content_Encoding="gzip")
    with serving(raw) as server, pytest.raises(FetchRefused, match="1 MiB"):
        tracemalloc.start()
        try:
            local(server.port).fetch(f"http://127.0.0.1:{server.port}/")
        finally:
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert peak < 5 * 1024 * 1024


@pytest.mark.parametrize(
    "raw",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nHigh", b"SSH-2.0\r\n\r\n",
     answer(gzip.compress(b"High tide" * 99)[:-9], Content_Encoding="gzip"),
     answer(b"no gzip", Content_Encoding="gzip"), answer(b"x", status="500 Oops"), answer(status="302 Found"),
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
    ids=["nothing", "short", "ssh", "short gzip", "no gzip", "error", "no location", "no chunk"],
)  # fmt: skip
def test_an_answer_that_is_none_or_not_whole_fails_with_a_sentence(raw: bytes) -> None:
    with serving(raw) as server, pytest.raises(FetchFailed) as failure:
        local(server.port).fetch(f"http://127.0.0.1:{server.port}/")
    assert str(failure.value).startswith("127.0.0.1 ") and str(failure.value).endswith(".")


def test_a_server_that_asks_for_patience_gets_it() -> None:
    busy = answer(status="503 Busy", Retry_After="120")
    with serving(busy) as server, pytest.raises(FetchFailed, match="503 Busy") as failure:
        local(server.port).fetch(f"http://127.0.0.1:{server.port}/")
    assert failure.value.wait_seconds == 120


@pytest.mark.parametrize("drip", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b""])
def test_a_server_that_drips_is_left_when_its_time_is_over(drip: bytes) -> None:
    def slowly(_: bytes) -> Iterator[bytes]:
        yield drip
        for _ in range(600):
            time.sleep(0.05)
            yield b"x"

    limits = Limits(seconds=0.5)
    with serving(slowly) as server, pytest.raises(FetchFailed, match=r"longer|took too long"):
        local(server.port, limits=limits).fetch(f"http://127.0.0.1:{server.port}/")
