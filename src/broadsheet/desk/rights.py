"""Who may do what at the desk, beyond what Wagtail asks itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
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


def may_manage_sources(person: Any) -> bool:
    """Whether this person may set up where copy comes from, passwords included."""
    allowed: bool = person.has_perm("wire.change_source")
    return allowed


def own_permissions() -> QuerySet[Permission]:
    """Rights of the desk's own, which an administrator may give to a group."""
    kills = Q(content_type__app_label="desk", codename="lift_kills")
    return Permission.objects.filter(kills | Q(content_type__app_label="wire", codename="change_source"))


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
