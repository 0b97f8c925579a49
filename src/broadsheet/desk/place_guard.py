"""Two people at one front or section: what one has in hand is not saved over what the other has saved unseen.

Such a page has few fields, all of them settings: they are shown as they were saved and as they are in hand, and whoever
was second sends theirs again, now knowing what it replaces, or leaves it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page, Revision

from broadsheet.desk.meeting_page import CONFLICT
from broadsheet.stories.models import Front, Section

NUMBER, MOMENT = "loaded_revision_id", "loaded_revision_created_at"
MACHINE = "application/json"
NOT_ASKED = frozenset({"csrfmiddlewaretoken", NUMBER, MOMENT})


def refuse_to_overwrite(request: HttpRequest, page: Page) -> HttpResponse | None:
    """In the editor: a form of a front or section that began from a draft which is no longer the latest."""
    if request.method != "POST" or not issubclass(page.specific_class or Page, Front | Section):
        return None
    # Autosave: Wagtail refuses it itself.
    if MACHINE in request.headers.get("Accept", ""):
        return None
    saved, number = page.get_latest_revision(), request.POST.get(NUMBER, "")
    if saved is None or not number.isdecimal():
        return None
    moment = request.POST.get(MOMENT, "") or saved.created_at.isoformat()
    if (int(number), moment) == (saved.pk, saved.created_at.isoformat()):
        return None
    rows = _rows(request, page, saved)
    if not rows:
        return None
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("wagtailadmin_pages:edit", args=[page.pk]), "label": page.title},
        {"url": "", "label": "Saved meanwhile"},
    ]
    sent = [(name, value) for name, values in request.POST.lists() if name not in NOT_ASKED for value in values]
    context = {
        "page_title": f"Saved meanwhile: {page.title}",
        "header_title": page.title,
        "header_icon": "copy",
        "breadcrumbs_items": crumbs,
        "page": page,
        "rows": rows,
        "saved": saved,
        "theirs": "You, in another window," if saved.user_id == request.user.pk else str(saved.user or "Somebody"),
        "sent": [*sent, (NUMBER, saved.pk), (MOMENT, saved.created_at.isoformat())],
    }
    return render(request, "desk/place_guard.html", context, status=CONFLICT)


def _rows(request: HttpRequest, page: Page, saved: Revision) -> list[tuple[str, str, str]]:
    """The fields that the form would change in what was saved: what they are called, as saved, as in hand."""
    latest: Any = saved.as_object()
    form_class = type(latest).get_edit_handler().get_form_class()
    before = form_class(instance=latest, parent_page=latest.get_parent(), for_user=request.user)
    form = form_class(
        request.POST, request.FILES, instance=latest, parent_page=latest.get_parent(), for_user=request.user
    )
    return [
        (str(form.fields[name].label or name), str(before[name].value() or "no"), str(form[name].value() or "no"))
        for name in form.changed_data
        if name in form.fields
    ]
