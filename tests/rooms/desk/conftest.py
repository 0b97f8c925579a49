"""Who sits at the desk in these tests, each with a client that is signed in.

chief      may do everything     editor   front editor: publishes everywhere     reporter   writes drafts of their own
"""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from signed_in import signed_in

from broadsheet.paperfile import PaperFile
from broadsheet.staff.models import Staff


@pytest.fixture
def chief(paper: PaperFile) -> Client:
    return signed_in("chief@courier.example", is_superuser=True)


@pytest.fixture
def editor(paper: PaperFile) -> Client:
    return signed_in("maly@courier.example", "Front editors")


@pytest.fixture
def reporter(paper: PaperFile) -> Client:
    return signed_in("dara@courier.example", "Reporters")


@pytest.fixture
def visitor(paper: PaperFile) -> Client:
    """Somebody who may sign in and nothing else."""
    client = signed_in("guest@courier.example")
    Staff.objects.get(email="guest@courier.example").user_permissions.add(
        Permission.objects.get(codename="access_admin")
    )
    return client
