"""Lets an administrator give a colleague a one-time sign-in link from the list of users."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from wagtail.admin.widgets.button import Button

from broadsheet.desk import doorway
from broadsheet.paperfile import current
from broadsheet.staff.models import Staff


def button(user: Staff, request_user: Any) -> Iterator[Button]:
    """The entry in the list of users; `request_user` is who looks at it."""
    if may_let_in(request_user, user):
        yield Button("Sign-in link", url=reverse("desk_sign_in_link", args=[user.pk]), icon_name="key", priority=30)


@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then show a link that signs this colleague in once."""
    person = get_object_or_404(Staff, pk=pk, is_active=True)
    if not may_let_in(request.user, person):
        raise PermissionDenied
    # A link is as good as a password: it is made when it is asked for, and never by merely looking at a page.
    link = current().desk_address + doorway.link(person) if request.method == "POST" else ""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailusers_users:index"), "label": "Users"},
        {"url": "", "label": "Sign-in link"},
    ]
    context = {"person": person, "link": link, "header_title": "Sign-in link", "header_icon": "key"}
    return render(request, "desk/sign_in_link.html", {**context, "breadcrumbs_items": crumbs})


def may_let_in(giver: Any, person: Staff) -> bool:
    """Administrators alone: through such a link one becomes that person."""
    return bool(giver.is_superuser and person.is_active)
