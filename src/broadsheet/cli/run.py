"""`broadsheet run`: the whole paper under one command."""

from __future__ import annotations

import os
import socket

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import migrate, open_desk, paper_of
from broadsheet.cli.supervisor import Child, Supervisor
from broadsheet.paperfile import PaperFile


@click.command(epilog="Example: broadsheet --paper courier run --port 8000 --desk-port 8001")
@click.option("--port", type=click.IntRange(1, 65535), help="Of the readers' site; else as in paper.toml.")
@click.option("--desk-port", type=click.IntRange(1, 65535), help="Of the desk; else as in paper.toml.")
@click.option("--sign-in", metavar="EMAIL", help="Print a link that signs this member of staff in once.")
@click.pass_context
def command(context: click.Context, port: int | None, desk_port: int | None, sign_in: str | None) -> None:
    """Run kiosk, desk, press and scheduler until Ctrl-C."""
    if port:
        os.environ["BROADSHEET_PORT"] = str(port)
    if desk_port:
        os.environ["BROADSHEET_DESK_PORT"] = str(desk_port)
    paper = paper_of(context)
    if paper.port == paper.desk_port:
        raise click.UsageError(f"Readers' site and desk can't both have port {paper.port}. See --port and --desk-port.")
    for what, number in (("readers' site", paper.port), ("desk", paper.desk_port)):
        _need_free(paper.host, number, what)
    open_desk(paper, must_exist=False)
    migrate()
    _finish_deliveries()
    purge = (
        [Child("purge", "broadsheet.cli.purge_process")] if paper.purge.cache != "none" or paper.machines.hub else []
    )
    supervisor = Supervisor(
        [
            Child("kiosk", "broadsheet.cli.kiosk_process"),
            Child("desk", "broadsheet.cli.desk_process"),
            Child("press", "broadsheet.cli.press_process"),
            Child("scheduler", "broadsheet.cli.scheduler_process"),
            Child("wire", "broadsheet.cli.wire_process"),
            Child("worker", "broadsheet.cli.worker_process"),
            *purge,
        ],
        dict(os.environ, BROADSHEET_PAPER=str(paper.folder), PYTHONUNBUFFERED="1"),
    )
    _greet(paper, supervisor, sign_in)
    supervisor.run()


def _finish_deliveries() -> None:
    """Read what the wire had kept when the machine stopped."""
    from django.utils import timezone

    from broadsheet.wire.intake import take_waiting

    take_waiting(now=timezone.now())


def _greet(paper: PaperFile, supervisor: Supervisor, sign_in: str | None) -> None:
    from broadsheet.cli.user import sign_in_link
    from broadsheet.staff.models import Staff

    supervisor.say(f"{paper.name}: readers at {paper.address}, desk at {paper.desk_address}")
    if sign_in:
        if not Staff.objects.filter(email__iexact=sign_in).exists():
            raise Failed(f"Nobody here has the address {sign_in}. Add them: broadsheet user add {sign_in}")
        supervisor.say(f"Sign in to the desk as {sign_in}, once, with: {sign_in_link(sign_in)}")
    elif not Staff.objects.exists():
        supervisor.say("Nobody can sign in yet. Add yourself: broadsheet user add YOU@EXAMPLE.ORG")
    supervisor.say("Ctrl-C stops everything.")


def _need_free(host: str, port: int, what: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            option = "--port" if what.startswith("reader") else "--desk-port"
            raise Failed(
                f"Port {port} on {host} is taken ({error.strerror}). "
                f"Stop what uses it, or give the {what} another one with {option}."
            ) from error
