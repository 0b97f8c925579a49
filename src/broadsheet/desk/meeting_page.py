"""Where two people, or two tabs, have written at one story: what was about to be overwritten is laid side by side.

editor's form ── is the draft that it began from still the latest? ── no ──▶ this page ──▶ a draft of both
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Comment, Page, Revision

from broadsheet.desk.proposal_page import hindrance_of
from broadsheet.desk.rights import writers_only
from broadsheet.desk.side_by_side import cells, choices_in
from broadsheet.stories import meeting
from broadsheet.stories.errors import DraftMovedOn, NotDecided
from broadsheet.stories.models import Story

SALT = "broadsheet.meeting"
WAYS = ("ours", "theirs", "both", "edit")
CONFLICT = 409


def refuse_to_overwrite(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In the editor: a form that began from a draft which is no longer the latest is not saved over that one."""
    if request.method != "POST" or not issubclass(page.specific_class or Page, Story) or _is_machine(request):
        return None
    number, created_at = request.POST.get("loaded_revision_id", ""), request.POST.get("loaded_revision_created_at", "")
    story: Story = Story.objects.get(pk=page.pk)
    saved = story.get_latest_revision()
    if not number.isdecimal() or saved is None:
        return None
    if (int(number), created_at or saved.created_at.isoformat()) == (saved.pk, saved.created_at.isoformat()):
        return None
    loaded = meeting.said_at(story, int(number), created_at)
    mine, comments = _in_hand(request, loaded or saved.as_object())
    if mine is None or meeting.meet(loaded, saved.as_object(), mine).is_one:
        return None
    kept = {
        "story": story.pk,
        "person": request.user.pk,
        "mine": mine.serializable_data(),
        "comments": comments,
        "loaded": [int(number), created_at],
    }
    return _page(request, story, kept, saved)


@require_POST
@never_cache
@writers_only
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one draft of both, as was chosen; where somebody has saved once more, lay it side by side again."""
    story = get_object_or_404(Story, pk=pk)
    hindrance = hindrance_of(request.user, story)
    if hindrance:
        raise PermissionDenied(hindrance)
    try:
        kept = json.loads(signing.loads(request.POST.get("kept", ""), salt=SALT))
    except signing.BadSignature as error:
        raise PermissionDenied("This page is not one of ours.") from error
    if (kept["story"], kept["person"]) != (story.pk, request.user.pk):
        raise PermissionDenied("These words are somebody else's.")
    mine: Story = story.with_content_json(kept["mine"])
    loaded = meeting.said_at(story, *kept["loaded"])
    number = request.POST.get("saved", "")
    saved = (int(number) if number.isdecimal() else 0, request.POST.get("saved_at", ""))
    by: Any = request.user
    try:
        meeting.merge(loaded, mine, choices_in(request, WAYS), saved=saved, by=by, comments=kept["comments"])
    except (DraftMovedOn, NotDecided) as error:
        messages.error(request, str(error))
        return _page(request, story, kept, story.get_latest_revision())
    messages.success(request, f"“{story.title}” has a draft of both. Nothing is published by that.")
    return redirect("wagtailadmin_pages:edit", story.pk)


def _page(request: HttpRequest, story: Story, kept: dict[str, Any], saved: Revision) -> HttpResponse:
    loaded = meeting.said_at(story, *kept["loaded"])
    found = meeting.meet(loaded, saved.as_object(), story.with_content_json(kept["mine"]))
    told = json.dumps(kept, cls=DjangoJSONEncoder)
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailadmin_pages:edit", args=[story.pk]), "label": story.title},
        {"url": "", "label": "Two drafts"},
    ]
    rows = cells(found.fields, found.body, fixed={*meeting.SETTINGS, *meeting.LISTS})
    context = {
        "page_title": f"Two drafts: {story.title}",
        "header_title": story.title,
        "header_icon": "copy",
        "breadcrumbs_items": crumbs,
        "story": story,
        "rows": [row for row in rows if row.standing != "same" or not row.heading],
        "asked": len(found.to_ask),
        "kept": signing.dumps(told, salt=SALT, compress=True),
        "saved": saved,
        "theirs": "You, in another window," if saved.user_id == request.user.pk else str(saved.user or "The wire"),
        "knows_loaded": loaded is not None,
        "chosen": {name: one.what for name, one in choices_in(request, WAYS).items()},
    }
    return render(request, "desk/meeting.html", context, status=CONFLICT)


def _in_hand(request: HttpRequest, began_from: Story) -> tuple[Story | None, list[dict[str, Any]]]:
    """What the posted form says, and comments in it that were never saved; None where it is no story's form."""
    form_class = Story.get_edit_handler().get_form_class()
    form = form_class(
        request.POST,
        request.FILES,
        instance=began_from,
        parent_page=began_from.get_parent(),
        for_user=request.user,
    )
    form.defer_required_fields()
    if not form.is_valid():
        # The editor says what is wrong with it, and saves nothing.
        return None, []
    mine: Story = form.save(commit=False)
    new = [one for one in mine.wagtail_admin_comments.all() if one.pk is None]
    told = [{"text": one.text, "contentpath": one.contentpath, "position": one.position} for one in new]
    return mine, [*told, *_older(mine)]


def _older(mine: Story) -> Iterator[dict[str, Any]]:
    """What the form changes in comments that were there: another text, an answer, that they are dealt with."""
    before = {one.pk: one for one in Comment.objects.filter(page_id=mine.pk)}
    for one in mine.wagtail_admin_comments.all():
        was = before.get(one.pk)
        if was is None:
            continue
        answers = [reply.text for reply in one.replies.all() if reply.pk is None]
        resolved = one.resolved_at is not None and was.resolved_at is None
        if one.text != was.text or answers or resolved:
            yield {"pk": one.pk, "text": one.text, "answers": answers, "resolved": resolved}


def _is_machine(request: HttpRequest) -> bool:
    """Autosave: Wagtail refuses it itself, and the editor then offers this page."""
    return "application/json" in request.headers.get("Accept", "")
