"""The roles of a newspaper: groups made once, one for each section's editors, and people put into them."""

from __future__ import annotations

from importlib import import_module
from types import SimpleNamespace

import pytest
from cast import Cast
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import Q
from wagtail.models import GroupPagePermission

from broadsheet.paperfile import PaperFile
from broadsheet.staff.models import Staff
from broadsheet.stories import roles
from broadsheet.stories.models import Section
from broadsheet.stories.role_table import ROLES, SECTION_EDITOR


def test_a_new_paper_has_a_group_a_role_and_one_a_section(cast: Cast) -> None:
    names = set(Group.objects.values_list("name", flat=True))
    assert {one.group for one in ROLES if one.name != SECTION_EDITOR} <= names
    assert {roles.section_group(one) for one in Section.objects.all()} <= names
    assert not names & set(roles.FORMER)
    assert Group.objects.count() == len(ROLES) - 1 + Section.objects.count()


def test_a_section_editor_publishes_in_that_section_alone(cast: Cast) -> None:
    person = Staff.objects.create_user("maly@courier.example", is_staff=True)
    person.groups.set(roles.groups_of(SECTION_EDITOR, [cast.national]))
    assert cast.ferry.permissions_for_user(person).can_publish()
    assert not cast.flood.permissions_for_user(person).can_publish()
    assert not cast.national.permissions_for_user(person).can_edit(), "nor the section itself"


def test_what_an_administrator_took_from_a_group_stays_taken(paper: PaperFile) -> None:
    group = Group.objects.get(name="Front editors")
    GroupPagePermission.objects.filter(group=group, permission__codename="publish_page").delete()
    before = Group.objects.count(), GroupPagePermission.objects.count()
    roles.make()
    assert (Group.objects.count(), GroupPagePermission.objects.count()) == before


def test_a_paper_of_before_roles_gets_them_and_nobody_loses_a_right(paper: PaperFile) -> None:
    Group.objects.all().delete()
    former = Group.objects.create(name="Moderators")
    Group.objects.create(name="Editors")
    person = Staff.objects.create_user("maly@courier.example", is_staff=True)
    person.groups.add(former)
    roles.make()
    names = set(Group.objects.values_list("name", flat=True))
    assert "Reporters" in names and "Moderators" in names and "Editors" not in names
    assert list(person.groups.all()) == [former]
    assert Section.objects.count() == sum(name.startswith("Section editors: ") for name in names)


@pytest.mark.parametrize("one", ROLES, ids=lambda one: one.name)
def test_every_right_of_a_role_is_one_that_there_is(paper: PaperFile, one: object) -> None:
    rights = roles._rights()
    assert isinstance(one, type(ROLES[0]))
    assert {*one.others, *(f"wagtailcore.{act}_page" for act in one.pages)} <= rights.keys()
    assert {f"wagtailimages.{act}_image" for act in one.photos} <= rights.keys()


def test_an_older_papers_groups_get_the_rights_that_came_later_once(paper: PaperFile) -> None:
    """What the migration gives is what the roles have: the groups of a new paper are left as they are."""
    give = import_module("broadsheet.desk.migrations.0006_rights_of_later_roles").give
    later = Permission.objects.filter(Q(codename="take_down_photos") | Q(codename__endswith="_dossier"))
    everything = Group.permissions.through.objects.filter(permission__in=later)
    rights = sorted(everything.values_list("group__name", "permission__codename"))
    assert ("Photo editors", "take_down_photos") in rights and len(rights) > 10
    editor = SimpleNamespace(connection=connection)
    everything.delete()
    give(apps, editor)
    assert sorted(everything.values_list("group__name", "permission__codename")) == rights
    # In an upgrade from before there was such a right, its row is made by the migration.
    later.delete()
    give(apps, editor)
    assert sorted(everything.values_list("group__name", "permission__codename")) == rights
    assert Permission.objects.get(codename="take_down_photos").name == "Can take pictures off all pages at once"
