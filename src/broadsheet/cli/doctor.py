"""`broadsheet doctor`: checks the whole installation and says what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

import click

from broadsheet.cli import checkup
from broadsheet.cli.command import Failed
from broadsheet.cli.finding import Finding
from broadsheet.cli.opening import paper_of

SIGNS = {"good": ("✓", "green"), "warning": ("!", "yellow"), "bad": ("✗", "red")}


@click.command(epilog="Example: broadsheet --paper courier doctor")
@click.pass_context
def command(context: click.Context) -> None:
    """Check the whole installation; exit code 1 where something is wrong."""
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
