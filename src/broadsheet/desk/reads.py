"""Keeps requests that only look from taking the lock of those that write.

ATOMIC_REQUESTS makes an act and its press orders one transaction, which on SQLite begins by taking the write lock. A
list or a preview needs neither: it would keep every other editor's save waiting while it is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from broadsheet.desk.refusals import tell_damage
from broadsheet.killfile import KillFileDamaged

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})


class LookWithoutLock:
    """Calls the views of looking requests outside of Django's transaction around a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method not in LOOKING:
            return None
        try:
            return view(request, *args, **kwargs)
        except KillFileDamaged as error:
            # What a middleware's process_view raises, no other one is asked about.
            return tell_damage(error)
