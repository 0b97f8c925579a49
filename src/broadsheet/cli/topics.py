"""`broadsheet wire topics`: IPTC's Media Topics, and which of them the agencies' own codes mean."""

from __future__ import annotations

from pathlib import Path

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import open_desk, paper_of
from broadsheet.cli.progress import bar


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
    from django.db import transaction

    from broadsheet.wire import topic_refiling, topic_tables
    from broadsheet.wire.errors import Refused
    from broadsheet.wire.topics import reading

    try:
        release = reading.read(file.read_bytes())
        with transaction.atomic():
            done = topic_tables.load(release)
            topic_refiling.begin(None)
    except Refused as error:
        raise Failed(f"{file.name}: {error.sentence}") from error
    day = f" of {release.released_on}" if release.released_on else ""
    click.echo(
        f"{len(release.concepts):,} topics{day} read; {done.topics:,} are here, {done.retired:,} of them retired."
    )
    click.echo(f"{done.subject_codes:,} older subject codes lead to them.")
    if done.without_meaning:
        click.echo(f"For {done.without_meaning:,} retired topics nothing stands today.")
    _refile()


@command.command("map", epilog="Example: broadsheet wire topics map afp-codes.csv --source afp")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--source", required=True, help="The agency's short name.")
@click.option("--replace", is_flag=True, help="Forget the source's codes that are not in the file.")
@click.pass_context
def map_codes(context: click.Context, file: Path, source: str, replace: bool) -> None:
    """Load which Media Topics a source's own codes mean: a table (CSV) with the columns scheme, code and topic."""
    open_desk(paper_of(context))
    from django.db import transaction

    from broadsheet.wire import topic_refiling, topic_tables
    from broadsheet.wire.errors import Refused
    from broadsheet.wire.models import Source
    from broadsheet.wire.topics import code_file

    try:
        rows = code_file.read(file.read_bytes())
        supplier, _ = Source.objects.get_or_create(slug=source, defaults={"name": source})
        with transaction.atomic():
            new, whole = topic_tables.map_codes(supplier, rows, replace=replace)
            topic_refiling.begin(supplier)
    except Refused as error:
        raise Failed(f"{file.name}: {error.sentence}") from error
    click.echo(f"{new:,} codes of {source} are new; it has {whole:,} now.")
    _refile()


@command.command(epilog="Example: broadsheet wire topics refile")
@click.pass_context
def refile(context: click.Context) -> None:
    """File all that has come in under the topics that it means now, as after codes were changed at the desk."""
    open_desk(paper_of(context))
    from broadsheet.wire import topic_refiling
    from broadsheet.wire.models import TopicRefiling

    if not TopicRefiling.objects.exists():
        topic_refiling.begin(None)
    _refile()


def _refile() -> None:
    """File anew what is left; broken off, it is gone on with by `refile`, or by a running paper."""
    from broadsheet.wire import topic_refiling

    with bar("Versions") as told:
        changed = topic_refiling.go_on(progress=told)
    click.echo(f"Of what had come in, {changed:,} versions mean other topics now.")
