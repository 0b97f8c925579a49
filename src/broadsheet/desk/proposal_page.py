"""Proposals at the desk: the list of those that wait, and the page where one is decided, row by row."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from broadsheet.desk.inbox_tables import Words, WriterListing
from broadsheet.desk.rights import writers_only
from broadsheet.desk.side_by_side import cells, choices_in
from broadsheet.stories import comparing, proposals
from broadsheet.stories.errors import StoryError
from broadsheet.stories.models import Proposal, Story


class Proposals(WriterListing):
    """Proposals that wait for a decision, the last one first."""

    model = Proposal
    tab = "proposals"
    page_title = "Wire"
    page_subtitle = "proposals"
    header_icon = "download"
    index_url_name = "desk_proposals"
    verbose_name_plural = "proposals that wait"
    columns = [
        TitleColumn("story", label="Story", accessor="origin.story.title", url_name="desk_proposal", width="36%"),
        Words("proposed", "desk/cells/proposed.html", label="The agency says now", width="32%"),
        Column("source", label="Source", accessor="origin.item.source.name", width="12%"),
        DateColumn("made_at", label="Came", width="12%"),
    ]

    def get_base_queryset(self) -> QuerySet[Proposal]:
        waiting = Proposal.objects.filter(state=Proposal.State.WAITING)
        return (
            waiting.select_related("origin__story", "origin__item__source", "version")
            .defer("version__dispatch_json", "origin__story__body")
            .order_by("-made_at", "-pk")
        )


@never_cache
@require_http_methods(["GET", "POST"])
@writers_only
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The three texts side by side, and what to do with each row; a POST carries out what was chosen."""
    found = Proposal.objects.select_related("origin__story", "origin__item__source", "base", "version", "decided_by")
    proposal = get_object_or_404(found, pk=pk)
    story = proposal.origin.story
    hindrance = hindrance_of(request.user, story)
    if request.method == "POST":
        answer = _decide(request, proposal, hindrance)
        if answer is not None:
            return answer
        proposal = get_object_or_404(found, pk=pk)
    is_open = proposal.state == Proposal.State.WAITING
    compared = comparing.compare(proposal)
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_proposals"), "label": "Proposals"},
        {"url": "", "label": story.title},
    ]
    context = {
        "page_title": f"Proposal: {story.title}",
        "header_title": story.title,
        "header_icon": "download",
        "breadcrumbs_items": crumbs,
        "proposal": proposal,
        "story": story,
        "hindrance": hindrance,
        "is_open": is_open,
        "compared": compared,
        "rows": list(cells(compared.fields, compared.body, fixed={comparing.TOPICS})),
        "picture": compared.picture,
        "chosen": {name: request.POST.get(f"row-{name}", "") for name in compared.standings()},
    }
    return render(request, "desk/proposal.html", context)


def hindrance_of(person: Any, story: Story) -> str:
    """Why this person may not change the story now; empty where they may. The proposal waits as long as it must."""
    if not story.permissions_for_user(person).can_edit():
        return "You may read this proposal; deciding it needs the right to edit the story."
    lock = story.get_lock()
    if lock is not None and lock.for_user(person):
        return "The story is locked: the proposal waits until the lock is taken off, or until its holder decides."
    return ""


def _decide(request: HttpRequest, proposal: Proposal, hindrance: str) -> HttpResponse | None:
    """Carry out what was asked; None where it could not be, and the page is shown again with the reason."""
    story, now, act = proposal.origin.story, timezone.now(), request.POST.get("act", "")
    if hindrance:
        messages.error(request, hindrance)
        return None
    revision = request.POST.get("revision", "")
    by: Any = request.user
    try:
        if act == "dismiss":
            proposals.dismiss(proposal, by=by, now=now)
            messages.success(request, f"“{story.title}” stays as it is. The proposal is kept, as dismissed.")
            return redirect("desk_proposals")
        draft = int(revision) if revision.isdigit() else 0
        if act == "untouched":
            left = proposals.take_untouched(proposal, revision_id=draft, by=by, now=now)
            if left:
                messages.success(request, f"Taken into the draft. {left} left that both changed: choose.")
                return redirect("desk_proposal", proposal.pk)
        else:
            proposals.apply(proposal, choices_in(request), revision_id=draft, by=by, now=now)
    except StoryError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, f"“{story.title}” has a new draft. Nothing is published by that.")
    return redirect("wagtailadmin_pages:edit", story.pk)
