"""`broadsheet theme`: what a paper's own templates, styles and drawings break."""

from __future__ import annotations

import sys

import click

from broadsheet.cli.opening import paper_of


@click.group()
def command() -> None:
    """The paper's own look, in its folder theme."""


@command.command(epilog="Example: broadsheet theme check")
@click.pass_context
def check(context: click.Context) -> None:
    """Say what the files in theme break: names that stand in for nothing, templates that fail or lose a part of the
    page, styles that are too heavy or name what nobody knows.

    Every page is printed with sample stories in each of the paper's languages. Exit code 1 where something is broken.
    """
    from broadsheet.paper.theme_check import check as check_theme

    paper = paper_of(context)
    findings = check_theme(paper.theme, paper.languages)
    for finding in findings:
        click.echo(f"theme/{finding.file}: {finding.words}")
    if findings:
        sys.exit(1)
    click.echo("The theme breaks nothing.")
