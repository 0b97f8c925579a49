"""`broadsheet new`: makes a paper in a folder of its own."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.paper_toml import paper_toml
from broadsheet.paperfile import FILE_NAME
from broadsheet.text.languages import LANGUAGES
from broadsheet.text.slugs import is_taken, slug

A_MONTH = 31
"""Days of which stories count as today's paper when a paper begins, and not as its archive."""


class _Languages(click.ParamType[list[str]]):
    name = "codes"

    def convert(self, value: Any, param: Any, ctx: Any) -> list[str]:
        if isinstance(value, list):
            # click converts the answer to a question once more.
            return value
        codes = [code.strip() for code in value.split(",") if code.strip()]
        for code in codes:
            if code not in LANGUAGES:
                self.fail(f"{code!r} is not one of {', '.join(LANGUAGES)}.", param, ctx)
        if not codes or len(set(codes)) != len(codes):
            self.fail("Name each language once, such as en,km.", param, ctx)
        return codes


class _Zone(click.ParamType[str]):
    name = "name"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        if value not in available_timezones():
            self.fail(f"{value!r} is no time zone; use a name such as Asia/Phnom_Penh.", param, ctx)
        return str(value)


class _Names(click.ParamType[list[str]]):
    name = "names"

    def convert(self, value: Any, param: Any, ctx: Any) -> list[str]:
        if isinstance(value, list):
            return value
        names = [name.strip() for name in value.split(",") if name.strip()]
        if len({slug(name) for name in names}) != len(names):
            self.fail("Two sections have the same name.", param, ctx)
        for name in names:
            if is_taken(slug(name)):
                self.fail(f"A section can't be called {name}: its address means something else.", param, ctx)
        return names


@click.command(epilog="Example: broadsheet new courier --name 'The Mekong Courier' --languages en,km")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", prompt="Name of the newspaper", help="As on its masthead.")
@click.option(
    "--languages",
    prompt="Languages, the main one first",
    default="en",
    show_default=True,
    type=_Languages(),
    help="Codes with commas between: en,km.",
)
@click.option(
    "--timezone",
    prompt="Time zone",
    default="Asia/Phnom_Penh",
    show_default=True,
    type=_Zone(),
    help="By its name.",
)
@click.option(
    "--sections",
    prompt="Sections, in the order of the navigation",
    default="National,World,Business,Sport,Life,Opinion",
    show_default=True,
    type=_Names(),
    help="Names with commas between.",
)
def command(folder: Path, name: str, languages: list[str], timezone: str, sections: list[str]) -> None:
    """Make a paper in DIR: paper.toml, theme/ and data/."""
    logging.getLogger("wagtail").setLevel(logging.WARNING)
    make_paper(folder, name=name, languages=languages, timezone=timezone, sections=sections)
    click.echo(f"{name} lies in {folder}. Next:")
    if languages[1:] and sections:
        others = ", ".join(languages[1:])
        click.echo(f"  at the desk, sections for {others}: those named above are {languages[0]}'s")
    click.echo(f"  broadsheet --paper {folder} user add YOU@EXAMPLE.ORG")
    click.echo(f"  broadsheet --paper {folder} run")


def make_paper(
    folder: Path, *, name: str, languages: list[str], timezone: str, sections: list[str], specimen: bool = False
) -> None:
    """Write the paper's files and found its desk database.

    Errors: `Failed` where the folder holds a paper already, or something else.
    """
    if (folder / FILE_NAME).exists():
        raise Failed(f"{folder} holds a paper already. Run it with: broadsheet --paper {folder} run")
    if folder.exists() and any(folder.iterdir()):
        raise Failed(f"{folder} is not empty. Name a new folder, or an empty one.")
    for part in ("theme/templates", "theme/css", "data"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "data").chmod(0o750)
    # An archive that is brought in has no card for each of its stories.
    recent = datetime.now(UTC).date() - timedelta(days=A_MONTH)
    text = paper_toml(name=name, languages=languages, timezone=timezone, share_cards_from=recent, specimen=specimen)
    (folder / FILE_NAME).write_text(text, "utf-8")
    found_desk(folder, sections)


def found_desk(folder: Path, sections: list[str]) -> None:
    """Make the desk database of the paper in `folder` and found it."""
    os.environ["BROADSHEET_PAPER"] = str(folder.resolve())
    from broadsheet.cli.opening import hush, migrate, open_desk
    from broadsheet.paperfile import current

    open_desk(current(), must_exist=False)
    hush()
    migrate()
    from broadsheet.stories.founding import found

    found(current(), sections)
