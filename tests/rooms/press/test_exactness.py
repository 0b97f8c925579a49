"""Law 1: what the press makes act by act is, byte for byte, what it would make from nothing; and it makes no more."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from cast import NOW, Cast
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from newsroom_acts import ACTS, Newsroom

from broadsheet.edition.store import Edition
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile
from broadsheet.press.run import Press
from editions import place_in

EXAMPLES = int(os.environ.get("BROADSHEET_EXAMPLES", "12"))

DAY_OF_A_NEW_CREDIT = [
    ("wait", 164), ("move", 25), ("schedule", 154), ("write_and_publish", 89), ("change_credit", 199),
    ("schedule", 109), ("write_and_publish", 89), ("change_credit", 0),
]  # fmt: skip
"""It once left the files of the old credit behind: pages that came out the same kept their hold on them."""

a_day = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 200)), min_size=1, max_size=12)


def everything_in(edition: Edition) -> dict[str, object]:
    """All that readers could get, by what it is and where."""
    found: dict[str, object] = {f"page {page.address}": page for page in edition.pages()}
    query = edition.connection.execute
    for table in ("catalogue", "shells", "redirects", "tombstones", "media"):
        for row in query(f"SELECT * FROM {table}"):
            found[f"{table} {row[:2] if table == 'media' else row[0]}"] = row
    folder = edition.media_folder
    found |= {f"file {path.name}": path.read_bytes() for path in folder.glob("*/*")}
    return found


def fingerprints(writer: EditionWriter) -> dict[str, bytes]:
    """What every product was made from, as the ledger has it."""
    return dict(writer.connection.execute("SELECT address, fingerprint FROM inputs"))


def press_from_nothing(paper: PaperFile, folder: Path, now: object) -> dict[str, object]:
    writer = EditionWriter(place_in(folder))
    try:
        Press(PaperNewsroom(paper), writer).run_all(now)  # type: ignore[arg-type]
        return everything_in(writer.reading)
    finally:
        writer.close()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(day=a_day)
@example(day=DAY_OF_A_NEW_CREDIT)
def test_an_edition_kept_up_act_by_act_equals_one_pressed_from_nothing(
    day: list[tuple[str, int]], cast: Cast, paper: PaperFile, tmp_path_factory
) -> None:
    folder = tmp_path_factory.mktemp("editions")
    room = Newsroom(cast, NOW)
    writer = EditionWriter(place_in(folder / "kept"))
    kept = Press(PaperNewsroom(paper), writer)
    point = transaction.savepoint()
    # Wagtail reads the clock itself: here it reads the newsroom's.
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(timezone, "now", lambda: room.now)
    try:
        kept.run_once(room.now)
        inputs_before = fingerprints(writer)
        for number, (name, choice) in enumerate(day):
            room.now += timedelta(minutes=37)
            ACTS[name](room, choice)
            pressed = kept.run_once(room.now)
            here = everything_in(writer.reading)
            there = press_from_nothing(paper, folder / str(number), room.now)
            assert here == there, f"after {day[: number + 1]}"
            inputs = fingerprints(writer)
            if pressed is not None:
                assert not pressed.failed
                # A page whose inputs changed may come out the same: its template does not print all that a card holds.
                unchanged = [a for a in pressed.rendered if inputs[a] == inputs_before.get(a)]
                assert unchanged == [], f"rendered with the same inputs after {day[: number + 1]}"
                unseen = [a for a in inputs if inputs[a] != inputs_before.get(a) and a not in pressed.rendered]
                assert unseen == [], f"not rendered after {day[: number + 1]}"
            inputs_before = inputs
    finally:
        monkeypatch.undo()
        transaction.savepoint_rollback(point)
        writer.close()
