"""Answers an act that was refused past the buttons: with the sentence, in the editor, and what was written kept."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from broadsheet.desk.photo_guard import ROADS_TO_READERS
from broadsheet.killfile import KillFileDamaged
from broadsheet.stories.errors import MayNotPublish, StoryError

EDITORS = ("wagtailadmin_pages:edit", "wagtailadmin_pages:add")


def tell_damage(error: KillFileDamaged) -> HttpResponse:
    """What is answered where nothing can be done or shown without the kill file."""
    return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")


class TellWhatIsRefused:
    """A publication in an editor that is refused at the last gate is done once more, as the saving of a draft."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, KillFileDamaged):
            return tell_damage(exception)
        if not isinstance(exception, StoryError) or isinstance(exception, MayNotPublish):
            return None
        messages.error(request, str(exception))
        match = request.resolver_match
        if match is None:
            return None
        if match.view_name in EDITORS and any(name in request.POST for name in ROADS_TO_READERS):
            words = request.POST.copy()
            for name in ROADS_TO_READERS:
                words.pop(name, None)
            request.POST = words  # type: ignore[assignment]
            with transaction.atomic():
                answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return answer
        page_id = match.kwargs.get("page_id") or match.kwargs.get("pk")
        return redirect("wagtailadmin_pages:edit", page_id) if page_id else redirect("stories:index")
