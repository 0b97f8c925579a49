"""The first day at a new paper: questions answered, agency copy taken, pages pressed and exported, all by commands."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import drawn_photo
import pytest
from command_line import CommandLine, broadsheet
from lxml import html

ITEMS = Path(__file__).parent / "items"
EDITOR = "first.editor@courier.example"
GOOD = ("02-ferry-cat.json", "03-kite-school.json")


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    """A folder with two good items and a bad one that comes between them."""
    folder = tmp_path / "spool"
    folder.mkdir()
    for name in GOOD:
        shutil.copy(ITEMS / name, folder)
    (folder / "02-torn.json").write_text('{"uri": "urn:lantern:torn", "headlines": [{"value": "Half a st', "utf-8")
    return folder


def headline(name: str) -> str:
    words: str = json.loads((ITEMS / name).read_text("utf-8"))["headlines"][0]["value"]
    return words


def files(spool: Path) -> list[str]:
    return [str(path) for path in sorted(spool.glob("*.json"))]


def exported(command: CommandLine, folder: Path) -> str:
    """All public HTML, pressed and taken out into `folder`."""
    command("press", "run", "--once")
    command("edition", "export", str(folder))
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.rglob("*.html")))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """A paper made by answers, two of them wrong at first and one left empty, and what was said while it was made."""
    folder = tmp_path_factory.mktemp("asked") / "paper"
    answers = ("The Asked Herald", "xx", "", "Middle/Nowhere", "Europe/Lisbon", "City,Sea")
    done = broadsheet("new", str(folder), typed="".join(f"{one}\n" for one in answers))
    assert done.returncode == 0, done.stderr
    return folder, done


def test_what_the_command_does_not_say_is_asked(asked: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, done = asked
    for question in ("Name of the newspaper", "Languages", "Time zone", "Sections"):
        assert question in done.stdout
    settings = (folder / "paper.toml").read_text("utf-8")
    assert 'name = "The Asked Herald"' in settings and 'timezone = "Europe/Lisbon"' in settings
    assert 'languages = ["en"]' in settings, "an empty answer is the one that was offered"


def test_a_wrong_answer_is_asked_again(asked: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, done = asked
    assert "xx" in done.stdout + done.stderr and "Middle/Nowhere" in done.stdout + done.stderr
    assert done.stdout.count("Time zone [") == 2
    assert done.stderr == ""


def test_a_folder_in_use_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Mine.", "utf-8")
    settings = ("--name", "A", "--languages", "en", "--timezone", "UTC", "--sections", "B")
    done = broadsheet("new", str(tmp_path), *settings)
    assert done.returncode == 1
    assert "not empty" in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_command_without_a_paper_says_how_to_make_one(tmp_path: Path) -> None:
    done = broadsheet("press", "all", folder=tmp_path)
    assert done.returncode != 0
    assert "broadsheet new" in done.stderr and "Traceback" not in done.stderr


def test_a_bad_item_stops_no_good_one_and_nothing_is_public_before_somebody_decides(
    command: CommandLine, spool: Path, tmp_path: Path
) -> None:
    done = command.ended("wire", "take", *files(spool))
    assert done.returncode == 1
    assert "02-torn.json: refused. " in done.stderr
    assert "1 of 3 files" in done.stderr and "Traceback" not in done.stderr
    for name in GOOD:
        assert headline(name) in done.stdout
    public = exported(command, tmp_path / "mirror")
    assert not any(headline(name) in public for name in GOOD)

    # The desk has all three: what came in, as drafts to be, and the torn one with the reason.
    command("user", "add", EDITOR)
    published = command.ended("wire", "take", *files(spool), "--publish-as-staff", EDITOR)
    assert published.returncode == 1
    public = exported(command, tmp_path / "mirror")
    assert all(headline(name) in public for name in GOOD)


def test_nobody_publishes_under_an_unknown_address(command: CommandLine, spool: Path, tmp_path: Path) -> None:
    done = command.ended("wire", "take", *files(spool), "--publish-as-staff", "stranger@courier.example")
    assert done.returncode == 2
    assert "stranger@courier.example" in done.stderr and "user add" in done.stderr
    assert not any(headline(name) in exported(command, tmp_path / "mirror") for name in GOOD)


def test_the_mirror_is_whole_and_the_edition_is_what_the_desk_says(command: CommandLine, tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    shutil.copytree(ITEMS, spool)
    drawn_photo.draw(spool / "harbour-master.jpg")
    command("user", "add", EDITOR)
    command("wire", "take", *files(spool), "--publish-as-staff", EDITOR)
    # Two make pages, a third process writes them; `verify` makes them alone.
    said = command("press", "all", "--processes", "2")
    assert "0 failed" in said and not said.startswith("0 pages looked at")
    assert "what the desk says" in command("press", "verify")
    mirror = tmp_path / "mirror"
    command("edition", "export", str(mirror))
    pages = sorted(mirror.rglob("*.html"))
    assert len(pages) > 15
    lost = {
        (str(page.relative_to(mirror)), link) for page in pages for link in _links(page) if not _there(mirror, link)
    }
    assert lost == set()
    first = {path: path.read_bytes() for path in mirror.rglob("*") if path.is_file()}
    assert command("edition", "export", str(mirror)).startswith("0 files written")
    assert {path: path.read_bytes() for path in mirror.rglob("*") if path.is_file()} == first


def test_the_doctor_finds_a_new_paper_in_order(command: CommandLine) -> None:
    command("user", "add", EDITOR)
    command("press", "all")
    assert "nothing wrong" in command("doctor")
    (command.folder / "data" / "secret").chmod(0o644)
    said = command.ended("doctor")
    assert said.returncode == 1
    assert "chmod 600" in said.stdout and "Traceback" not in said.stderr


def _links(page: Path) -> set[str]:
    tree = html.document_fromstring(page.read_bytes())
    found = set(tree.xpath("//@href | //@src"))
    for srcset in tree.xpath("//@srcset"):
        found |= {candidate.split()[0] for candidate in srcset.split(",")}
    return {link.partition("#")[0] for link in found if link.startswith("/")}


def _there(mirror: Path, link: str) -> bool:
    """Whether a plain server of files would find what `link` leads to."""
    path = mirror / unquote(link).lstrip("/")
    return path.is_file() or (path / "index.html").is_file()
