"""`broadsheet user`: lets people in at the desk."""

from __future__ import annotations

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import open_desk, paper_of


@click.group()
def command() -> None:
    """Let people in at the desk."""


@command.command(epilog="Example: broadsheet user add sokha@courier.example --name 'Sokha Chan'")
@click.argument("email")
@click.option("--name", default="", help="As colleagues know them.")
@click.option(
    "--role",
    type=click.Choice(["administrator", "editor", "reporter"]),
    default="administrator",
    show_default=True,
    help="Reporters write drafts, editors publish, administrators may do everything.",
)
@click.option("--again", is_flag=True, help="A new sign-in link for somebody who is in already.")
@click.pass_context
def add(context: click.Context, email: str, name: str, role: str, again: bool) -> None:
    """Add a member of staff and print a link that signs them in once."""
    paper = paper_of(context)
    open_desk(paper)
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from broadsheet.staff.models import Staff

    try:
        validate_email(email)
    except ValidationError as error:
        raise click.UsageError(f"{email!r} is no e-mail address.") from error
    person = Staff.objects.filter(email__iexact=email).first()
    if person is not None and not again:
        raise Failed(f"{email} is in already. For a new sign-in link add --again.")
    if person is None and again:
        raise Failed(f"Nobody here has the address {email}. Leave --again away to add them.")
    if person is None:
        person = add_staff(email, name, role)
    click.echo(f"{person.email} signs in once with this link, within three days:")
    click.echo(sign_in_link(email))


def add_staff(email: str, name: str, role: str):  # type: ignore[no-untyped-def]
    """A new member of staff without a password, in the group of their role."""
    from django.contrib.auth.models import Group
    from django.db import transaction

    from broadsheet.staff.models import Staff

    first, _, last = name.partition(" ")
    with transaction.atomic():
        person = Staff.objects.create_user(
            email, first_name=first, last_name=last, is_superuser=role == "administrator",
            is_staff=True,
        )  # fmt: skip
        groups = {"editor": "Moderators", "reporter": "Editors"}
        if role in groups:
            person.groups.add(Group.objects.get(name=groups[role]))
    return person


def sign_in_link(email: str) -> str:
    """An address that signs this person in once."""
    from broadsheet.desk.doorway import link
    from broadsheet.paperfile import current
    from broadsheet.staff.models import Staff

    return current().desk_address + link(Staff.objects.get(email__iexact=email))
