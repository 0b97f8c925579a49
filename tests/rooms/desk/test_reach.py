"""What somebody may look into, asked by paths, is what Wagtail lists for the same person, but for the way to it."""

from __future__ import annotations

import pytest
from cast import NOW, Cast
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import policy_registry

from broadsheet.desk import reach
from broadsheet.staff.models import Staff
from broadsheet.stories import acts, roles
from broadsheet.stories.acts import StoryText
from broadsheet.stories.models import Story


@pytest.mark.parametrize(
    "role",
    ["reporter", "sub-editor", "section-editor", "photo-editor", "front-editor", "editor-in-chief", "auditor",
     "nothing", "one story", "a section and a story of it", "administrator of the machine"],
)  # fmt: skip
def test_paths_reach_what_wagtail_lists(cast: Cast, role: str) -> None:
    person = Staff.objects.create_user("asked@courier.example", is_staff=True)
    acts.create(cast.national, StoryText("Dam opens", []), by=person, now=NOW)
    if role == "administrator of the machine":
        Staff.objects.filter(pk=person.pk).update(is_superuser=True)
    elif role in ("one story", "a section and a story of it"):
        group = Group.objects.create(name="Guests")
        change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
        for page in (cast.ferry, *([cast.national] if "section" in role else [])):
            GroupPagePermission.objects.create(group=group, page=page, permission=change)
        person.groups.add(group)
    elif role != "nothing":
        person.groups.set(roles.groups_of(role, [cast.national] if role == "section-editor" else ()))
    person = Staff.objects.get(pk=person.pk)
    policy = policy_registry.get_by_type(Page)
    listed = set(policy.instances_user_has_any_permission_for(person, set(reach.LOOK)).values_list("path", flat=True))
    # Wagtail's explorer adds the pages above, which are no stories.
    explored = policy.explorable_instances(person).type(Story)
    assert {path for path in listed if Story.objects.filter(path=path).exists()} == set(
        explored.values_list("path", flat=True)
    )
    assert set(Page.objects.filter(reach.below(person)).values_list("path", flat=True)) == listed
    assert {path for path in Page.objects.values_list("path", flat=True) if reach.reaches(person, path)} == listed
    adding = policy.instances_user_has_permission_for(person, "add")
    asked = Page.objects.filter(reach.below(person, acts=("add",)))
    assert set(asked.values_list("pk", flat=True)) == set(adding.values_list("pk", flat=True))
