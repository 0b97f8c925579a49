"""One edition kept up act by act, compared after each act with one pressed from nothing at that moment."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import dossier_acts
import front_acts
import house_acts
import live_acts
import newsroom_acts
import pytest
from cast import NOW, Cast
from django.db import transaction
from django.utils import timezone
from newsroom_acts import Newsroom
from what_readers_get import what_is_found

from broadsheet import killfile, paperfile
from broadsheet.edition.store import Edition
from broadsheet.edition.writing import EditionWriter
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import current
from broadsheet.press.pressing import Pressed
from broadsheet.press.run import Press
from broadsheet.stories.models import StoryAddress
from editions import place_in

ACTS: dict[str, Callable[[Newsroom, int], None]] = {
    act.__name__: act for acts in (newsroom_acts, house_acts, front_acts, live_acts, dossier_acts) for act in acts.ACTS
}

STEP = timedelta(minutes=37)

FURTHEST_REDIRECT = 1
"""Steps from a former address to the present one, however often a story was renamed."""


class TwinEditions(AbstractContextManager["TwinEditions"]):
    """The twins, the newsroom that they serve, and what was counted: acts, products rendered, products changed."""

    def __init__(self, cast: Cast, folder: Path) -> None:
        self.folder = folder
        self.room = Newsroom(cast, NOW)
        self.done: list[tuple[str, int]] = []
        self.counted: Counter[str] = Counter()
        self._paper = current()
        self._point = transaction.savepoint()
        # Wagtail reads the clock itself: here it reads the newsroom's.
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(timezone, "now", lambda: self.room.now)
        self._forget_kills()
        self.writer = EditionWriter(place_in(folder / "kept"))
        self.kept = Press(PaperNewsroom(current()), self.writer)
        self.kept.run_once(self.room.now)
        self.held = everything_in(self.writer.reading)

    def __exit__(self, *_: object) -> None:
        self._patch.undo()
        transaction.savepoint_rollback(self._point)
        self.writer.close()
        for name in ("templates", "css"):
            shutil.rmtree(self._paper.theme / name, ignore_errors=True)
        paperfile._current = self._paper
        self._forget_kills()
        shutil.rmtree(self.folder)

    def act(self, name: str, choice: int) -> None:
        """Act, press, and compare.

        After it the kept edition is the same as one from nothing, file by file; exactly those products count as changed
        whose bytes differ from before; and none was rendered whose inputs were the same.
        """
        self.done.append((name, choice))
        self.room.now += STEP
        ACTS[name](self.room, choice)
        if self.room.reopened:
            self.kept = Press(PaperNewsroom(current()), self.writer)
            self.room.reopened = False
        inputs_before = fingerprints(self.writer)
        pressed = self.kept.run_once(self.room.now)
        here = everything_in(self.writer.reading)
        there = press_from_nothing(self.folder / "other", self.room.now)
        assert here == there, f"after {self.done}\n{_difference(here, there)}"
        self._compare_changes(here, pressed)
        self._compare_inputs(inputs_before, pressed)
        self._follow_addresses()
        self.held = here

    def _compare_changes(self, here: dict[str, object], pressed: Pressed | None) -> None:
        changed = set(pressed.changed) if pressed is not None else set()
        differ = {key for key in here.keys() | self.held.keys() if here.get(key) != self.held.get(key)}
        wanted = {_address(key) for key in differ if not key.startswith(("media ", "file "))}
        assert changed == wanted, f"told as changed after {self.done}"

    def _compare_inputs(self, before: dict[str, bytes], pressed: Pressed | None) -> None:
        self.counted["acts"] += 1
        if pressed is None:
            return
        assert not pressed.failed, f"after {self.done}"
        after = fingerprints(self.writer)
        # A page whose inputs changed may come out the same: its template does not print all that a card holds.
        unchanged = [a for a in pressed.rendered if after[a] == before.get(a)]
        assert unchanged == [], f"rendered with the same inputs after {self.done}"
        unseen = [a for a in after if after[a] != before.get(a) and a not in pressed.rendered]
        assert unseen == [], f"not rendered after {self.done}"
        rendered, changed = set(pressed.rendered), set(pressed.changed)
        self.counted["looked at"] += pressed.looked_at
        self.counted["rendered"] += len(rendered)
        self.counted["rendered and the same"] += len(rendered - changed)

    def _follow_addresses(self) -> None:
        """Whatever a story was ever called leads to it, in one step, or says that it is gone."""
        edition = self.writer.reading
        for address in StoryAddress.objects.values_list("address", flat=True):
            steps, at = 0, address
            while (target := edition.redirect(at)) is not None:
                steps, at = steps + 1, target
                assert steps <= FURTHEST_REDIRECT, f"{address} leads on and on after {self.done}"
            assert edition.has_page(at) or (steps == 0 and edition.is_gone(at)), f"{address} after {self.done}"

    def _forget_kills(self) -> None:
        (self._paper.data / "kills.jsonl").unlink(missing_ok=True)
        killfile._files.pop(self._paper.folder, None)


def everything_in(edition: Edition) -> dict[str, object]:
    """All that readers could get, by what it is and where."""
    found: dict[str, object] = {f"page {page.address}": page for page in edition.pages()}
    query = edition.connection.execute
    for table in ("catalogue", "shells", "redirects", "tombstones", "media"):
        for row in query(f"SELECT * FROM {table}"):
            found[f"{table} {row[:2] if table == 'media' else row[0]}"] = row
    for row in query("SELECT s.story_id, s.*, t.tokens FROM search s JOIN search_tokens t ON t.place = s.place"):
        found[f"catalogue {row[0]}"] = (found.get(f"catalogue {row[0]}"), *row)
    found |= {f"file of words: {row[:2]}": row for row in query("SELECT * FROM search_known")}
    found |= {f"file of words: {row}": row for row in what_is_found(edition)}
    folder = edition.media_folder
    found |= {f"file {path.name}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return found


def _address(key: str) -> str:
    """The press's name for a product."""
    kind, _, name = key.partition(" ")
    return {"catalogue": f"story/{name}", "shells": f"shell/{name}"}.get(kind, name)


def fingerprints(writer: EditionWriter) -> dict[str, bytes]:
    """What every product was made from, as the ledger has it."""
    return dict(writer.connection.execute("SELECT address, fingerprint FROM inputs"))


def press_from_nothing(folder: Path, now: datetime) -> dict[str, object]:
    writer = EditionWriter(place_in(folder))
    try:
        Press(PaperNewsroom(current()), writer).run_all(now)
        return everything_in(writer.reading)
    finally:
        writer.close()
        shutil.rmtree(folder)


def _difference(here: dict[str, object], there: dict[str, object]) -> str:
    """What only one edition holds, or holds otherwise, from just before where they part."""
    told = []
    for key in sorted(here.keys() | there.keys()):
        ours, others = str(here.get(key)), str(there.get(key))
        if ours != others:
            at = next((n for n, (a, b) in enumerate(zip(ours, others, strict=False)) if a != b), 0)
            told.append(f"{key}: {ours[max(0, at - 60) : at + 120]!r} against {others[max(0, at - 60) : at + 120]!r}")
    return "\n".join(told[:12])
