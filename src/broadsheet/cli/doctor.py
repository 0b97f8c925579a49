"""`broadsheet doctor`: checks the whole installation and says what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

import click

from broadsheet.cli import checkup
from broadsheet.cli.command import Failed
from broadsheet.cli.finding import Finding
from broadsheet.cli.nginx import Front, nginx_conf
from broadsheet.cli.opening import paper_of
from broadsheet.cli.varnish import varnish_vcl

SIGNS = {"good": ("✓", "green"), "warning": ("!", "yellow"), "bad": ("✗", "red")}


@click.command(epilog="Example: broadsheet --paper courier doctor")
@click.option("--nginx", is_flag=True, help="Only print a configuration for nginx in front of the kiosks.")
@click.option("--varnish", is_flag=True, help="Only print a configuration for Varnish in front of the kiosks.")
@click.option("--kiosk", "kiosks", metavar="HOST:PORT", multiple=True, help="For these: a kiosk; may be given again.")
@click.option("--certificate", metavar="FILE", default="", help="For --nginx: the TLS certificate, with its chain.")
@click.option("--key", metavar="FILE", default="", help="For --nginx: the certificate's key.")
@click.pass_context
def command(
    context: click.Context, nginx: bool, varnish: bool, kiosks: tuple[str, ...], certificate: str, key: str
) -> None:
    """Check the whole installation; exit code 1 where something is wrong."""
    if nginx or varnish:
        paper = paper_of(context)
        kiosks = kiosks or (f"{paper.host}:{paper.port}",)
        if bool(certificate) is not bool(key):
            raise click.UsageError("--certificate and --key go together.")
        front = Front(kiosks, certificate=certificate, key=key)
        click.echo(varnish_vcl(paper, kiosks) if varnish else nginx_conf(paper, front), nl=False)
        return
    findings: list[Finding] = []
    _tell(checkup.machine(), findings)
    paper = paper_of(context)
    _tell(checkup.folder(paper), findings)
    _tell(checkup.desk(paper), findings)
    _tell(checkup.kills(paper), findings)
    _tell(checkup.edition(paper), findings)
    _tell(checkup.theme(paper), findings)
    bad = sum(finding.state == "bad" for finding in findings)
    warnings = sum(finding.state == "warning" for finding in findings)
    if bad:
        raise Failed(f"{bad} of {len(findings)} checks found something wrong.")
    click.echo(f"{len(findings)} checks, nothing wrong, {warnings} to look at.")


def _tell(found: Iterable[Finding], findings: list[Finding]) -> None:
    for finding in found:
        sign, colour = SIGNS[finding.state]
        click.echo(f"{click.style(sign, fg=colour)} {finding.words}")
        findings.append(finding)
