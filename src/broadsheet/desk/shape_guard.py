"""Keeps fronts and sections from being made by those who may write stories but not shape the paper."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.models import Page

from broadsheet.stories import roles
from broadsheet.stories.models import Section, Story
from broadsheet.stories.shape_rights import may_shape


def refuse_new(request: HttpRequest, parent: Page, page_class: type[Page]) -> None:
    """A right to add pages at the root is one to add stories everywhere, and nothing else."""
    if not issubclass(page_class, Story) and not may_shape(request.user):
        raise PermissionDenied


def make_group(request: HttpRequest, page: Page) -> None:
    """A new section has a group of editors of its own."""
    if isinstance(page.specific, Section):
        roles.for_sections([page.specific])
