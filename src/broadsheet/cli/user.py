"""`broadsheet user`: lets people in at the desk."""

from __future__ import annotations

from collections.abc import Sequence

import click

from broadsheet.cli.command import Failed
from broadsheet.cli.opening import open_desk, paper_of
from broadsheet.stories.role_table import ADMINISTRATOR, ROLES, SECTION_EDITOR


@click.group()
def command() -> None:
    """Let people in at the desk."""


@command.command(epilog="Example: broadsheet user add sokha@courier.example --name 'Sokha Chan'")
@click.argument("email")
@click.option("--name", default="", help="As colleagues know them.")
@click.option(
    "--role",
    type=click.Choice([role.name for role in ROLES]),
    default=ADMINISTRATOR,
    show_default=True,
    help="What they do at the paper; more roles are given at the desk, under Settings, Users.",
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    help="A section editor's section, as in its address; may be repeated.",
)
@click.option("--again", is_flag=True, help="A new sign-in link for somebody who is in already.")
@click.pass_context
def add(context: click.Context, email: str, name: str, role: str, sections: tuple[str, ...], again: bool) -> None:
    """Add a member of staff and print a link that signs them in once."""
    if bool(sections) != (role == SECTION_EDITOR) and not again:
        raise click.UsageError("A section editor has one or more --section, such as --section world; nobody else has.")
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
        person = add_staff(email, name, role, sections)
    click.echo(f"{person.email} signs in once with this link, within three days:")
    click.echo(sign_in_link(email))


def add_staff(email: str, name: str, role: str, sections: Sequence[str] = ()):  # type: ignore[no-untyped-def]
    """A new member of staff without a password, in the groups of their role."""
    from django.db import transaction

    from broadsheet.staff.models import Staff

    first, _, last = name.partition(" ")
    with transaction.atomic():
        person = Staff.objects.create_user(
            email, first_name=first, last_name=last, is_superuser=role == ADMINISTRATOR,
            is_staff=True,
        )  # fmt: skip
        person.groups.set(_groups(role, sections))
    return person


def _groups(role: str, addresses: Sequence[str]):  # type: ignore[no-untyped-def]
    """The groups of a role. Errors: `Failed` for an address that is no section's."""
    from broadsheet.stories import roles
    from broadsheet.stories.models import Section

    sections = []
    for address in addresses:
        named = [one for one in Section.objects.all() if one.reader_address().lstrip("/") == address.strip("/")]
        if not named:
            raise Failed(
                f"No section is at /{address.strip('/')}. A section's address is what readers see: world, km/world."
            )
        sections += named
    return roles.groups_of(role, sections)


def sign_in_link(email: str) -> str:
    """An address that signs this person in once."""
    from broadsheet.desk.doorway import link
    from broadsheet.paperfile import current
    from broadsheet.staff.models import Staff

    return current().desk_address + link(Staff.objects.get(email__iexact=email))
