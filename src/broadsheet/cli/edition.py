"""`broadsheet edition`: takes the public pages out as plain files, and checks such a copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import paper_of
from broadsheet.cli.progress import bar
from broadsheet.paperfile import PaperFile

if TYPE_CHECKING:
    from broadsheet.edition.targets import Target

SHOWN = 20


@click.group()
def command() -> None:
    """Take the public pages out as plain files."""


@command.command(epilog="Example: broadsheet edition export /srv/mirror")
@click.argument("place", metavar="DIR|s3://BUCKET/…")
@click.pass_context
def export(context: click.Context, place: str) -> None:
    """Write every page and picture into a folder or a bucket, for any static server.

    Broken off, it goes on where it was; a second export writes only what changed. A signed list of all files is laid
    beside them. For a bucket set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, for storage other than
    Amazon's, AWS_ENDPOINT_URL.
    """
    from broadsheet.edition.export import export as write
    from broadsheet.edition.manifest import key_at, public_hex, signer
    from broadsheet.edition.store import Edition

    paper = paper_of(context)
    target = _target(paper, place, empty_or_ours=True)
    edition = Edition(paper.edition_place)
    key = key_at(paper.data / "export-key")
    with bar("Writing") as progress:
        count = write(edition, target, sign=signer(key), progress=progress)
    click.echo(f"{count} files written into {place}; what had not changed was left as it lay.")
    click.echo(f"Elsewhere it is checked with: broadsheet edition verify {place} --key {public_hex(key)}")


@command.command(epilog="Example: broadsheet edition verify /srv/mirror")
@click.argument("place", metavar="DIR|s3://BUCKET/…")
@click.option("--key", help="The public key that the export named; without it, this paper's own.")
@click.pass_context
def verify(context: click.Context, place: str, key: str | None) -> None:
    """Check that a copy is whole: every file of its list, and the list's signature. With --key no paper is needed."""
    from broadsheet.edition.manifest import key_at, public_hex
    from broadsheet.edition.manifest import verify as check

    if key is None:
        key = public_hex(key_at(paper_of(context).data / "export-key"))
    with bar("Checking") as progress:
        verdict = check(_target(None, place, empty_or_ours=False), key, progress=progress)
    for what, names in (("missing", verdict.missing), ("changed", verdict.changed)):
        for name in names[:SHOWN]:
            click.echo(f"  {what}: {name}")
        if len(names) > SHOWN:
            click.echo(f"  {what}: … and {len(names) - SHOWN} more")
    if not verdict.files:
        raise Failed(f"No export lies in {place}.")
    if verdict.signed is None:
        raise Failed("The export is not finished: begin it again, and it goes on where it was.")
    if not verdict.signed:
        raise Failed("The list of files was changed, or another paper signed it.")
    if not verdict.good:
        raise Failed(f"{len(verdict.missing) + len(verdict.changed)} of {verdict.files} files are not as exported.")
    click.echo(f"All {verdict.files} files are as they were exported.")


def _target(paper: PaperFile | None, place: str, *, empty_or_ours: bool) -> Target:
    """The folder or bucket meant by `place`; refused where an export could spoil somebody's files."""
    from broadsheet.edition.manifest import MANIFEST
    from broadsheet.edition.targets import Folder

    if place.startswith("s3://"):
        from broadsheet.edition.bucket import bucket_at

        return bucket_at(place)
    folder = Path(place)
    if paper is not None and folder.resolve().is_relative_to(paper.folder):
        raise Failed(f"{folder} lies in the paper's own folder. Name one outside of {paper.folder}.")
    if not empty_or_ours:
        if not folder.is_dir():
            raise Failed(f"There is no folder {folder}.")
    elif folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        raise Failed(
            f"{folder} holds other files, which an export could overwrite. Name a new folder, or an empty one."
        )
    return Folder(folder)
