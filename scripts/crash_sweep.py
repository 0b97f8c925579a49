"""Tries every point of every scene (`make crash`), and writes what became of each into docs/crash-safety.md.

crash_sweep.py [--every N] [--all] [--scene NAME …] [--jobs N] [--write]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
for folder in {path.parent for path in ROOT.joinpath("tests").rglob("*.py")}:
    sys.path.append(str(folder))
sys.path.insert(0, str(ROOT))


def main() -> int:
    parser = argparse.ArgumentParser(description="Kill desk, scheduler and press at every point.")
    parser.add_argument("--every", type=int, default=1, help="only every Nth point")
    parser.add_argument("--all", action="store_true", help="also system calls that change nothing outside")
    parser.add_argument("--scene", action="append", help="only this one, such as press-kill")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help="write docs/crash-safety.md and its drawing")
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--into", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part is not None:
        _work(options)
        return 0
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        parts = [Path(folder) / f"{number}.json" for number in range(options.jobs)]
        words = [word for word in sys.argv[1:] if word != "--write"]
        workers = [
            subprocess.Popen([sys.executable, __file__, *words, "--jobs", str(options.jobs),
                              "--part", str(number), "--into", str(path)])
            for number, path in enumerate(parts)
        ]  # fmt: skip
        if max(worker.wait() for worker in workers):
            return 1
        scenes = _joined([json.loads(path.read_text()) for path in parts])
    import crash_report

    print(crash_report.table(scenes))
    problems = [trial for scene in scenes for trial in scene["trials"] if trial["problems"]]
    for trial in problems:
        print(f"{trial['scene']}, {trial['kind']} {trial['number']} ({trial['label']}): {trial['problems']}")
    print(f"{sum(len(scene['trials']) for scene in scenes)} crashes in {time.monotonic() - began:.0f} s, "
          f"{len(problems)} of them with problems.")  # fmt: skip
    if options.write:
        crash_report.write(ROOT / "docs", scenes, every=options.every)
    return 1 if problems else 0


def _work(options: argparse.Namespace) -> None:
    """One process's share: points are dealt out one by one, so that each has some of every kind."""
    import tests.start_django  # noqa: F401

    # isort: split
    import crash_trace
    from crash_paper import make_tables, stage_of
    from crash_scenes import SCENES

    with TemporaryDirectory() as folder:
        store = Path(folder)
        make_tables(store)
        stage = stage_of(store)
        found = []
        for scene in SCENES:
            if options.scene and scene.name not in options.scene:
                continue
            statements = stage.statements(scene)
            calls = [] if crash_trace.why_not() else stage.calls(scene, store / "calls")
            tried_calls = [call for call in calls if call.changes or options.all]
            trials = [
                *(stage.at_statement(scene, *point) for point in _share(statements, options)),
                *(stage.at_call(scene, call) for call in _share(tried_calls, options)),
            ]
            orders = {(call.name, call.number): place for place, call in enumerate(calls, 1)}
            told = [asdict(t) | {"place": orders.get((t.label, t.number), t.number)} for t in trials]
            found.append({"name": scene.name, "statements": len(statements), "calls": len(calls),
                          "changing": sum(call.changes for call in calls), "trials": told})  # fmt: skip
            print(f"{scene.name}: {len(trials)} crashes", flush=True)
            options.into.write_text(json.dumps(found))


def _share(points: list, options: argparse.Namespace) -> list:  # type: ignore[type-arg]
    return points[options.part * options.every :: options.jobs * options.every]


def _joined(parts: list[list[dict]]) -> list[dict]:  # type: ignore[type-arg]
    scenes = parts[0]
    for part in parts[1:]:
        for scene, more in zip(scenes, part, strict=True):
            scene["trials"] += more["trials"]
    for scene in scenes:
        scene["trials"].sort(key=lambda trial: (trial["kind"], trial["place"]))
    return scenes


if __name__ == "__main__":
    sys.exit(main())
