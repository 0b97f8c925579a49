"""A full disk, a broken one, a database that is locked or gone: what fails is tried again, and nothing is half done."""

from __future__ import annotations

import resource
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial

import crash_trace
import pytest
from crash_checks import look_and_recover
from crash_scenes import LATER, SCENES, Scene, scheduler_at
from crash_trials import Stage
from django.db import OperationalError, connection

from broadsheet.paper.presses import open_press
from broadsheet.paperfile import current

# The tests' own database is what the paper's is copied from.
pytestmark = pytest.mark.django_db

PRESS = [scene for scene in SCENES if scene.process == "press" and scene.sampled]
NOT_DESK = [scene for scene in SCENES if scene.process != "desk" and scene.sampled]

ids = {"ids": lambda value: getattr(value, "name", value)}


def room_for(size: int) -> Callable[[], None]:
    """From now on no file of this process can grow beyond `size` bytes."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@pytest.mark.parametrize("scene", PRESS, **ids)
def test_a_press_without_room_keeps_the_old_edition_and_makes_up_for_it(stage: Stage, scene: Scene) -> None:
    trial = stage.with_fault(scene, "no file over 4,096 bytes", spoil=room_for(4096))
    assert not trial.killed
    assert trial.problems == ()
    assert trial.in_the_end == "new"


@pytest.mark.parametrize(
    ("call", "error", "when"),
    [("pwrite64", "ENOSPC", "40+"), ("fdatasync", "EIO", "2+"), ("fsync", "EIO", "1+"),
     ("rename", "ENOSPC", "1+"), ("unlink", "EIO", "1+")],
)  # fmt: skip
def test_a_press_whose_disk_fails_keeps_the_old_edition_and_makes_up_for_it(
    stage: Stage, call: str, error: str, when: str
) -> None:
    if crash_trace.why_not():
        pytest.skip(crash_trace.why_not())
    scene = PRESS[0] if call != "unlink" else PRESS[1]
    with crash_trace.failing(call, error, when) as watch:
        trial = stage.with_fault(scene, f"{call} fails: {error}", ready=watch)
    assert not trial.killed
    assert trial.problems == ()
    assert trial.in_the_end == "new"


def locked_out(act: Callable[[], object]) -> str:
    """What `act` says while another process holds the desk database's write lock and does not let go."""
    with closing(sqlite3.connect(current().desk_database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        connection.settings_dict["OPTIONS"]["timeout"] = 0.1
        try:
            act()
        except OperationalError as error:
            return str(error)
    return "nothing"


def press_once() -> None:
    with open_press() as press:
        press.run_once(LATER)


@pytest.mark.parametrize("scene", NOT_DESK, **ids)
def test_whoever_finds_the_desk_database_locked_tries_again(stage: Stage, scene: Scene) -> None:
    expected = stage.expected(scene)
    stage.ground.bring_back(scene.name)
    act = press_once if scene.process == "press" else scheduler_at(LATER).step
    assert stage.ground.child(partial(locked_out, act), now=LATER).answer == "database is locked"
    found = stage.ground.child(look_and_recover, now=LATER).answer
    assert found.problems == ()
    assert (found.in_the_end, found.kept, found.desk) == expected.done
