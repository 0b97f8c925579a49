"""Which pages a person may look into, asked so that an index answers.

Wagtail first makes a list of them all, which is every story of the paper, and then looks for a page of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, F, Func, IntegerField, Q
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.stories.models import Section

LOOK = ("add", "change", "publish", "bulk_delete", "lock", "unlock")
"""Wagtail's own: the right to any of these acts lets somebody look into a page."""


class ParentPath(Func):
    """The path of the page above, spelt as the index `desk_page_section` has it; or so that no index is used for it."""

    output_field = CharField()

    def __init__(self, *, walked: bool = True) -> None:
        super().__init__(F("path"))
        length = "4" if walked else "4 - 0"
        self.extra["template"] = f"substr(%(expressions)s, 1, length(%(expressions)s) - {length})"


class Kind(Func):
    """The content type of a page, so that no index is used for it: nearly all pages are stories."""

    template = "(%(expressions)s + 0)"
    output_field = IntegerField()

    def __init__(self) -> None:
        super().__init__(F("content_type"))


def roots(person: Any, acts: Sequence[str] = LOOK) -> list[str]:
    """The paths at and below which this person may do one of `acts`, none below another; [""] for the whole tree."""
    if person.is_superuser:
        return [""]
    rights = policy_registry.get_by_type(Page).get_cached_permissions_for_user(person)
    wanted = {f"{act}_page" for act in acts}
    paths = sorted({right.page.path for right in rights if right.permission.codename in wanted})
    if paths and len(paths[0]) == Page.steplen:
        return [""]
    return [path for path in paths if not any(path != other and path.startswith(other) for other in paths)]


def reaches(person: Any, path: str) -> bool:
    """Whether this person may look at the page with this path."""
    return any(path.startswith(root) for root in roots(person))


def below(person: Any, *, acts: Sequence[str] = LOOK) -> Q:
    """The condition that a page is one on which this person may do one of `acts`."""
    found = roots(person, acts)
    if "" in found:
        return Q()
    return reduce(or_, (Q(path__startswith=root) for root in found), Q(path__in=[]))


def sections(person: Any, *, language: str = "") -> list[str] | None:
    """The paths of the sections, of one language where it is named, in which this person may look at every story.

    None for all there are.
    """
    if roots(person) == [""]:
        return None
    found = Section.objects.filter(below(person)).order_by("path")
    return list((found.filter(locale__language_code=language) if language else found).values_list("path", flat=True))


def single_stories(person: Any) -> list[str]:
    """The paths of stories on which this person has a right of their own, their sections left aside."""
    depth = len(Section.objects.values_list("path", flat=True).first() or "")
    return [root for root in roots(person) if root and len(root) > depth]
