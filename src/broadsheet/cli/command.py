"""The command `broadsheet`: finds the paper, runs the command, turns failures into sentences."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path

import click

from broadsheet import __version__

COMMANDS = {
    "new": ("new", "Make a new paper in a folder."),
    "run": ("run", "Run the paper: kiosk, desk, press, scheduler."),
    "demo": ("demo", "Make the demo paper."),
    "user": ("user", "Let people in at the desk."),
    "wire": ("wire", "Take agency copy in."),
    "press": ("press", "Press reader pages, check them, repair them."),
    "edition": ("edition", "Take the public pages out as plain files."),
    "lite": ("lite", "Serve pages without pictures while too many readers come."),
    "theme": ("theme", "Check the paper's own look."),
    "doctor": ("doctor", "Check the whole installation."),
}
"""Command → (its module in this package, what it does). Loaded when used: `--help` starts no Django."""


class Failed(click.ClickException):
    """A failure that a person can do something about; exit code 1."""

    exit_code = 1


class Commands(click.Group):
    """Loads a command's module when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"broadsheet.cli.{COMMANDS[name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: broadsheet new my-paper && broadsheet --paper my-paper run",
)
@click.version_option(__version__, prog_name="broadsheet")
@click.option(
    "--paper",
    type=click.Path(path_type=Path, file_okay=False),
    help="The paper's folder. Default: $BROADSHEET_PAPER, or the working folder.",
)
@click.option("--debug", is_flag=True, help="Show a traceback where something fails.")
@click.pass_context
def broadsheet(context: click.Context, paper: Path | None, debug: bool) -> None:
    """A whole online newspaper: wire, desk, press, edition, kiosk."""
    context.obj = {"paper": paper, "debug": debug}


def main() -> None:
    """Run the command line. Exit codes: 0 done, 1 failed, 2 used wrongly, 130 interrupted."""
    debug = "--debug" in sys.argv
    try:
        broadsheet(_common_first(sys.argv[1:]), standalone_mode=False)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except _failures() as error:
        if debug:
            traceback.print_exc()
        else:
            click.echo(f"Error: {_sentence(error)}", err=True)
            click.echo("(broadsheet --debug … shows where this happened.)", err=True)
        sys.exit(1)


def _common_first(words: list[str]) -> list[str]:
    """The words of a command line with --paper and --debug, wherever they stand, before the command's own."""
    common: list[str] = []
    own: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            own += [word, *rest]
        elif word == "--paper":
            common += [word, *([following] if (following := next(rest, None)) is not None else [])]
        elif word == "--debug" or word.startswith("--paper="):
            common.append(word)
        else:
            own.append(word)
    return common + own


def _failures() -> tuple[type[Exception], ...]:
    """Everything that a command may end with and a person can be told of; asked when it happens, so that Django's
    errors are among them where Django was started."""
    from broadsheet.edition.errors import EditionError
    from broadsheet.killfile import KillFileDamaged
    from broadsheet.paperfile import PaperFileError

    found: list[type[Exception]] = [
        OSError, ValueError, LookupError, RuntimeError, TypeError, EditionError, KillFileDamaged,
        PaperFileError,
    ]  # fmt: skip
    if "django" in sys.modules:
        from django.core.exceptions import ImproperlyConfigured, ValidationError
        from django.db import DatabaseError

        from broadsheet.paper.errors import PaperError
        from broadsheet.press.errors import PressError

        found += [DatabaseError, ValidationError, ImproperlyConfigured, PaperError, PressError]
    return tuple(found)


def _sentence(error: Exception) -> str:
    text = str(error) or type(error).__name__
    if isinstance(error, OSError) and error.filename:
        return f"{error.strerror}: {error.filename}"
    return text
