"""`broadsheet press`: presses reader pages, checks them, repairs them."""

from __future__ import annotations

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import open_desk, paper_of
from broadsheet.cli.progress import bar


@click.group()
def command() -> None:
    """Press reader pages, check them, repair them."""


@command.command(name="all", epilog="Example: broadsheet press all")
@click.pass_context
def all_(context: click.Context) -> None:
    """Press every page of the paper; readers have the old ones until all are done."""
    open_desk(paper_of(context))
    from django.utils import timezone

    from broadsheet.paper.presses import open_press

    with bar("Pressing") as progress, open_press() as press:
        pressed = press.run_all(timezone.now(), progress=progress)
    click.echo(f"{pressed.looked_at} pages looked at, {len(pressed.changed)} changed, {len(pressed.failed)} failed.")
    for address, (recipe, message) in pressed.failed.items():
        click.echo(f"  {address} ({recipe}): {message}", err=True)
    if pressed.failed:
        raise Failed("Some pages could not be pressed; readers keep their last versions.")


@command.command(epilog="Example: broadsheet press run --once")
@click.option("--once", is_flag=True, help="Carry out what waits now, then end.")
@click.pass_context
def run(context: click.Context, once: bool) -> None:
    """Carry out press orders as they come."""
    open_desk(paper_of(context))
    from django.utils import timezone

    from broadsheet.paper.presses import open_press

    if not once:
        from broadsheet.cli.press_process import work

        work()
        return
    with open_press() as press:
        pressed = press.run_once(timezone.now())
    if pressed is None:
        click.echo("Nothing waits.")
        return
    click.echo(f"{len(pressed.changed)} pages changed, {len(pressed.failed)} failed.")
    if pressed.failed:
        raise Failed("Some pages could not be pressed; the desk lists them.")


@command.command(epilog="Example: broadsheet press verify --sample 500")
@click.option("--sample", type=click.IntRange(min=1), help="So many pages, chosen at random; all without it.")
@click.option("--repair", is_flag=True, help="Press anew whatever differs, is missing or is too much.")
@click.pass_context
def verify(context: click.Context, sample: int | None, repair: bool) -> None:
    """Compare the edition with pages pressed from nothing."""
    open_desk(paper_of(context))
    from django.utils import timezone

    from broadsheet.paper.presses import open_press
    from broadsheet.press.verify import repair as mend
    from broadsheet.press.verify import verify as compare

    with bar("Comparing") as progress, open_press() as press:
        report = compare(press, timezone.now(), sample=sample, progress=progress)
        if repair and not report.clean:
            mend(press, report, timezone.now())
    click.echo(f"{report.compared} pages compared.")
    for what, addresses in report.told().items():
        for address in addresses[:20]:
            click.echo(f"  {what}: {address}")
        if len(addresses) > 20:
            click.echo(f"  {what}: … and {len(addresses) - 20} more")
    if report.clean:
        click.echo("The edition is what the desk says it should be.")
    elif repair:
        click.echo("Repaired.")
    else:
        raise Failed("The edition differs from the desk. Repair it with: broadsheet press verify --repair")
