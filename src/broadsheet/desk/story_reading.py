"""Reads a story as it stands at the desk, for those who may read everything and edit nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from broadsheet.desk.rights import may_read_everything
from broadsheet.stories.models import Story


@require_safe
@never_cache
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest draft, as readers would get it."""
    story = get_object_or_404(Story, pk=pk)
    if not may_read_everything(request.user) and not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft: Story = story.get_latest_revision_as_object()
    return draft.serve_preview(request, "")


def row_button(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of a row of a list, for who has no editor to read it in."""
    if issubclass(page.specific_class or Page, Story) and may_read_everything(user):
        yield Button("Read", url=reverse("desk_read", args=[page.pk]), icon_name="view", priority=5)
