"""An operator's first hour: a new paper, a first editor, the first pressing, a mirror."""

from __future__ import annotations

from pathlib import Path

from command_line import CommandLine


def test_a_new_paper_has_a_commented_file_a_theme_and_data(command: CommandLine) -> None:
    assert sorted(path.name for path in command.folder.iterdir()) == ["data", "paper.toml", "theme"]
    assert 'name = "The Test Courier"' in (command.folder / "paper.toml").read_text("utf-8")


def test_a_folder_that_holds_something_is_left_as_it_is(command: CommandLine) -> None:
    before = (command.folder / "paper.toml").read_bytes()
    settings = ("--name", "Another", "--languages", "en", "--timezone", "UTC", "--sections", "A")
    command("new", str(command.folder), *settings, exit_code=1)
    assert (command.folder / "paper.toml").read_bytes() == before


def test_the_first_member_of_staff_gets_a_link_and_not_a_password(command: CommandLine) -> None:
    said = command("user", "add", "editor@courier.example")
    assert "http://127.0.0.1:8001/door/" in said
    command("user", "add", "editor@courier.example", exit_code=1)
    assert "/door/" in command("user", "add", "editor@courier.example", "--again")


def test_an_empty_paper_is_pressed_verified_and_taken_out(command: CommandLine, tmp_path: Path) -> None:
    command("press", "all")
    assert "Nothing waits." in command("press", "run", "--once")
    assert "what the desk says" in command("press", "verify")
    mirror = tmp_path / "mirror"
    command("edition", "export", str(mirror))
    for page in ("index.html", "km/index.html", "world/index.html", "rss.xml", "robots.txt", "404.html"):
        assert (mirror / page).is_file(), page
