"""Law 3: a kill is total and wins, whatever is done to the database afterwards."""

from __future__ import annotations

import errno
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cast import Cast
from django.db import transaction
from django.utils import timezone

from broadsheet import killfile
from broadsheet.edition.packing import unpack
from broadsheet.paper.newsroom import PaperNewsroom
from broadsheet.paperfile import PaperFile, current
from broadsheet.press.models import Order
from broadsheet.press.run import Press
from broadsheet.press.verify import verify
from broadsheet.stories import acts, kills, scheduler
from broadsheet.stories.errors import KillNotKept, NotKilled, ReasonMissing, StoryKilled
from broadsheet.stories.models import Listing, Story


@pytest.fixture(autouse=True)
def kill_file(paper: object) -> object:
    """Every test begins without a kill."""
    path = current().data / "kills.jsonl"
    path.unlink(missing_ok=True)
    yield path
    path.unlink(missing_ok=True)


def words_of(press: Press) -> str:
    """Everything that readers could read."""
    edition = press.writer.reading
    pages = [unpack([p.head, p.tail] if p.tail else [p.head]).decode(errors="replace") for p in edition.pages()]
    rows = edition.connection.execute("SELECT headline || teaser || card || address FROM catalogue")
    return "\n".join([*pages, *(row[0] for row in rows)])


def media_files(press: Press) -> set[str]:
    """Of photos: the cards that stand in for them are drawn, as PNG."""
    return {path.name for path in press.writer.media_folder.glob("*/*/*") if path.suffix != ".png"}


def test_a_killed_story_is_gone_from_every_page_list_and_picture(cast: Cast, press: Press, now: datetime) -> None:
    press.run_once(now)
    address = cast.flood.current_address()
    assert "Flood water" in words_of(press)
    assert media_files(press)
    kills.kill(cast.flood, by="chief", reason="Court order 12", now=now, photos=[cast.photo])
    press.run_once(timezone.now())
    assert "Flood water" not in words_of(press)
    assert address not in words_of(press)
    assert press.writer.reading.is_gone(address)
    assert media_files(press) == set()


def test_a_kill_is_not_refused_for_a_lock_a_schedule_or_a_workflow(cast: Cast, press: Press, now: datetime) -> None:
    acts.schedule(cast.wedding, timezone.now() + timedelta(hours=1), by=cast.editor, now=now)
    Story.objects.filter(pk=cast.wedding.pk).update(locked=True, locked_by=cast.editor)
    kills.kill(cast.wedding, by="chief", reason="Forged", now=now)
    assert scheduler.run_due(timezone.now() + timedelta(days=1)) == []
    assert not Story.objects.get(pk=cast.wedding.pk).live


def test_what_was_killed_cannot_be_published_again(cast: Cast, press: Press, now: datetime) -> None:
    kills.kill(cast.flood, by="chief", reason="Forged", now=now)
    with pytest.raises(StoryKilled):
        acts.publish(cast.flood, by=None, now=now)
    # Nor by a door that does not ask: Wagtail's own publish.
    Story.objects.get(pk=cast.flood.pk).get_latest_revision().publish()
    press.run_once(timezone.now())
    assert "Flood water" not in words_of(press)


def test_a_kill_outlives_a_restored_database(cast: Cast, press: Press, now: datetime) -> None:
    press.run_once(now)
    address = cast.flood.current_address()
    backup = transaction.savepoint()
    kills.kill(cast.flood, by="chief", reason="Court order", now=now)
    press.run_once(timezone.now())
    transaction.savepoint_rollback(backup)
    assert Story.objects.get(pk=cast.flood.pk).live
    Order.objects.all().delete()
    press.run_once(timezone.now())
    assert "Flood water" not in words_of(press)
    assert press.writer.reading.is_gone(address)
    press.run_all(timezone.now())
    assert "Flood water" not in words_of(press)
    assert verify(press, timezone.now()).clean


def test_a_kill_is_in_the_edition_also_when_its_transaction_was_lost(cast: Cast, press: Press, now: datetime) -> None:
    press.run_once(now)
    Order.objects.all().delete()
    entry = kills._entry(cast.flood, "chief", "Court order", now, ())
    killfile.of(current()).add(entry)
    press.run_once(timezone.now())
    assert "Flood water" not in words_of(press)


def test_a_page_that_fails_to_press_does_not_keep_what_was_killed(cast: Cast, paper: PaperFile, press: Press) -> None:
    press.run_once(timezone.now())
    broken = paper.theme / "templates" / "front.html"
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_text("{{ page.nothing_of_the_kind }}")
    try:
        kills.kill(cast.flood, by="chief", reason="Court order", now=timezone.now())
        pressed = Press(PaperNewsroom(paper), press.writer).run_once(timezone.now())
        assert pressed is not None
        assert "/" in pressed.failed
        assert press.writer.reading.page("/") is None
        # The Khmer front failed too and holds nothing of it: it keeps its last version.
        assert press.writer.reading.page("/km") is not None
    finally:
        broken.unlink()


def test_translations_are_killed_with_the_story(cast: Cast, press: Press, now: datetime) -> None:
    Story.objects.filter(pk=cast.khmer.pk).update(translation_key=cast.flood.translation_key)
    entries = kills.kill(cast.flood, by="chief", reason="Forged", now=now)
    assert {entry.story_id for entry in entries} == {cast.flood.pk, cast.khmer.pk}
    assert not Story.objects.get(pk=cast.khmer.pk).live


