"""A process of the paper ends when it is told to, and with the one that started it: at any moment of its life."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import CommandLine, clean_environment
from running_paper import RunningPaper, lives, wait_until

PROCESSES = ("kiosk", "desk", "press", "scheduler", "wire", "worker")
TIMES = 20

ALWAYS_ASKING = """
from broadsheet.cli.child import begin
stopping = begin()
print("begun", flush=True)
while not stopping.wait(0):
    pass
"""

TALKATIVE = """
import pathlib, sys
for number in range(4_000):
    print("a line of the log that is a hundred letters long", "." * 50, number)
sys.stdout.flush()
pathlib.Path("said").touch()
"""

SUPERVISOR_OF_ONE = """
from broadsheet.cli.supervisor import Child, Supervisor
import os
Supervisor([Child("talkative", "talkative")], dict(os.environ)).run()
"""

LATE_WORKER = """
import multiprocessing, os, sys, time
from broadsheet.cli.child import begin_worker

def work(server, begun):
    begun.set()
    while os.getppid() == server:
        time.sleep(0.01)
    begin_worker()
    print("outlived", flush=True)

if __name__ == "__main__":
    context = multiprocessing.get_context("fork")
    begun = context.Event()
    context.Process(target=work, args=(os.getpid(), begun)).start()
    begun.wait()
    os._exit(0)
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells a process of its parent's end.")


@pytest.fixture
def nobody() -> int:
    """The id of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_the_word_to_end_is_heard_at_any_moment() -> None:
    for _ in range(TIMES):
        with subprocess.Popen([sys.executable, "-c", ALWAYS_ASKING], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.terminate()
            try:
                assert process.wait(20) == 0
            finally:
                process.kill()


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_whose_supervisor_was_killed_before_it_began_ends(
    command: CommandLine, name: str, nobody: int
) -> None:
    environment = clean_environment() | {"BROADSHEET_PAPER": str(command.folder), "BROADSHEET_SUPERVISOR": str(nobody)}
    words = [sys.executable, "-m", f"broadsheet.cli.{name}_process"]
    assert subprocess.run(words, env=environment, timeout=40, check=False).returncode == 0


def test_a_worker_whose_server_was_killed_before_it_began_ends() -> None:
    # The pipe ends when the last process that holds it has ended.
    done = subprocess.run([sys.executable, "-c", LATE_WORKER], stdout=subprocess.PIPE, timeout=20, check=True)
    assert done.stdout == b""


@pytest.mark.parametrize("output", ["a full disk", "a pipe that nobody reads"])
def test_what_can_not_be_logged_stops_neither_supervisor_nor_process(output: str, tmp_path: Path) -> None:
    (tmp_path / "talkative.py").write_text(TALKATIVE, "utf-8")
    environment = clean_environment() | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    if output == "a full disk":
        stdout = os.open("/dev/full", os.O_WRONLY)
    else:
        reader, stdout = os.pipe()
        os.close(reader)
    command = [sys.executable, "-c", SUPERVISOR_OF_ONE]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=stdout, stderr=subprocess.DEVNULL) as process:
        os.close(stdout)
        try:
            wait_until((tmp_path / "said").exists, seconds=30, what="the process has said all that it had to say")
            (tmp_path / "said").unlink()
            wait_until((tmp_path / "said").exists, seconds=30, what="the supervisor has started it again")
        finally:
            process.terminate()


def test_a_supervisor_that_is_killed_while_it_starts_takes_all_along(command: CommandLine) -> None:
    paper = RunningPaper(command.folder)
    paper.start(wait=False)
    wait_until(lambda: len(paper.family()) >= 7, seconds=30, what="processes have been started")
    supervisor, *others = paper.family()
    os.kill(supervisor, signal.SIGKILL)
    assert paper.process is not None
    paper.process.wait(5)
    try:
        wait_until(lambda: not any(map(lives, others)), seconds=60, what="the processes have ended")
    finally:
        for pid in filter(lives, others):
            os.kill(pid, signal.SIGKILL)
