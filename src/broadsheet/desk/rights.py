"""Who may do what at the desk, beyond what Wagtail asks itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.stories.models import Section

View = Callable[..., HttpResponseBase]


def may_write(person: Any) -> bool:
    """Whether this person may add stories somewhere."""
    allowed: bool = policy_registry.get_by_type(Page).user_has_permission(person, "add")
    return allowed


def may_publish(person: Any) -> bool:
    """Whether this person may publish stories somewhere."""
    allowed: bool = policy_registry.get_by_type(Page).user_has_permission(person, "publish")
    return allowed


def own_permissions() -> QuerySet[Permission]:
    """Rights of the desk's own, which an administrator may give to a group."""
    return Permission.objects.filter(content_type__app_label="desk", codename="lift_kills")


def own_sections(person: Any) -> QuerySet[Section]:
    """The sections under which this person may add stories, in the order of the tree."""
    allowed = policy_registry.get_by_type(Page).instances_user_has_permission_for(person, "add")
    found: QuerySet[Section] = Section.objects.filter(pk__in=allowed.values("pk"))
    return found.select_related("locale").order_by("path")


def writers_only(view: View) -> View:
    """`view` for those who may add stories; 403 for others."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_write(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked
