"""Dossiers at the desk: a running story with its stories, people and quotations, and the quotations to be picked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from wagtail.snippets.views.snippets import SnippetViewSet

from broadsheet.desk.reads import LOOKING
from broadsheet.desk.rights import may_read_everything
from broadsheet.stories import dossiers
from broadsheet.stories.models import Dossier

MAY_CHANGE = "stories.change_dossier"


class Dossiers(SnippetViewSet):
    """At /desk/dossiers/."""

    model = Dossier
    url_prefix = "dossiers"
    icon = "folder-open-inverse"
    menu_label = "Dossiers"
    menu_name = "dossiers"
    menu_order = 520
    add_to_admin_menu = True
    list_display = ["title", "language", "slug"]
    list_filter = ["language"]
    ordering = ["language", "title"]
    list_per_page = 50
    edit_template_name = "desk/dossier.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """The quotations in a dossier's stories that its ledger lacks; those that are ticked go into it."""
    person: Any = request.user
    looks = request.method in LOOKING and may_read_everything(person)
    if not looks and not person.has_perm(MAY_CHANGE):
        raise PermissionDenied
    dossier = get_object_or_404(Dossier, pk=pk)
    offers = dossiers.offers(dossier)
    if request.method == "POST":
        chosen = set(request.POST.getlist("quotation"))
        taken = dossiers.take_down(dossier, [one for one in offers if one.token in chosen])
        count = "1 quotation stands" if len(taken) == 1 else f"{len(taken)} quotations stand"
        messages.success(request, f"{count} in the ledger of “{dossier}”.")
        return redirect("desk_dossier_quotations", dossier.pk)
    edit = reverse("wagtailsnippets_stories_dossier:edit", args=[dossier.pk])
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": edit, "label": str(dossier)},
        {"url": "", "label": "Quotations"},
    ]
    context = {
        "page_title": "Quotations",
        "header_title": f"Quotations: {dossier}",
        "header_icon": "openquote",
        "breadcrumbs_items": crumbs,
        "dossier": dossier,
        "offers": offers,
        "ledger": dossier.quotations.select_related("story"),
        "may_change": person.has_perm(MAY_CHANGE),
        "edit": edit,
    }
    return render(request, "desk/dossier_quotations.html", context)
