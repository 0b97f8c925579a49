"""`broadsheet demo`: makes the demo paper, or one of many stories for tests of load."""

from __future__ import annotations

import os
from pathlib import Path

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.new import make_paper
from broadsheet.cli.press_hand import hands
from broadsheet.cli.progress import bar
from broadsheet.paperfile import FILE_NAME

EDITOR = "editor@demo.example"
BEGUN = "demo.begun"
DONE = "demo.done"
"""Marks in a demo paper's data folder: a paper without one of them is somebody's own."""

SHARED_FROM = 2_000
"""Stories from which on the press shares its work among processes: for fewer, starting them takes longer."""


@click.command(epilog="Example: broadsheet demo demo-paper && broadsheet --paper demo-paper run")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--stories",
    type=click.IntRange(min=1),
    help="So many stories altogether, the further ones invented, for tests of load.",
)
def command(folder: Path, stories: int | None) -> None:
    """Make the demo paper in DIR; interrupted, it goes on where it was."""
    from broadsheet.demo.copy import read_demo

    demo = read_demo()
    if not (folder / FILE_NAME).exists():
        make_paper(
            folder,
            name=demo.editions[0].name,
            languages=list(demo.languages),
            timezone=demo.timezone,
            sections=[],
            specimen=True,
        )
        (folder / "data" / BEGUN).touch()
    elif not any((folder / "data" / name).exists() for name in (BEGUN, DONE)):
        raise Failed(
            f"The paper in {folder} is no demo paper; its pages would be mixed with invented ones. Name another."
        )
    os.environ["BROADSHEET_PAPER"] = str(folder.resolve())
    done = folder / "data" / DONE
    if done.exists() and not stories:
        click.echo(f"The demo paper lies in {folder}. Run it with: broadsheet --paper {folder} run")
        return
    _fill(done, stories)
    click.echo(f"The demo paper lies in {folder}; its administrator is {EDITOR}. Run it with:")
    click.echo(f"  broadsheet --paper {folder} run --sign-in {EDITOR}")


def _fill(done: Path, stories: int | None) -> None:
    from broadsheet.cli.opening import hush, migrate, open_desk
    from broadsheet.paperfile import current

    open_desk(current(), must_exist=False)
    hush()
    migrate()
    from django.utils import timezone

    from broadsheet.cli.user import add_staff
    from broadsheet.demo.build import build_demo
    from broadsheet.demo.bulk import make_stories
    from broadsheet.paper.presses import open_press
    from broadsheet.staff.models import Staff
    from broadsheet.stories.models import Story

    editor = Staff.objects.filter(email=EDITOR).first() or add_staff(EDITOR, "Demo Editor", "administrator")
    if not done.exists():
        with bar("Writing the demo paper") as progress:
            count = build_demo(by=editor, now=timezone.now(), progress=progress)
        if count == 0:
            raise Failed("The demo paper holds no stories; this installation is not whole.")
        done.touch()
    if stories:
        with bar("Adding stories") as progress:
            make_stories(stories, now=timezone.now(), progress=progress, varied=True)
    # Pressed now, so that the first visitor of the first run finds a newspaper.
    many = Story.objects.count() > SHARED_FROM
    count = (os.cpu_count() or 1) if many else 1
    with open_press() as press, hands(current(), count) as crew, bar("Pressing") as progress:
        press.run_all(timezone.now(), afresh=False, progress=progress, clock=timezone.now, crew=crew)
