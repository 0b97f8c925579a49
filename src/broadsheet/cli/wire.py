"""`broadsheet wire`: takes agency copy in."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.cli import topics
from broadsheet.cli.command import Failed
from broadsheet.cli.opening import hush, open_desk, paper_of


@click.group()
def command() -> None:
    """Take agency copy in."""


command.add_command(topics.command, "topics")


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
@click.option(
    "--photo-reason",
    metavar="TEXT",
    default="",
    help="Why that member of staff lets photos out whose owners' words hold them back. Without it such a story stays a "
    "draft.",
)
@click.pass_context
def take(
    context: click.Context, files: tuple[Path, ...], source: str, publish_as_staff: str | None, photo_reason: str
) -> None:
    """Take files into the desk's wire inbox, in the order given; a bad one stops none of the others."""
    if photo_reason.strip() and not publish_as_staff:
        raise click.UsageError("--photo-reason needs --publish-as-staff: a decision is somebody's.")
    open_desk(paper_of(context))
    hush()
    from django.utils import timezone

    from broadsheet.staff.models import Staff
    from broadsheet.stories.lineage import carry, publish_taken
    from broadsheet.wire.health import note_arrival
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
    supplier, _ = Source.objects.get_or_create(slug=source, defaults={"name": source, "kind": Source.Kind.HAND})
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
            done = item.what.value
            if person is not None:
                done = publish_taken(item, by=person, now=timezone.now(), photo_reason=photo_reason.strip())
            click.echo(f"{path.name}: {done}: {item.headline}")
        note_arrival(supplier, taken, now=timezone.now())
    if refused:
        raise Failed(
            f"{refused} of {len(files)} files were not taken. What could be read is kept at the desk, with the reason."
        )


@command.command(epilog="Example: broadsheet wire poll")
@click.pass_context
def poll(context: click.Context) -> None:
    """Look once at every source that is due: folders in DIR/wire, feeds, mailboxes."""
    paper = paper_of(context)
    open_desk(paper)
    hush()
    from broadsheet.cli.wire_process import means_of
    from broadsheet.wire.rounds import Rounds

    rounds = Rounds(means_of(paper))
    rounds.begin()
    looks = sorted(rounds.wait(), key=lambda look: look.source)
    if not looks:
        click.echo("No source is due. All of them: broadsheet wire sources")
    for look in looks:
        click.echo(f"{look.source}: {look.error or f'{look.counts.taken} taken, {look.counts.refused} refused.'}")
    failed = sum(bool(look.error) for look in looks)
    if failed:
        raise Failed(f"{failed} of {len(looks)} sources could not be looked at to the end; they are tried again.")


@command.command(epilog="Example: broadsheet wire sources")
@click.pass_context
def sources(context: click.Context) -> None:
    """List the sources and how they do. They are set up at the desk."""
    open_desk(paper_of(context))
    from django.utils import timezone

    from broadsheet.wire import missing_pictures
    from broadsheet.wire.models import Source
    from broadsheet.wire.state import state_of

    found = missing_pictures.counted(Source.objects.select_related("health").order_by("slug"))
    for source in found:
        state = state_of(source, timezone.now())
        click.echo(f"{source.slug}: {source.name}, {source.get_kind_display()}. {state.sentence}")
    if not found:
        click.echo("There are no sources yet. Set them up at the desk, or make a folder: DIR/wire/NAME")


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
