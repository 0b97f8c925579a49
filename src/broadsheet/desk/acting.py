"""Says during each request who acts, for the gate that every publication passes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from broadsheet.stories import gate


class WhoActs:
    """The person who is signed in; asked for only where something is about to go out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with gate.acting(lambda: request.user):
            return self.get_response(request)
