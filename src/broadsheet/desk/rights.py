"""Who may do what at the desk, beyond what Wagtail asks itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.views import generic
from wagtail.models import Page
from wagtail.permissions import policy_registry

from broadsheet.desk import reach
from broadsheet.desk.reads import LOOKING
from broadsheet.stories.models import Section
from broadsheet.stories.role_table import READ_EVERYTHING, TAKE_DOWN

View = Callable[..., HttpResponseBase]


def may_write(person: Any) -> bool:
    """Whether this person works on stories somewhere: adds or edits them."""
    allowed: bool = policy_registry.get_by_type(Page).user_has_any_permission(person, {"add", "change"})
    return allowed


def may_look(person: Any) -> bool:
    """Whether this person may read what the newsroom works with: who writes, and who audits."""
    return may_write(person) or may_read_everything(person)


def may_read_everything(person: Any) -> bool:
    """Whether this person may read every draft."""
    allowed: bool = person.has_perm(READ_EVERYTHING)
    return allowed


def may_publish(person: Any) -> bool:
    """Whether this person may publish stories somewhere."""
    allowed: bool = policy_registry.get_by_type(Page).user_has_permission(person, "publish")
    return allowed


def may_manage_sources(person: Any) -> bool:
    """Whether this person may set up where copy comes from, passwords included."""
    allowed: bool = person.has_perm("wire.change_source")
    return allowed


def may_take_down(person: Any) -> bool:
    """Whether this person may take pictures off all pages, and undo that."""
    allowed: bool = person.has_perm(TAKE_DOWN)
    return allowed


_OWN = ("lift_kills", "read_everything", "take_down_photos")


def own_permissions() -> QuerySet[Permission]:
    """Rights of the desk's own, which an administrator may give to a group."""
    ours = Q(content_type__app_label="desk", codename__in=_OWN)
    shape = Q(content_type__app_label="stories", codename="change_section")
    return Permission.objects.filter(ours | shape | Q(content_type__app_label="wire", codename="change_source"))


def own_sections(person: Any) -> QuerySet[Section]:
    """The sections under which this person may add stories, in the order of the tree."""
    found: QuerySet[Section] = Section.objects.filter(reach.below(person, acts=("add",)))
    return found.select_related("locale").order_by("path")


def writers_only(view: View) -> View:
    """`view` for those who work on stories, and to look at for who reads everything; 403 for others."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        allowed = may_look if request.method in LOOKING else may_write
        if not allowed(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


class Guarded(generic.View):
    """A view for those whom `lets_in` names; 403 for others."""

    lets_in: Callable[[Any], bool] = staticmethod(may_look)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.lets_in(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
