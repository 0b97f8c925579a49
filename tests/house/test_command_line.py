"""The command line keeps its manners: one screen of help, an example each, exit code 2 for usage and 1 for failure."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from broadsheet.cli.command import COMMANDS, broadsheet

COMMANDS_IN_GROUPS = {
    "user": ("add",),
    "theme": ("check",),
    "wire": ("take", "poll", "sources", "refile", "topics load", "topics map", "topics refile"),
    "press": ("all", "run", "verify"),
    "edition": ("export", "verify"),
}
LEAVES = sorted((name, *([leaf] if leaf else [])) for name in COMMANDS for leaf in COMMANDS_IN_GROUPS.get(name, ("",)))


def run(*arguments: str, paper: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What the command line answers in a process of its own, on a screen of 80 columns."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("BROADSHEET", "DJANGO"))}
    environment |= {"COLUMNS": "80", "TERM": "dumb"} | ({"BROADSHEET_PAPER": str(paper)} if paper else {})
    program = "import sys; from broadsheet.cli import main; sys.argv[0] = 'broadsheet'; main()"
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment)


def test_the_help_fits_on_a_screen() -> None:
    done = run("--help")
    lines = done.stdout.splitlines()
    assert done.returncode == 0
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


def test_the_help_starts_no_django() -> None:
    program = (
        "import sys; from broadsheet.cli import command; command.broadsheet(['--help'], standalone_mode=False); "
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True).returncode == 0


def test_the_commands_are_those_that_this_file_knows() -> None:
    found = []
    context = click.Context(broadsheet)
    for name in broadsheet.list_commands(context):
        command = broadsheet.get_command(context, name)
        leaves = [leaf for leaf, _ in _leaves(command)] if isinstance(command, click.Group) else [""]
        found += [(name, *([leaf] if leaf else [])) for leaf in leaves]
    assert sorted(found) == LEAVES


def _leaves(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """("topics load", the command) for every command of the group, however deep."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from ((f"{name} {leaf}", one) for leaf, one in _leaves(command))
        else:
            yield name, command


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_the_help_of_a_command_gives_an_example(words: tuple[str, ...]) -> None:
    done = run(*" ".join(words).split(), "--help")
    assert done.returncode == 0, done.stderr
    _, _, example = done.stdout.partition("Example: broadsheet ")
    assert " ".join(words) in example


@pytest.mark.parametrize(
    "words", [("nonsense",), ("press", "nonsense"), ("--nonsense",), ("wire", "take")], ids=" ".join
)
def test_wrong_use_is_told_with_exit_code_2(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [("press", "all"), ("run",), ("edition", "export", "out"), ("wire", "poll")], ids=" ".join
)
def test_a_missing_paper_is_a_sentence_with_exit_code_1(words: tuple[str, ...], tmp_path: Path) -> None:
    done = run("--paper", str(tmp_path), *words)
    assert done.returncode == 1
    assert "broadsheet new" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "paper.toml").write_text('[paper]\nname = "X"\ntimezone = "Phnom Penh"\n', "utf-8")
    done = run("press", "all", paper=tmp_path)
    assert done.returncode == 1
    assert "paper.toml" in done.stderr and "[paper] timezone" in done.stderr
    assert "Traceback" not in done.stderr


def test_debug_shows_where_it_failed(tmp_path: Path) -> None:
    done = run("--debug", "--paper", str(tmp_path), "press", "all")
    assert done.returncode == 1
    assert "Traceback" in done.stderr
