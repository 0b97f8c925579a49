"""A process of the paper ends when it is told to, and with the one that started it: at any moment of its life."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

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
