"""`broadsheet lite`: serves pages without pictures and list while too many readers come at once."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from broadsheet.cli.opening import paper_of


@click.command(epilog="Example: broadsheet lite on")
@click.argument("switch", type=click.Choice(["on", "off", "state"]))
@click.pass_context
def command(context: click.Context, switch: str) -> None:
    """Serve pages without pictures and live list (on), whole ones again (off), or say which (state).

    It holds for the kiosks on this machine, within a second, and through restarts, until it is turned off. The desk
    shows that it is on.
    """
    from broadsheet.edition.brown_out import on_since, turn

    edition = paper_of(context).edition
    if switch != "state" and not turn(edition, switch == "on", now=datetime.now(UTC)):
        click.echo(f"It is {switch} already.")
        return
    since = on_since(edition)
    if since is None:
        click.echo("Readers have whole pages.")
    else:
        click.echo(f"Since {since.astimezone():%d %B, %H:%M}, readers have pages without pictures and live list.")