def test_a_lifted_kill_lets_the_story_be_published_and_not_before(cast: Cast, press: Press, now: datetime) -> None:
    entry = kills.kill(cast.flood, by="chief", reason="Forged", now=now)[0]
    with pytest.raises(ReasonMissing):
        kills.lift(entry.number, by="chief", reason=" ", now=now)
    kills.lift(entry.number, by="chief", reason="Proved true", now=now)
    press.run_once(timezone.now())
    assert "Flood water" not in words_of(press)
    acts.publish(cast.flood, by=None, now=now)
    press.run_once(timezone.now())
    assert "Flood water" in words_of(press)
    with pytest.raises(NotKilled):
        kills.lift(entry.number, by="chief", reason="Again", now=now)


def test_a_torn_last_line_hides_no_kill(tmp_path: Path, cast: Cast, now: datetime) -> None:
    file = killfile.KillFile(tmp_path / "kills.jsonl")
    first = file.add(kills._entry(cast.flood, "chief", "One", now, ()))
    with file.path.open("ab") as raw:
        raw.write(b'{"type":"kill","num')
    assert killfile.KillFile(file.path).killed().kills == (first,)
    second = file.add(kills._entry(cast.market, "chief", "Two", now, ()))
    assert killfile.KillFile(file.path).killed().kills == (first, second)


def test_a_damaged_line_is_named_and_nothing_is_pressed_past_it(tmp_path: Path, cast: Cast, now: datetime) -> None:
    file = killfile.KillFile(tmp_path / "kills.jsonl")
    file.add(kills._entry(cast.flood, "chief", "One", now, ()))
    with file.path.open("ab") as raw:
        raw.write(b"not a kill\n")
    with pytest.raises(killfile.KillFileDamaged, match="Line 2"):
        file.killed()


def test_a_kill_is_not_refused_by_a_damaged_kill_file(cast: Cast, press: Press, now: datetime) -> None:
    press.run_once(now)
    kills.kill(cast.market, by="chief", reason="Court order", now=now)
    path = killfile.of(current()).path
    whole = path.read_bytes()
    path.write_bytes(b"not a kill\n" + whole)
    (kill,) = kills.kill(cast.flood, by="chief", reason="Court order", now=now)
    assert not Story.objects.get(pk=cast.flood.pk).live
    path.write_bytes(path.read_bytes().removeprefix(b"not a kill\n"))
    first, second = kills.killed().kills
    assert (first.story_id, second) == (cast.market.pk, kill) and first.number < second.number
    press.run_once(timezone.now())
    assert "Flood water" not in words_of(press)


def test_a_kill_file_replaced_by_one_of_the_same_size_is_read_anew(tmp_path: Path, cast: Cast, now: datetime) -> None:
    file = killfile.KillFile(tmp_path / "kills.jsonl")
    file.add(kills._entry(cast.flood, "chief", "One", now, ()))
    assert file.killed().stories == {cast.flood.pk}
    other = killfile.KillFile(tmp_path / "other.jsonl")
    other.add(kills._entry(cast.market, "chief", "Two", now, ()))
    other.path.replace(file.path)
    assert file.killed().stories == {cast.market.pk}


def test_a_photo_without_a_hash_is_killed_alone(cast: Cast, now: datetime) -> None:
    assert cast.photo.file_hash == ""
    entry = kills.kill(cast.flood, by="chief", reason="Forged", now=now, photos=[cast.photo])[0]
    assert all(entry.pictures)


# What a crash, a full disk or a restored backup leaves.


def test_a_kill_that_the_machine_stopped_in_the_middle_of_is_made_good(cast: Cast, press: Press, now: datetime) -> None:
    acts.schedule(cast.wedding, timezone.now() + timedelta(hours=1), by=None, now=now)
    for story in (cast.flood, cast.wedding):
        killfile.of(current()).add(kills._entry(story, "chief", "Court order", now, ()))
    scheduler.Scheduler().step()
    assert not Story.objects.get(pk=cast.flood.pk).live
    assert not Listing.objects.filter(story=cast.flood).exists()
    assert not cast.wedding.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert kills.enforce(timezone.now()) == []
    press.run_once(timezone.now())
    assert verify(press, timezone.now()).clean


def test_a_restored_database_is_made_to_say_what_was_killed(cast: Cast, now: datetime) -> None:
    backup = transaction.savepoint()
    kills.kill(cast.flood, by="chief", reason="Court order", now=now)
    transaction.savepoint_rollback(backup)
    assert Story.objects.get(pk=cast.flood.pk).live
    scheduler.Scheduler().step()
    assert not Story.objects.get(pk=cast.flood.pk).live


class FullDisk:
    """`os.write` as on a disk with room for `room` bytes more."""

    def __init__(self, room: int) -> None:
        self.room, self.write = room, os.write

    def __call__(self, file: int, raw: bytes) -> int:
        if self.room == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        written = self.write(file, raw[: self.room])
        self.room -= written
        return written


@pytest.mark.parametrize("room", [0, 20])
def test_a_kill_is_not_refused_by_a_full_disk_and_says_that_it_was_not_kept(
    cast: Cast, press: Press, now: datetime, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    press.run_once(now)
    first = kills.kill(cast.market, by="chief", reason="Court order", now=now)
    with monkeypatch.context() as full:
        full.setattr(os, "write", FullDisk(room))
        with pytest.raises(KillNotKept, match="Make room on the disk and kill it once more"):
            kills.kill(cast.flood, by="chief", reason="Court order", now=now)
    press.run_once(timezone.now())
    assert "Flood water" not in words_of(press)
    # Nothing half written is left that the next line would be joined to.
    assert list(kills.killed().kills) == first
    again = kills.kill(cast.flood, by="chief", reason="Court order", now=now)
    assert list(kills.killed().kills) == [*first, *again]
