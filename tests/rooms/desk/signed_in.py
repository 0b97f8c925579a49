"""Somebody of the staff, with a client in which they are signed in."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.test import Client

from broadsheet.staff.models import Staff


def signed_in(email: str, *groups: str, **fields: bool) -> Client:
    person = Staff.objects.create_user(email, first_name=email.partition("@")[0].title(), is_staff=True, **fields)
    person.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(person)
    return client
