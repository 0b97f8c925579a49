"""`broadsheet press`: presses reader pages, checks them, repairs them."""

from __future__ import annotations

import os
from contextlib import ExitStack

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import open_desk, paper_of
from broadsheet.cli.press_hand import hands
from broadsheet.cli.progress import bar


@click.group()
def command() -> None:
    """Press reader pages, check them, repair them."""


@command.command(name="all", epilog="Example: broadsheet press all --processes 4")
@click.option("--changed-templates", is_flag=True, help="Only what another look or version of the software changes.")
@click.option("--processes", type=click.IntRange(min=1), help="So many share the work; one for each core without it.")
@click.option("--part", metavar="I/N", default="1/1", help="This machine's part where several share one edition: 2/3.")
@click.pass_context
def all_(context: click.Context, changed_templates: bool, processes: int | None, part: str) -> None:
    """Press every page of the paper, newest first, while readers have the old ones; broken off, it goes on there."""
    paper = paper_of(context)
    open_desk(paper)
    from django.utils import timezone

    from broadsheet.paper.presses import open_press
    from broadsheet.press import campaign

    share = _part(part)
    with ExitStack() as stack:
        press = stack.enter_context(open_press())
        parts = campaign.changed_parts(press) if changed_templates else None
        if parts is not None and not parts:
            click.echo("No page is older than the look of this version.")
            return
        if parts is None and campaign.goes_on(press):
            click.echo(f"A press was broken off; it goes on with the {press.backlog.count()} pages that are left.")
        crew = stack.enter_context(hands(paper, processes or os.cpu_count() or 1))
        progress = stack.enter_context(bar("Pressing"))
        try:
            pressed = press.run_all(
                timezone.now(),
                afresh=parts is None,
                parts=parts,
                progress=progress,
                clock=timezone.now,
                crew=crew,
                part=share,
            )
        except KeyboardInterrupt:
            left = press.backlog.count()
            raise Failed(f"Broken off with {left} pages left; the same command goes on with them.") from None
    click.echo(f"{pressed.looked_at} pages looked at, {pressed.changed_count} changed, {len(pressed.failed)} failed.")
    for address, (recipe, message) in pressed.failed.items():
        click.echo(f"  {address} ({recipe}): {message}", err=True)
    if pressed.failed:
        raise Failed("Some pages could not be pressed; readers keep their last versions.")


def _part(said: str) -> tuple[int, int]:
    number, _, of_all = said.partition("/")
    if not (number.isdigit() and of_all.isdigit() and 1 <= int(number) <= int(of_all)):
        raise Failed(f"{said!r} is no part. Say which of how many, as in: --part 2/3")
    return int(number) - 1, int(of_all)


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
