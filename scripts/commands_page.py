"""Writes the reference page of the commands from the commands themselves, into the file that is named."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from broadsheet.cli.command import broadsheet

HEAD = """\
# Commands

<!-- Made from the commands by `make docs`; a test compares it with them. -->

Every command takes `--paper DIR` before its name: the folder of the paper. Without it that is `$BROADSHEET_PAPER`, else
the working folder. Exit codes: 0 done, 1 failed, 2 used wrongly, 130 interrupted. A failure is a sentence that says
what to do; `--debug` before the command's name shows the traceback too.
"""


def page() -> str:
    """The whole page, in the order of `broadsheet --help`."""
    return "\n".join([HEAD, *(_entry(path, command) for path, command in leaves(broadsheet))])


def leaves(group: click.Group, path: tuple[str, ...] = ("broadsheet",)) -> Iterator[tuple[str, click.Command]]:
    """("broadsheet press all", the command) for every command that does something."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def _entry(path: str, command: click.Command) -> str:
    arguments = [p.make_metavar(click.Context(command)) for p in command.params if isinstance(p, click.Argument)]
    example = (command.epilog or "").removeprefix("Example: ")
    lines = [f"## {' '.join([path, *arguments])}", "", (command.help or "").replace("\n", " ").strip(), ""]
    options = [_option(p, command) for p in command.params if isinstance(p, click.Option)]
    if options:
        lines += ["| option | what it does |", "|---|---|", *options, ""]
    return "\n".join([*lines, "```sh", example, "```", ""])


def _option(option: click.Option, command: click.Command) -> str:
    spelt = ", ".join(option.opts)
    if isinstance(option.type, click.Choice):
        # A bar would end the table's cell.
        spelt += f" {'/'.join(option.type.choices)}"
    elif not option.is_flag:
        spelt += f" {option.make_metavar(click.Context(command)).replace('INTEGER RANGE', 'NUMBER')}"
    default = f" Default: {option.default}" if option.show_default and option.default else ""
    return f"| `{spelt}` | {option.help or ''}{default} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
