"""`broadsheet wire topics`: IPTC's Media Topics, and which of them the agencies' own codes mean."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import open_desk, paper_of


@click.group()
def command() -> None:
    """IPTC's Media Topics, and which of them the agencies' own codes mean."""


@command.command(epilog="Example: broadsheet wire topics load cptall-x-all.json")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.pass_context
def load(context: click.Context, file: Path) -> None:
    """Load a release of the Media Topics: IPTC's JSON, NewsML-G2 or spreadsheet (xlsx). Of a topic that is here
    already the newer state wins."""
    open_desk(paper_of(context))
    from broadsheet.wire import topic_tables
    from broadsheet.wire.errors import Refused
    from broadsheet.wire.topics import reading

    try:
        release = reading.read(file.read_bytes())
        done = topic_tables.load(release)
    except Refused as error:
        raise Failed(f"{file.name}: {error.sentence}") from error
    day = f" of {release.released_on}" if release.released_on else ""
    click.echo(
        f"{len(release.concepts):,} topics{day} read; {done.topics:,} are here, {done.retired:,} of them retired."
    )
    click.echo(f"{done.subject_codes:,} older subject codes lead to them.")
    if done.without_meaning:
        click.echo(f"For {done.without_meaning:,} retired topics nothing stands today.")


@command.command("map", epilog="Example: broadsheet wire topics map afp-codes.csv --source afp")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--source", required=True, help="The agency's short name.")
@click.option("--replace", is_flag=True, help="Forget the source's codes that are not in the file.")
@click.pass_context
def map_codes(context: click.Context, file: Path, source: str, replace: bool) -> None:
    """Load which Media Topics a source's own codes mean: a table (CSV) with the columns scheme, code and topic."""
    open_desk(paper_of(context))
    from broadsheet.wire import topic_tables
    from broadsheet.wire.errors import Refused
    from broadsheet.wire.models import Source
    from broadsheet.wire.topics import code_file

    try:
        rows = code_file.read(file.read_bytes())
        supplier, _ = Source.objects.get_or_create(slug=source, defaults={"name": source})
        new, whole = topic_tables.map_codes(supplier, rows, replace=replace)
    except Refused as error:
        raise Failed(f"{file.name}: {error.sentence}") from error
    click.echo(f"{new:,} codes of {source} are new; it has {whole:,} now. They count for what comes in from here on.")
