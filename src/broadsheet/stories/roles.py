"""Makes the groups of `role_table`: for a new paper, for one that had none, and for each section.

A group is made once, with the rights of its role; what an administrator changes in it afterwards stays so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from broadsheet.stories import stages
from broadsheet.stories.models import Section
from broadsheet.stories.role_table import ROLES, SECTION_EDITOR, Role, role

FORMER = ("Moderators", "Editors")
"""Wagtail's own groups: they go as soon as nobody is in them."""

ENTER = "wagtailadmin.access_admin"


@transaction.atomic
def make() -> None:
    """Every group that is missing, and the stages of a story; where all are there, nothing."""
    present = set(Group.objects.values_list("name", flat=True))
    missing = [one for one in ROLES if one.name != SECTION_EDITOR and one.group not in present]
    if missing:
        _found([(one.group, one, Page.objects.get(depth=1)) for one in missing])
        Group.objects.filter(name__in=FORMER, user=None).delete()
    stages.make()
    with_editors = GroupPagePermission.objects.filter(group__name__startswith=role(SECTION_EDITOR).group)
    for_sections(Section.objects.exclude(pk__in=with_editors.values("page_id")))


def for_sections(sections: Iterable[Section]) -> None:
    """The groups of the section editors of these."""
    one = role(SECTION_EDITOR)
    _found([(section_group(section), one, section) for section in sections])


def groups_of(name: str, sections: Sequence[Section] = ()) -> list[Group]:
    """The groups of somebody in the role called `name`; a section editor has one for each of `sections`."""
    if name != SECTION_EDITOR:
        return [Group.objects.get(name=role(name).group)]
    begins = role(SECTION_EDITOR).group
    granted = GroupPagePermission.objects.filter(page__in=sections, group__name__startswith=begins)
    return list(Group.objects.filter(pk__in=granted.values("group_id")))


def section_group(section: Section) -> str:
    """What the group of a section's editors is called: by name, language and, as two can be called alike, number."""
    return f"{role(SECTION_EDITOR).group}: {section.title[:90]} ({section.locale.language_code}, {section.pk})"


def _found(wanted: Sequence[tuple[str, Role, Page]]) -> None:
    if not wanted:
        return
    rights = _rights()
    groups = Group.objects.bulk_create([Group(name=name) for name, _, _ in wanted])
    library = Collection.get_first_root_node()
    pages, photos, others = [], [], []
    for group, (_, one, page) in zip(groups, wanted, strict=True):
        pages += [
            GroupPagePermission(group=group, page_id=page.pk, permission_id=rights[f"wagtailcore.{act}_page"])
            for act in one.pages
        ]
        photos += [
            GroupCollectionPermission(
                group=group, collection=library, permission_id=rights[f"wagtailimages.{act}_image"]
            )
            for act in one.photos
        ]
        others += [
            Group.permissions.through(group_id=group.pk, permission_id=rights[name]) for name in (ENTER, *one.others)
        ]
    GroupPagePermission.objects.bulk_create(pages)
    GroupCollectionPermission.objects.bulk_create(photos)
    Group.permissions.through.objects.bulk_create(others)


def _rights() -> dict[str, int]:
    """Every right by its name, app.codename."""
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk")
    return {f"{app}.{codename}": pk for app, codename, pk in rows}
