"""`broadsheet edition`: takes the public pages out as plain files."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import paper_of
from broadsheet.cli.progress import bar


@click.group()
def command() -> None:
    """Take the public pages out as plain files."""


@command.command(epilog="Example: broadsheet edition export /srv/mirror")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.pass_context
def export(context: click.Context, folder: Path) -> None:
    """Write every page and picture into DIR, for a mirror or a bucket."""
    from broadsheet.edition.export import MANIFEST
    from broadsheet.edition.export import export as write
    from broadsheet.edition.store import Edition

    paper = paper_of(context)
    if folder.resolve().is_relative_to(paper.folder):
        raise Failed(f"{folder} lies in the paper's own folder. Name one outside of {paper.folder}.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        raise Failed(
            f"{folder} holds other files, which an export could overwrite. Name a new folder, or an empty one."
        )
    edition = Edition(paper.edition_place)
    with bar("Writing") as progress:
        count = write(edition, folder, progress=progress)
    click.echo(f"{count} files written into {folder}; what had not changed was left as it lay.")
