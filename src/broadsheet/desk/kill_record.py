"""The record of kills: each with its time, who, why and what story, and its lifting, by those who have that right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from broadsheet import killfile
from broadsheet.desk.kill_alarms import NAMED, photo_titles
from broadsheet.desk.rights import Guarded, may_look, may_take_down
from broadsheet.killfile import Kill, Lifting
from broadsheet.paperfile import current
from broadsheet.stories import kills, takedowns
from broadsheet.stories.errors import NotKilled, ReasonMissing

SHOWN = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One kill of the record, with its lifting where it was lifted. `headline` is empty for a story that is no more."""

    kill: Kill
    lifting: Lifting | None
    headline: str
    photos: tuple[str, ...] = ()
    may_lift: bool = False

    @property
    def name(self) -> str:
        """What was killed, in words."""
        if self.kill.credit:
            return f"Everything credited “{self.kill.credit}”"
        if self.kill.agency:
            return f"Everything of {self.kill.agency}"
        if self.headline:
            return f"“{self.headline}”"
        if self.kill.story_id:
            return f"Story {self.kill.story_id}"
        more = len(self.kill.pictures) - NAMED
        shown = ", ".join(self.photos) + (f" and {more} more" if more > 0 else "")
        return f"Photos: {shown}" if self.photos else "Photos that are no more"


def may_read(person: Any) -> bool:
    """Whoever writes stories may know which were killed, and why."""
    return may_look(person) or may_lift(person)


def may_lift(person: Any, kill: Kill | None = None) -> bool:
    """Whether this person may lift `kill`, or any: who takes pictures down may undo that."""
    allowed: bool = person.has_perm("desk.lift_kills")
    if allowed or (kill is not None and not takedowns.is_takedown(kill)):
        return allowed
    return may_take_down(person)


def record(person: Any) -> list[Row]:
    """Every kill there ever was, the last one first, at most `SHOWN`, and whether `person` may lift it."""
    entries = killfile.of(current()).entries()
    lifted = {entry.number: entry for entry in entries if isinstance(entry, Lifting)}
    found = [entry for entry in entries if isinstance(entry, Kill)][: -SHOWN - 1 : -1]
    names = dict(Page.objects.filter(pk__in={kill.story_id for kill in found}).values_list("pk", "title"))
    titles = photo_titles(found)
    return [
        Row(k, lifted.get(k.number), names.get(k.story_id, ""), titles[k.number], may_lift(person, k)) for k in found
    ]


class KillsPage(Guarded, WagtailAdminTemplateMixin, TemplateView):
    """The page "Kills"."""

    lets_in = staticmethod(may_read)
    template_name = "desk/kills.html"
    page_title = "Kills"
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": "Kills"}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["rows"] = record(self.request.user)
        context["may_take_down"] = may_take_down(self.request.user)
        return context


def lift(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the reason, then end kill `number`."""
    if not may_lift(request.user):
        raise PermissionDenied
    row = next((row for row in record(request.user) if row.kill.number == number), None)
    if row is None:
        raise Http404
    if not row.may_lift:
        raise PermissionDenied
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()
        try:
            kills.lift(number, by=request.user.email, reason=reason, now=timezone.now())  # type: ignore[union-attr]
        except ReasonMissing as error:
            messages.error(request, str(error))
        except NotKilled as error:
            messages.error(request, str(error))
            return redirect("desk_kills")
        else:
            messages.success(
                request, f"Kill {number} is lifted. {row.name} may be published again; somebody must do it."
            )
            return redirect("desk_kills")
    title = f"Lift kill {number}"
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": "Home"},
        {"url": reverse("desk_kills"), "label": "Kills"},
        {"url": "", "label": title},
    ]
    context = {"page_title": title, "header_title": title, "header_icon": "warning", "breadcrumbs_items": crumbs}
    return render(request, "desk/kill_lift.html", {**context, "row": row})
