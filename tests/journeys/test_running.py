"""The paper as an operator runs it: one command that starts all, ends all, and starts again what falls."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest
from command_line import CommandLine
from running_paper import RunningPaper, lives, wait_until

EDITOR = "night.editor@courier.example"
ITEMS = Path(__file__).parent / "items"
FALLS = {"press": "04-salt-price.json", "kiosk": "05-night-relay.json"}
"""Process that is killed → item that goes out all the same."""
PROCESSES = ("kiosk", "desk", "press", "scheduler", "wire", "worker")

pytestmark = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes as Linux shows them")


@pytest.fixture(scope="module")
def command(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line on a paper with an editor, one for all tests here."""
    command = CommandLine(Path(shutil.copytree(founded, tmp_path_factory.mktemp("running") / "paper")))
    command("user", "add", EDITOR)
    return command


@pytest.fixture(scope="module")
def one_paper(command: CommandLine) -> Iterator[RunningPaper]:
    paper = RunningPaper(command.folder)
    yield paper
    paper.stop()


@pytest.fixture
def paper(one_paper: RunningPaper) -> RunningPaper:
    """The paper, running; started again where a test before has ended it."""
    if one_paper.process is None or one_paper.process.poll() is not None:
        one_paper.start()
    return one_paper


def publish(command: CommandLine, name: str) -> str:
    """Publish one of the journey's items and return its headline."""
    command("wire", "take", str(ITEMS / name), "--publish-as-staff", EDITOR)
    headline: str = json.loads((ITEMS / name).read_text("utf-8"))["headlines"][0]["value"]
    return headline


def answers(desk: str) -> bool:
    try:
        with urlopen(desk + "/desk/login/", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def wait_for_all(paper: RunningPaper) -> dict[str, int]:
    """The paper's processes by name, as soon as all are there and both servers have their workers."""
    wait_until(lambda: len(paper.family()) == 9, seconds=30, what="seven processes and two workers")
    return {name: paper.member(f"broadsheet.cli.{name}_process") for name in PROCESSES}


def all_gone(pids: list[int]) -> bool:
    return not any(lives(pid) for pid in pids)


def test_a_port_in_use_is_said_in_a_sentence(command: CommandLine, paper: RunningPaper) -> None:
    done = command.ended("run", "--port", str(paper.port), "--desk-port", str(paper.desk_port))
    assert done.returncode == 1
    assert f"Port {paper.port}" in done.stderr and "--port" in done.stderr and "Traceback" not in done.stderr


def test_the_desk_shows_what_came_in_and_why_something_was_refused(
    command: CommandLine, paper: RunningPaper, tmp_path: Path
) -> None:
    torn = tmp_path / "torn-in-transit.json"
    torn.write_text('{"uri": "urn:lantern:torn", "headlines": [', "utf-8")
    command("wire", "take", str(torn), str(ITEMS / "06-slow-bus.json"), exit_code=1)
    link = re.search(r"/door/\S+", command("user", "add", EDITOR, "--again"))
    assert link is not None
    browser = build_opener(HTTPCookieProcessor())
    desk = f"http://127.0.0.1:{paper.desk_port}"
    wait_until(lambda: answers(desk), seconds=30, what="the desk answers")
    door = browser.open(desk + link[0]).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', door)
    assert token is not None
    browser.open(desk + link[0], urlencode({"csrfmiddlewaretoken": token[1]}).encode())
    wire = browser.open(desk + "/desk/wire/").read().decode()
    assert "Slow bus to the hills gets a timetable of its own" in wire
    refused = browser.open(desk + "/desk/wire/refused/").read().decode()
    assert "torn-in-transit.json" in refused and "JSON" in refused
    assert "Slow bus" not in paper.get("/").text


@pytest.mark.parametrize("name", FALLS)
def test_what_falls_is_started_again_and_stories_go_out(command: CommandLine, paper: RunningPaper, name: str) -> None:
    fallen = wait_for_all(paper)[name]
    before = paper.family()
    os.kill(fallen, signal.SIGKILL)
    headline = publish(command, FALLS[name])
    wait_until(lambda: paper.serves() and headline in paper.get("/").text, seconds=30, what="the story is out")
    assert wait_for_all(paper)[name] != fallen
    # A server's worker left behind would go on answering from the port, and nobody could stop it.
    orphans = [pid for pid in before if lives(pid) and pid not in paper.family()]
    assert orphans == []
    assert f"{name} ended with code -9" in paper.log


def test_one_interrupt_ends_everything_and_a_second_run_goes_on(command: CommandLine, paper: RunningPaper) -> None:
    headline = publish(command, "02-ferry-cat.json")
    wait_until(lambda: headline in paper.get("/").text, seconds=20, what="the story is out")
    asked = urlencode({"q": f'"{headline}"'})
    wait_until(lambda: '<ol class="hits">' in paper.get(f"/search?{asked}").text, seconds=20, what="the story is found")
    wait_for_all(paper)
    family = paper.family()
    assert paper.process is not None
    paper.process.send_signal(signal.SIGINT)
    assert paper.process.wait(15) == 0
    assert all_gone(family)
    assert "Traceback" not in paper.log
    paper.start()
    assert headline in paper.get("/").text
    later = publish(command, "03-kite-school.json")
    wait_until(lambda: later in paper.get("/").text, seconds=20, what="a story of the second run is out")


def test_an_interrupt_while_it_starts_ends_everything_too(paper: RunningPaper) -> None:
    paper.stop()
    paper.start(wait=False)
    wait_until(lambda: len(paper.family()) >= 6, seconds=30, what="processes have started")
    family = paper.family()
    paper.stop()
    assert all_gone(family)


def test_a_killed_supervisor_takes_all_along(paper: RunningPaper) -> None:
    wait_for_all(paper)
    supervisor, *others = paper.family()
    os.kill(supervisor, signal.SIGKILL)
    assert paper.process is not None
    paper.process.wait(5)
    try:
        wait_until(lambda: all_gone(others), seconds=60, what="the processes have ended")
    finally:
        for pid in filter(lives, others):
            os.kill(pid, signal.SIGKILL)
