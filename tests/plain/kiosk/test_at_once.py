"""Ready answers are sent by the server's own thread; the loop has the rest."""

from __future__ import annotations

import socket

import pytest


@pytest.fixture
def held(paper, serve, tmp_path):
    """A kiosk whose loop a question for /hold stops, until the file `released` is there."""
    released = tmp_path / "released"
    server = serve(KIOSK_RELEASED=str(released))
    server.released = released
    yield server
    released.touch()


def test_what_is_ready_is_answered_while_the_loop_is_busy(held):
    page = held.get("/world/story-1")
    with socket.create_connection(("127.0.0.1", held.port), timeout=20) as holder:
        holder.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        again = held.get("/world/story-1")
        assert (again.status, again.text) == (200, page.text)
        assert held.get("/world/story-1", If_None_Match=page.headers["etag"]).status == 304
        assert held.get("/world/story-1", "HEAD").headers["content-length"] == page.headers["content-length"]
        holder.setblocking(False)
        with pytest.raises(BlockingIOError):
            holder.recv(1)
        holder.settimeout(20)
        held.released.touch()
        assert holder.recv(12) == b"HTTP/1.1 404"


def test_what_fails_there_is_answered_by_the_loop_and_ends_nothing(held):
    assert [held.get(path).status for path in ("/broken", "/world/story-1", "/broken")] == [404, 200, 404]
