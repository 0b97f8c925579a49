"""Answers Wagtail's previews with the page that readers would get."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.admin.userbar import Userbar
from wagtail.models import Page

from broadsheet.desk.files import look
from broadsheet.paper import preview
from broadsheet.paper.errors import PaperError
from broadsheet.paper.pictures import Darkroom
from broadsheet.paperfile import current
from broadsheet.stories.models import Front, Section, Story


def show(page: Page, request: HttpRequest) -> HttpResponse:
    """The page of a story, section or front, drafts included; where it can't be made, a sentence that says why."""
    paper = current()
    darkroom = Darkroom(paper.data / "renditions", paper.secret())
    reading = preview.PreviewReading(paper, look(), darkroom, timezone.now())
    try:
        text = _text(page, reading)
    except (PaperError, OSError) as error:
        return render(request, "desk/no_preview.html", {"reason": str(error)}, status=500)
    if getattr(request, "in_preview_panel", False):
        # Wagtail's accessibility and content checks run inside the page that they check.
        bar = Userbar(object=page).render_html({"request": request})
        text = text.replace("</body>", f"{bar}</body>", 1)
    return HttpResponse(text)


def _text(page: Page, reading: preview.PreviewReading) -> str:
    match page:
        case Story():
            return preview.story_page(page, reading)
        case Section():
            return preview.section_page(page, reading)
        case Front():
            return preview.front_page(page, reading)
    raise PaperError(f"Readers have no page of the kind {page._meta.verbose_name}.")
