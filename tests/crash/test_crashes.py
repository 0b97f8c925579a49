"""Law 4: desk, scheduler and press may be killed at any point of a publication, a withdrawal and a kill.

`make crash` tries every point; here are those at which most is at stake, and a few of the others.
"""

from __future__ import annotations

from pathlib import Path

import crash_trace
import pytest
from crash_scenes import SCENES, Scene
from crash_trials import Stage, Trial

# The tests' own database is what the paper's is copied from.
pytestmark = pytest.mark.django_db

scenes = pytest.mark.parametrize("scene", [scene for scene in SCENES if scene.sampled], ids=lambda scene: scene.name)


def told(trials: list[Trial]) -> list[str]:
    return [f"{t.kind} {t.number} ({t.label}): {', '.join(t.problems)}" for t in trials if t.problems]


@scenes
def test_a_process_killed_at_a_statement_leaves_the_old_state_or_the_new_one(stage: Stage, scene: Scene) -> None:
    points = stage.statements(scene)
    commits = [point for point in points if point[1].endswith("COMMIT")]
    assert commits, "an act without a transaction"
    # Before the last commit, and right after it.
    last = commits[-1][0]
    chosen = {points[last - 1], points[min(last, len(points) - 1)]}
    trials = [stage.at_statement(scene, number, label) for number, label in sorted(chosen)]
    assert all(trial.killed for trial in trials)
    assert told(trials) == []


@scenes
def test_a_process_killed_at_a_system_call_leaves_the_old_state_or_the_new_one(
    stage: Stage, scene: Scene, tmp_path: Path
) -> None:
    if crash_trace.why_not():
        pytest.skip(crash_trace.why_not())
    calls = [call for call in stage.calls(scene, tmp_path / "calls") if call.changes]
    syncs = [number for number, call in enumerate(calls) if call.name in ("fsync", "fdatasync")]
    trials = [stage.at_call(scene, calls[syncs[0]])]
    assert all(trial.killed for trial in trials)
    assert told(trials) == []
