"""How a page is shown before readers get it: the room that makes reader pages registers that here at start-up."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

Show = Callable[[Page, HttpRequest], HttpResponse]

_shown_by: dict[str, Show] = {}


def show_with(show: Show) -> None:
    """From now on previews are what `show` answers."""
    _shown_by["readers"] = show


def answer(page: Page, request: HttpRequest) -> HttpResponse:
    """`page`, which may exist in memory alone, as readers would see it.

    Errors: `LookupError` where nobody has registered, which is a fault of ours.
    """
    return _shown_by["readers"](page, request)
