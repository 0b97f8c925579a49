"""Who sits at the desk in these tests, each with a client that is signed in.

chief      may do everything     editor   group Moderators: may publish     reporter   group Editors: may write drafts
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from broadsheet.paperfile import PaperFile
from broadsheet.staff.models import Staff


def signed_in(email: str, *groups: str, **fields: bool) -> Client:
    person = Staff.objects.create_user(email, first_name=email.partition("@")[0].title(), is_staff=True, **fields)
    person.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def chief(paper: PaperFile) -> Client:
    return signed_in("chief@courier.example", is_superuser=True)


@pytest.fixture
def editor(paper: PaperFile) -> Client:
    return signed_in("maly@courier.example", "Moderators")


@pytest.fixture
def reporter(paper: PaperFile) -> Client:
    return signed_in("dara@courier.example", "Editors")


@pytest.fixture
def visitor(paper: PaperFile) -> Client:
    """Somebody who may sign in and nothing else."""
    client = signed_in("guest@courier.example")
    Staff.objects.get(email="guest@courier.example").user_permissions.add(
        Permission.objects.get(codename="access_admin")
    )
    return client
