"""A kiosk whose edition lies on PostgreSQL: told by the server, and readers notice nothing while that is away."""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.postgres_server import server

from broadsheet.edition.errors import EditionFailed
from broadsheet.edition.place import OnServer
from broadsheet.edition.store import Edition
from broadsheet.kiosk import listening
from broadsheet.kiosk.app import build

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture
def place(tmp_path):
    return OnServer(tmp_path / "edition" / "edition.sqlite3", server().new_schema())


@pytest.fixture
def paper(place, paper):
    """The small paper of these tests, pressed into a database."""
    newsroom = type(paper)(place)
    newsroom.press_all()
    yield newsroom
    newsroom.writer.close()


@pytest.fixture
def config(config, place):
    return replace(config, edition_url=place.url)


@pytest.fixture
def kiosk(paper, config):
    made = build(config)
    made.look()
    yield made
    made.watch.close()
    made.standing.close()


def until(condition, kiosk, seconds=30):
    """Have the kiosk look until `condition` holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        kiosk.look()
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("It never came to pass.")


def publish(paper, text):
    with paper.writer.run() as run:
        paper.story(run, 1, text=text)


def backend_of(database):
    return database.connection.info.backend_pid


def test_it_serves_what_lies_there(ask):
    assert "Story 1" in ask("/world/story-1").text
    assert "Headline 8" in ask("/").text
    assert (ask("/nothing").status, ask("/world/withdrawn").status, ask("/old-address").status) == (404, 410, 301)
    assert ask("/media/ab1.jpg").raw == bytes(range(256))


def test_a_run_is_told_to_the_kiosk_at_once(ask, kiosk, paper, monkeypatch):
    # So long a time between questions that only the notification can have told.
    monkeypatch.setattr(listening, "ASKED_SECONDS", 3600.0)
    publish(paper, "First.")
    until(lambda: "First." in ask("/world/story-1").text, kiosk)
    publish(paper, "Second.")
    until(lambda: "Second." in ask("/world/story-1").text, kiosk)
    with paper.writer.run() as run:
        paper.kill(run, 8)
    until(lambda: "Headline 8" not in ask("/").text, kiosk)


def test_what_did_not_change_stays_ready(ask, kiosk, paper):
    ask("/world/story-2")
    ready = set(kiosk.cache.ready)
    publish(paper, "Changed.")
    until(lambda: "Changed." in ask("/world/story-1").text, kiosk)
    assert ready <= set(kiosk.cache.ready)


def test_a_lost_notification_is_made_up_for(ask, kiosk, paper, monkeypatch):
    monkeypatch.setattr(type(paper.writer.database), "announce", lambda self: None)
    publish(paper, "Unannounced.")
    until(lambda: "Unannounced." in ask("/world/story-1").text, kiosk)


def test_while_the_server_is_away_what_is_ready_is_served(ask, kiosk, paper):
    ask("/world/story-1")
    server().stop()
    try:
        for _ in range(3):
            kiosk.look()
            assert ask("/world/story-1").status == 200
            assert ask("/world/story-3").status == 503
        assert ask("/-/view", "POST", body=b"2").status == 204
    finally:
        server().start()
    until(lambda: ask("/world/story-3").status == 200, kiosk)
    with pytest.raises(EditionFailed):
        publish(paper, "Met the old connection.")
    publish(paper, "After the server came back.")
    until(lambda: "came back" in ask("/world/story-1").text, kiosk)


def test_a_server_that_says_nothing_is_not_waited_for(ask, kiosk, paper):
    pid = backend_of(kiosk.watch.edition.database)
    os.kill(pid, signal.SIGSTOP)
    try:
        assert ask("/world/story-2").status == 503
        assert ask("/-/health").status == 200
        until(lambda: ask("/world/story-2").status == 200, kiosk)
    finally:
        os.kill(pid, signal.SIGCONT)


def test_an_edition_that_was_made_anew_is_taken_whole(ask, kiosk, paper, place):
    assert ask("/world/story-1").status == 200
    schema = re.search(r"search_path%3D(\w+)", place.url)[1]
    paper.writer.close()
    with psycopg.connect(server().url("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE; CREATE SCHEMA {schema}")
    again = type(paper)(place)
    with again.writer.run() as run:
        again.story(run, 77)
    until(lambda: ask("/world/story-77").status == 200, kiosk)
    until(lambda: ask("/world/story-1").status == 404, kiosk)
    again.writer.close()


# The page for operators is what is tried out here.


@pytest.fixture
def documented(tmp_path):
    """Roles and databases as docs/operating/postgresql.md has them; gives a URL by role and database."""
    page = (REPOSITORY / "docs/operating/postgresql.md").read_text("utf-8")
    first, second, third = re.split(
        r"^\\c \w+$", re.search(r"```sql\n(.*?)```", page, re.DOTALL)[1], flags=re.MULTILINE
    )
    for database, said in (("postgres", first), ("edition", second), ("desk", third)):
        with psycopg.connect(server().url(database), autocommit=True) as connection:
            for statement in said.split(";"):
                if statement.strip():
                    connection.execute(statement)
    yield lambda role, database: server().url(database, user=role)
    with psycopg.connect(server().url("postgres"), autocommit=True) as connection:
        for said in ("DATABASE edition", "DATABASE desk", "ROLE kiosk", "ROLE press", "ROLE desk"):
            connection.execute(f"DROP {said}" + (" WITH (FORCE)" if said.startswith("DATABASE") else ""))


def test_the_documented_kiosk_can_read_the_edition_and_nothing_else(documented, paper, tmp_path):
    file = tmp_path / "second" / "edition.sqlite3"
    file.parent.mkdir()
    press = type(paper)(OnServer(file, documented("press", "edition")))
    press.press_all()
    place = OnServer(file, documented("kiosk", "edition"))
    edition = Edition(place, serving=True)
    assert edition.has_page("/world/story-1")
    edition.database.do("SET default_transaction_read_only = off")
    for table in ("pages", "catalogue", "facts", "changes", "inputs"):
        with pytest.raises(EditionFailed, match="permission denied"):
            edition.database.do(f"DELETE FROM {table}")
    with pytest.raises(EditionFailed, match="permission denied"):
        edition.database.do("CREATE TABLE more (a TEXT)")
    edition.close()
    press.writer.close()
    for role in ("kiosk", "press"):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(documented(role, "desk"))
