"""SIGTERM ends a kiosk, whatever its workers are at."""

from __future__ import annotations

import signal
import socket

import pytest


@pytest.mark.parametrize("at", ["made", "begun"])
def test_workers_that_do_not_serve_yet_hear_the_word_to_end(paper, serve, tmp_path, at):
    released = tmp_path / "released"
    two = serve(
        until=b"stands still", KIOSK_LATE=at, KIOSK_RELEASED=str(released), KIOSK_WORKERS="2", KIOSK_STOP_SECONDS="60"
    )
    if two.log.count(b"stands still") < 2:
        two.read_log(b"stands still")
    two.process.terminate()
    two.read_log(b"Shutting down granian")
    released.touch()
    two.stop()
    assert two.log.count(b"Stopping worker-") == 4, "each with its runtime"


def test_a_worker_that_does_not_end_is_killed(paper, serve, tmp_path):
    held = serve(KIOSK_RELEASED=str(tmp_path / "never"), KIOSK_STOP_SECONDS="0.5")
    held.get("/world/story-1")
    with socket.create_connection(("127.0.0.1", held.port), timeout=20) as holder:
        holder.sendall(b"GET /hold HTTP/1.1\r\nHost: x\r\n\r\n")
        assert held.get("/world/story-1").status == 200
        held.stop()


def test_a_kiosk_that_changes_its_workers_ends_at_once(paper, serve):
    two = serve(KIOSK_WORKERS="2")
    two.process.send_signal(signal.SIGHUP)
    two.read_log(b"Respawning worker-1")
    two.stop()
    assert b"Respawning worker-2" not in two.log
