"""Keeps a killed story from being published at the desk: a banner in its editor, and a refusal that loses no words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.models import Page

from broadsheet.killfile import Kill
from broadsheet.stories import kills

ROADS_TO_READERS = ("action-publish", "action-submit", "action-restart-workflow", "action-workflow-action")
"""Buttons of the editor that publish or schedule, at once or in the end."""


def kill_of(page_id: int | None) -> Kill | None:
    """The last kill that stands against a story, or None."""
    standing = [kill for kill in kills.killed().kills if kill.story_id == page_id]
    return standing[-1] if standing else None


def refuse_in_editor(request: HttpRequest, page: Page) -> None:
    """Show the banner; let what was written be saved as a draft, and nothing more."""
    kill = kill_of(page.pk)
    if kill is None:
        return
    if request.method != "POST":
        _say(request, f"{_what(kill)} It can’t be published or scheduled until the kill is lifted.")
    elif any(name in request.POST for name in ROADS_TO_READERS):
        words = request.POST.copy()
        for name in ROADS_TO_READERS:
            words.pop(name, None)
        request.POST = words  # type: ignore[assignment]
        _say(request, "Not published: this story was killed. What you wrote is saved as a draft.")


def refuse_publication(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Where a publication was begun by another way than the editor's buttons."""
    if kill_of(page.pk) is None:
        return None
    _say(request, "Not published: this story was killed. What you wrote is saved as a draft.")
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy would bring the same words back under another number."""
    if kill_of(page.pk) is None:
        return None
    _say(request, "Not copied: this story was killed.")
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_many(request: HttpRequest, action: str, pages: list[Page], view: Any) -> HttpResponse | None:
    """Nothing is published where a killed story is among it, be it below a chosen section."""
    if action != "publish":
        return None
    killed = Page.objects.filter(pk__in=kills.killed().stories)
    below = view.cleaned_form.cleaned_data.get("include_descendants", False)
    chosen = {page.pk for page in pages}
    among = [
        page.title for page in killed
        if page.pk in chosen or (below and any(page.is_descendant_of(one) for one in pages))
    ]  # fmt: skip
    if not among:
        return None
    _say(request, f"Nothing was published: {', '.join(f'“{title}”' for title in among)} was killed.")
    return redirect(view.next_url)


def without_roads(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take publishing out of the editor's menu of a killed story."""
    page = context.get("page")
    if page is not None and kill_of(page.pk) is not None:
        items[:] = [i for i in items if i.name not in ROADS_TO_READERS and not isinstance(i, WorkflowMenuItem)]


def _what(kill: Kill) -> str:
    at = timezone.localtime(kill.at)
    return f"This story was killed by {kill.by} on {at:%-d %B %Y at %H:%M}: {kill.reason.rstrip('.')}."


def _say(request: HttpRequest, words: str) -> None:
    messages.error(request, words, buttons=[messages.button(reverse("desk_kills"), "Kills")])
