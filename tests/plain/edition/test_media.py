"""Files beside the edition are laid down whole, and none is left that nothing names, wherever a run was broken off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.edition.media import NOTE, MediaFolder


def held(*names: str):  # type: ignore[no-untyped-def]
    return set(names).__contains__


def file(folder: Path, name: str, raw: bytes = b"picture") -> tuple[str, Path]:
    source = folder / f"source-{name}"
    source.write_bytes(raw)
    return name, source


def everything(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_what_is_held_stays_and_what_is_not_goes(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path / "media")
    media.lay([file(tmp_path, "ab1.jpg"), file(tmp_path, "cd2.jpg")])
    assert media.path("ab1.jpg").read_bytes() == b"picture"
    assert media.settle(held("ab1.jpg")) == ["cd2.jpg"]
    assert everything(tmp_path / "media") == ["ab1.jpg"]
    assert media.settle(held()) == []


def test_a_file_that_lies_there_is_left_alone(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path / "media")
    media.lay([file(tmp_path, "ab1.jpg")])
    media.settle(held("ab1.jpg"))
    media.lay([file(tmp_path, "ab1.jpg", b"other")])
    assert media.path("ab1.jpg").read_bytes() == b"picture"
    assert media.settle(held()) == []


def test_the_next_writer_settles_what_a_killed_one_laid_down(tmp_path: Path) -> None:
    work = (
        "import os, signal, sys; from pathlib import Path; from broadsheet.edition.media import MediaFolder\n"
        "folder = Path(sys.argv[1]); media = MediaFolder(folder / 'media')\n"
        "media.lay([('ab1.jpg', folder / 'source-ab1.jpg'), ('cd2.jpg', folder / 'source-cd2.jpg')])\n"
        "media.path(f'.ab1.jpg.{media._mark}').write_bytes(b'pic')\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    file(tmp_path, "ab1.jpg")
    file(tmp_path, "cd2.jpg")
    subprocess.run(
        [sys.executable, "-c", work, str(tmp_path)], env=dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    )
    assert len(everything(tmp_path / "media")) == 4
    assert MediaFolder(tmp_path / "media").settle(held("cd2.jpg")) == ["ab1.jpg"]
    assert everything(tmp_path / "media") == ["cd2.jpg"]


def test_nobody_settles_for_a_writer_that_is_at_work(tmp_path: Path) -> None:
    at_work, other = MediaFolder(tmp_path / "media"), MediaFolder(tmp_path / "media")
    at_work.lay([file(tmp_path, "ab1.jpg")])
    assert other.settle(held()) == []
    assert at_work.settle(held()) == ["ab1.jpg"]


def test_a_name_whose_note_was_torn_off_is_not_taken_for_another(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path / "media")
    media.lay([file(tmp_path, "ab1.jpg")])
    media.settle(held("ab1.jpg"))
    (tmp_path / "media" / f"{NOTE}gone").write_bytes(b"cd2.jpg\nab1.jpg")
    assert media.settle(held()) == []
    assert everything(tmp_path / "media") == ["ab1.jpg"]


def test_a_writer_that_is_closed_leaves_its_note_to_the_next(tmp_path: Path) -> None:
    """As a press does that has met a full disk: it opens the edition anew, again and again."""
    for number in range(3):
        media = MediaFolder(tmp_path / "media")
        media.lay([file(tmp_path, f"ab{number}.jpg")])
        media.close()
    assert set(MediaFolder(tmp_path / "media").settle(held("ab1.jpg"))) == {"ab0.jpg", "ab2.jpg"}
    assert everything(tmp_path / "media") == ["ab1.jpg"]


def test_a_note_that_could_not_be_written_whole_spoils_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    media = MediaFolder(tmp_path / "media")
    media.lay([file(tmp_path, "ab1.jpg"), file(tmp_path, "cd2.jpg")])
    with monkeypatch.context() as full:
        full.setattr(os, "write", lambda descriptor, raw, write=os.write: write(descriptor, raw[:4]))
        with pytest.raises(OSError, match="full"):
            media.note(["ef3.jpg"])
    media.lay([file(tmp_path, "gh4.jpg")])
    assert set(media.settle(held())) == {"ab1.jpg", "cd2.jpg", "gh4.jpg"}
    assert everything(tmp_path / "media") == []


def test_what_could_not_be_noted_is_deleted_all_the_same(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path / "media")
    media.lay([file(tmp_path, "ab1.jpg"), file(tmp_path, "cd2.jpg")])
    media.settle(held("ab1.jpg", "cd2.jpg"))
    media.bear_in_mind(["ab1.jpg", "cd2.jpg"])
    assert media.settle(held("cd2.jpg")) == ["ab1.jpg"]


def test_a_disk_that_is_full_leaves_nothing_half_laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media = MediaFolder(tmp_path / "media")
    calls: list[int] = []
    real = os.fsync

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if "ab1" in os.readlink(f"/proc/self/fd/{descriptor}"):
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        media.lay([file(tmp_path, "ab1.jpg")])
    monkeypatch.undo()
    assert calls
    assert media.settle(held()) == []
    assert everything(tmp_path / "media") == []
