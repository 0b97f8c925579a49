"""The translation board: what readers of one language have and readers of another lack."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from broadsheet.desk.rights import writers_only
from broadsheet.paperfile import current
from broadsheet.stories import pairs
from broadsheet.stories.errors import NotYours
from broadsheet.stories.models import Story
from broadsheet.stories.pairs import State
from broadsheet.text.languages import LANGUAGES


@require_safe
@never_cache
@writers_only
def show(request: HttpRequest) -> HttpResponse:
    """The pairs of two languages, the most urgent first; those that need nothing are counted."""
    languages = current().languages
    wanted = [request.GET.get(name, "") for name in ("from", "to")]
    from_, to = wanted if set(wanted) <= set(languages) and wanted[0] != wanted[1] else (languages[0], languages[-1])
    found = pairs.pairs(from_, to, now=timezone.now()) if from_ != to else []
    order = list(State)
    todo = sorted((pair for pair in found if pair.state is not State.FRESH), key=lambda pair: order.index(pair.state))
    back = pairs.pairs(to, from_, now=timezone.now()) if from_ != to else []
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}, {"url": "", "label": "Translations"}]
    context = {
        "page_title": "Translations",
        "header_title": "Translations",
        "header_icon": "globe",
        "breadcrumbs_items": crumbs,
        "pairs": todo,
        "fresh": len(found) - len(todo),
        "behind_back": sum(pair.state in pairs.BEHIND for pair in back),
        "languages": [(code, LANGUAGES[code]) for code in languages],
        "from": from_,
        "to": to,
        "from_name": LANGUAGES[from_],
        "to_name": LANGUAGES[to],
    }
    return render(request, "desk/translations.html", context)


@require_POST
@writers_only
def dealt_with(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that this story needs nothing more of what its other language says now."""
    story = get_object_or_404(Story, pk=pk)
    try:
        pairs.dealt_with(story, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except NotYours as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{story.title}” is up to date with its other languages.")
    return redirect(get_valid_next_url_from_request(request) or "desk_translations")


def notes_of(page: Page) -> dict[str, Any]:
    """What a story's editor says of its other languages; empty for what is no story or is not saved yet."""
    if page.pk is None or not isinstance(page, Story):
        return {}
    return {"page": page, "behind": pairs.behind(page)}
