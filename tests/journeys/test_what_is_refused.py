"""Commands that could spoil what somebody has: refused with a sentence, and nothing is touched."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BROADSHEET = Path(sys.executable).with_name("broadsheet")


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BROADSHEET, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="module")
def folder(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody's own paper."""
    return Path(shutil.copytree(founded, tmp_path_factory.mktemp("own") / "paper"))


def test_the_demo_does_not_move_into_somebodys_own_paper(folder: Path) -> None:
    done = run("demo", folder)
    assert (done.returncode, "no demo paper" in done.stderr) == (1, True)


def test_an_export_overwrites_neither_the_paper_nor_other_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    assert run("--paper", folder, "edition", "export", folder / "theme").returncode == 1
    assert run("--paper", folder, "edition", "export", tmp_path).returncode == 1
    assert (tmp_path / "index.html").read_text() == "mine"


def test_readers_and_editors_do_not_share_a_port(folder: Path) -> None:
    done = run("run", "--paper", folder, "--port", "8300", "--desk-port", "8300")
    assert (done.returncode, "both have port 8300" in done.stderr) == (2, True)


def test_a_folder_among_the_files_stops_none_of_them(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "item.json").write_text('{"uri": "urn:a", "headline": "One", "body_text": "Words."}')
    done = run("wire", "take", tmp_path / "sub", tmp_path / "item.json", "--paper", folder)
    assert (done.returncode, "new: One" in done.stdout) == (1, True)
