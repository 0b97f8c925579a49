"""The house style in the editor of a story: how long it is, and what a sub-editor would mark."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from wagtail.models import Page

from broadsheet.desk.rights import writers_only
from broadsheet.paperfile import current
from broadsheet.stories import style_gate
from broadsheet.stories.house_style import Reading, read
from broadsheet.stories.models import Story
from broadsheet.stories.models.story import Prominence

LONGEST = 500_000
"""Bytes of one story that are read while it is written."""


def notes_of(page: Page) -> dict[str, Any]:
    """What is shown above the editor's form; empty for what is no story or is not saved yet."""
    if page.pk is None or not isinstance(page, Story):
        return {}
    return {"page": page, "versions": current().versions, **told(style_gate.reading_of(page))}


def told(reading: Reading) -> dict[str, Any]:
    """A reading as its template wants it: each remark, and whether it keeps the story from readers."""
    blocks = current().style.blocks
    return {"reading": reading, "remarks": [(one, one.check in blocks) for one in reading.remarks]}


@require_POST
@writers_only
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for what stands in the form now: its words are sent, photos and topics are those of the draft."""
    story = get_object_or_404(Story, pk=pk)
    if not story.permissions_for_user(request.user).can_edit() or len(request.body) > LONGEST:
        return HttpResponseBadRequest()
    try:
        sent = json.loads(request.body)
        paragraphs = tuple(str(text) for text in sent["paragraphs"])
        headline, standfirst, prominence = str(sent["headline"]), str(sent["standfirst"]), str(sent["prominence"])
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest()
    copy = replace(
        style_gate.copy_of(story.get_latest_revision_as_object()),
        headline=headline,
        standfirst=standfirst,
        paragraphs=paragraphs,
        leads=prominence == str(Prominence.LEAD),
    )
    return render(request, "desk/checks_list.html", told(read(copy, current().style)))
