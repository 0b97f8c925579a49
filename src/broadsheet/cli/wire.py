"""`broadsheet wire`: takes agency copy in."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import hush, open_desk, paper_of


@click.group()
def command() -> None:
    """Take agency copy in."""


@command.command(epilog="Example: broadsheet wire take spool/*.json --source afp")
@click.argument(
    "files",
    metavar="FILE…",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
)
@click.option("--source", default="hand", show_default=True, help="The agency's short name.")
@click.option(
    "--publish-as-staff",
    metavar="EMAIL",
    help="Publish what comes in, as the decision of this member of staff.",
)
@click.pass_context
def take(context: click.Context, files: tuple[Path, ...], source: str, publish_as_staff: str | None) -> None:
    """Take files into the desk's wire inbox, in the order given; a bad one stops none of the others."""
    open_desk(paper_of(context))
    hush()
    from django.utils import timezone

    from broadsheet.staff.models import Staff
    from broadsheet.stories.lineage import carry, publish_taken
    from broadsheet.wire.intake import take as take_in
    from broadsheet.wire.models import Source

    person = None
    if publish_as_staff:
        person = Staff.objects.filter(email__iexact=publish_as_staff, is_active=True).first()
        if person is None:
            raise click.UsageError(
                f"Nobody at this desk has the address {publish_as_staff}. "
                f"Add them first: broadsheet user add {publish_as_staff}"
            )
    supplier, _ = Source.objects.get_or_create(slug=source, defaults={"name": source})
    refused = 0
    for path in files:
        try:
            raw = path.read_bytes()
        except OSError as error:
            refused += 1
            click.echo(f"{path}: could not be read. {error.strerror}.", err=True)
            continue
        taken = take_in(raw, source=supplier, name=path.name, now=timezone.now(), folder=path.parent)
        for warning in taken.warnings:
            click.echo(f"{path.name}: {warning}", err=True)
        if taken.outcome == "refused":
            refused += 1
            click.echo(f"{path.name}: refused. {taken.reason}", err=True)
            continue
        if person is None:
            for sentence in carry(taken.items, now=timezone.now()):
                click.echo(f"{path.name}: {sentence}")
        for item in taken.items:
            done = publish_taken(item, by=person, now=timezone.now()) if person else item.what
            click.echo(f"{path.name}: {done}: {item.headline}")
    if refused:
        raise Failed(
            f"{refused} of {len(files)} files were not taken. What could be read is kept at the desk, with the reason."
        )


@command.command(epilog="Example: broadsheet wire poll")
@click.pass_context
def poll(context: click.Context) -> None:
    """Look into every source's spool folder once: DIR/wire/SOURCE/*."""
    paper = paper_of(context)
    open_desk(paper)
    from django.utils import timezone

    from broadsheet.stories.lineage import carry
    from broadsheet.wire.polling import poll_folders

    now = timezone.now()
    report = poll_folders(paper.folder / "wire", now=now, then=lambda items: carry(items, now=now))
    if not report:
        click.echo(f"No folder of a source lies in {paper.folder / 'wire'}.")
    for source, (taken, refused) in sorted(report.items()):
        click.echo(f"{source}: {taken} taken, {refused} refused.")


@command.command(epilog="Example: broadsheet wire refile")
@click.pass_context
def refile(context: click.Context) -> None:
    """Work out anew what the inbox lists, finds and groups items by, as after a change of sections."""
    open_desk(paper_of(context))
    from django.utils import timezone

    from broadsheet.cli.progress import bar
    from broadsheet.wire.filing import refile_all

    with bar("Items") as told:
        count = refile_all(now=timezone.now(), progress=told)
    click.echo(f"{count:,} items filed anew.")
