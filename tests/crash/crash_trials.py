"""Tries crashes one by one: brings a scene back, lets its process be killed at one point, judges what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import crash_trace
from crash_checks import Findings, end_state, look_and_recover, public
from crash_ground import Ended, Ground, and_close
from crash_points import Points
from crash_scenes import LATER, Scene, set_the_stage
from crash_trace import Call, Watch
from django.db import DatabaseError

from broadsheet.edition.errors import EditionError

Spoil = Callable[[], None]
"""Done in the process just before the act: it makes something fail."""

FAULTS = (DatabaseError, EditionError, OSError)
"""What an act may fail with; the process that acts goes on after them."""


@dataclass(frozen=True, slots=True)
class Played:
    """An act that came to its end: the points that it passed, or with what it failed."""

    points: list[str]
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What readers have, what lies there and what the desk says: had nothing happened, and had nothing been broken off.

    `before` is what readers have when the act begins.
    """

    before: str
    untouched: tuple[str, str, str]
    done: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Trial:
    """One crash and what became of it. `at_once` and `in_the_end` are "old" or "new"; no `problems`: all is well."""

    scene: str
    kind: str
    number: int
    label: str
    killed: bool
    at_once: str
    in_the_end: str
    problems: tuple[str, ...]


class Stage:
    """All scenes of one paper, each prepared at first use; the paper's data folder is used up by every trial."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.cookie: str = ground.child(partial(and_close, set_the_stage)).answer
        ground.keep("cast")
        self._expected: dict[str, Expected] = {}

    def expected(self, scene: Scene) -> Expected:
        """Prepare `scene`, and play it to its end, undisturbed."""
        known = self._expected.get(scene.name)
        if known is None:
            ground = self.ground
            ground.bring_back("cast")
            ground.child(partial(and_close, scene.prepare))
            ground.keep(scene.name)
            before = ground.child(public, now=LATER).answer
            untouched = ground.child(end_state, now=LATER).answer
            self._play(scene, Points())
            known = Expected(before, untouched, ground.child(end_state, now=LATER).answer)
            self._expected[scene.name] = known
        return known

    def statements(self, scene: Scene) -> list[tuple[int, str]]:
        """The points within the process: number and what would have happened next."""
        self.expected(scene)
        return list(enumerate(self._play(scene, Points()).answer.points, 1))

    def calls(self, scene: Scene, log: Path) -> list[Call]:
        """The system calls of the act."""
        self.expected(scene)
        with crash_trace.recording(log) as watch:
            self._play(scene, None, ready=watch)
        return crash_trace.calls(log)

    def at_statement(self, scene: Scene, number: int, label: str) -> Trial:
        self.expected(scene)
        return self._judge(scene, ("statement", number, label), self._play(scene, Points(kill_at=number)))

    def at_call(self, scene: Scene, call: Call) -> Trial:
        self.expected(scene)
        with crash_trace.killing(call) as watch:
            ended = self._play(scene, None, ready=watch)
        return self._judge(scene, ("call", call.number, call.name), ended)

    def with_fault(self, scene: Scene, what: str, *, spoil: Spoil | None = None, ready: Watch | None = None) -> Trial:
        """Play `scene` while something fails that kills nobody: the process sees it, and may put things right."""
        self.expected(scene)
        ended = self._play(scene, None, ready=ready, spoil=spoil)
        return self._judge(scene, ("fault", 0, what), ended)

    def _play(
        self, scene: Scene, points: Points | None, *, ready: Watch | None = None, spoil: Spoil | None = None
    ) -> Ended:
        self.ground.bring_back(scene.name)
        return self.ground.child(partial(_act, scene, points, self.cookie, spoil), now=LATER, ready=ready)

    def _judge(self, scene: Scene, point: tuple[str, int, str], ended: Ended) -> Trial:
        expected = self._expected[scene.name]
        played: Played | None = ended.answer
        proved = (expected.untouched[1:], expected.done[1:])
        found: Findings = self.ground.child(partial(look_and_recover, proved), now=LATER).answer
        problems = list(found.problems)
        end = (found.in_the_end, found.kept, found.desk)
        # Where a page can't be made, its last version stays, and the others go on: that is neither of the two.
        if point[0] != "fault" and found.at_once not in (expected.before, expected.untouched[0], expected.done[0]):
            problems.append("readers had neither the old edition nor the new one")
        if end not in (expected.untouched, expected.done):
            problems.append("the paper came to neither the old state nor the new one")
        acknowledged = played is not None and not played.failed
        if (scene.certain or acknowledged) and end != expected.done:
            problems.append("what was due, or said to be done, was lost")
        at_once = "new" if found.at_once == expected.done[0] != expected.before else "old"
        in_the_end = "new" if end == expected.done else "old"
        return Trial(scene.name, *point, ended.killed, at_once, in_the_end, tuple(problems))


def _act(scene: Scene, points: Points | None, cookie: str, spoil: Spoil | None) -> Played:
    """`points` None: nobody counts within the process."""
    if spoil is not None:
        spoil()
    counted = points or Points()
    counted.active = points is not None
    try:
        scene.act(counted, cookie)
    except FAULTS as error:
        return Played(counted.end(), f"{type(error).__name__}: {error}")
    return Played(counted.end())
