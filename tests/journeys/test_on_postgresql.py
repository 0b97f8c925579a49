"""A paper whose desk and edition lie on PostgreSQL, with presses and schedulers of more than one machine at work."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from command_line import PROGRAM, clean_environment
from running_paper import wait_until
from tests.postgres_server import server

from broadsheet.edition.packing import unpack
from broadsheet.edition.place import OnServer
from broadsheet.edition.store import Edition

LINK = re.compile(rb'href="(/\d{4}/\d\d/\d\d/[^"#?]+)"')
WAIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Paper:
    """The folder that all machines share, and the databases that they share."""

    folder: Path
    desk: str
    edition: str

    @property
    def environment(self) -> dict[str, str]:
        return clean_environment() | {
            "BROADSHEET_PAPER": str(self.folder),
            "BROADSHEET_DESK_DATABASE": self.desk,
            "BROADSHEET_EDITION_DATABASE": self.edition,
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        }

    def command(self, *words: str) -> str:
        done = self._ended([str(PROGRAM), *words])
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def newsroom(self, *words: str) -> None:
        done = self._ended([sys.executable, str(Path(__file__).with_name("newsroom_at_work.py")), *words])
        assert done.returncode == 0, done.stdout + done.stderr

    def _ended(self, words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, capture_output=True, text=True, env=self.environment, timeout=300)

    def ask(self, query: str) -> int:
        with psycopg.connect(self.desk) as connection:
            row = connection.execute(query).fetchone()  # type: ignore[call-overload]
        return int(row[0])

    @contextmanager
    def at_work(self, module: str, count: int) -> Iterator[list[Callable[[], str]]]:
        """So many processes of `module`; gives what reads the log of each."""
        logs = [self.folder / f"{module}.{number}.log" for number in range(count)]
        processes = []
        with ExitStack() as stack:
            for path in logs:
                log = stack.enter_context(path.open("wb"))
                words = [sys.executable, "-m", f"broadsheet.cli.{module}"]
                processes.append(subprocess.Popen(words, env=self.environment, stdout=log, stderr=log))
            try:
                yield [path.read_text for path in logs]
            finally:
                for process in processes:
                    process.send_signal(signal.SIGTERM)
                codes = [process.wait(60) for process in processes]
        assert codes == [0] * count, "\n".join(path.read_text() for path in logs)


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """A paper founded on PostgreSQL, with the cast in it and nothing pressed."""
    found = Paper(tmp_path_factory.mktemp("shared") / "paper", server().new_database(), server().new_database())
    settings = ("--languages", "en,km", "--timezone", "Asia/Phnom_Penh", "--sections", "World,National")
    found.command("new", str(found.folder), "--name", "The Test Courier", *settings)
    found.newsroom("cast")
    return found


@pytest.fixture(scope="module")
def said_by_two(paper: Paper) -> list[str]:
    """What each of two machines said that pressed all of the paper together, half of it each."""
    said: list[str] = []
    with paper_threads(lambda: said.append(paper.command("press", "all", "--part", "1/2", "--processes", "1"))):
        said.append(paper.command("press", "all", "--part", "2/2", "--processes", "1"))
    return said


def test_two_machines_press_all_of_a_paper_together(paper: Paper, said_by_two: list[str]) -> None:
    changed = [int(found) for said in said_by_two for found in re.findall(r"(\d+) changed, 0 failed", said)]
    assert len(changed) == 2 and min(changed) > 0, said_by_two
    assert "The edition is what the desk says it should be." in paper.command("press", "verify")


class Follower:
    """A reader who follows every link of every page, again and again, each time in one moment of the edition."""

    def __init__(self, paper: Paper) -> None:
        self.place = OnServer(paper.folder / "data" / "edition" / "edition.sqlite3", paper.edition)
        self.dead: list[str] = []
        self.rounds = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._follow)

    def __enter__(self) -> Follower:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join(60)

    def _follow(self) -> None:
        edition = Edition(self.place)
        while not self._stopping.is_set():
            with edition.database.snapshot():
                there = edition.present()
                for page in edition.pages():
                    parts = [page.head] if page.tail is None else [page.head, page.tail]
                    if page.content_type.startswith("text/html"):
                        found = {link.decode() for link in LINK.findall(unpack(parts))} - there
                        self.dead += [f"{page.address} leads to {link}" for link in found]
            self.rounds += 1
            self._stopping.wait(0.05)
        edition.close()


@pytest.mark.usefixtures("said_by_two")
def test_two_presses_share_the_orders_and_never_undo_each_other(paper: Paper) -> None:
    worked: set[int] = set()
    with paper.at_work("press_process", 2) as logs, Follower(paper) as follower:
        for seed in range(1, 9):
            # Two newsrooms, so that acts overlap.
            with paper_threads(lambda seed=seed: paper.newsroom("acts", str(seed), "15")):
                paper.newsroom("acts", str(seed + 100), "15")
            worked |= {number for number, log in enumerate(logs) if "pages changed" in log()}
            if worked == {0, 1}:
                break
        done = "SELECT count(*) FROM press_order WHERE due_at <= now()"
        wait_until(lambda: paper.ask(done) == 0, seconds=WAIT_SECONDS, what="every order is carried out")
        wait_until(lambda: follower.rounds > 3, seconds=WAIT_SECONDS, what="somebody reads meanwhile")
        said = "\n".join(log() for log in logs)
    assert worked == {0, 1}, said
    assert "Traceback" not in said
    assert follower.dead == []
    assert paper.ask("SELECT count(*) FROM press_failure") == 0, said
    assert "The edition is what the desk says it should be." in paper.command("press", "verify")


@contextmanager
def paper_threads(work: Callable[[], None]) -> Iterator[None]:
    """`work` meanwhile; its failure is ours."""
    faults: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except AssertionError as fault:
            faults.append(fault)

    thread = threading.Thread(target=guarded)
    thread.start()
    yield
    thread.join(300)
    assert faults == []


def test_three_schedulers_publish_each_story_once(paper: Paper) -> None:
    published = "SELECT count(*) FROM wagtailcore_pagelogentry WHERE action = 'wagtail.publish.scheduled'"
    before = paper.ask(published)
    paper.newsroom("schedule", "8")
    with paper.at_work("scheduler_process", 3) as logs:
        due = "SELECT count(*) FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL"
        wait_until(lambda: paper.ask(due) == 0, seconds=WAIT_SECONDS, what="every story is out")
        said = "\n".join(log() for log in logs)
    assert paper.ask(published) == before + 8, said
    assert paper.ask("SELECT count(*) FROM stories_duefailure") == 0, said


def test_doctor_shows_the_servers_and_no_password(paper: Paper) -> None:
    words = [str(PROGRAM), "doctor"]
    secret = paper.desk.replace("postgres@", "postgres:s3cret@", 1)
    environment = paper.environment | {"BROADSHEET_DESK_DATABASE": secret}
    done = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=120)
    assert "The desk database at postgresql://localhost/" in done.stdout, done.stdout + done.stderr
    assert "Kiosks read the edition as postgres, who may also write it" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr
