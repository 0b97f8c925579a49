"""What somebody was told of stories that concern them, and which of that they want."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.menu import MenuItem

from broadsheet.paperfile import current
from broadsheet.stories.models import Notice, NoticeChoice
from broadsheet.stories.notices import SAYS

SHOWN = 100


class NoticesMenuItem(MenuItem):
    """Says in the menu how many have not been seen."""

    def render_component(self, request: HttpRequest) -> Any:
        mine: Any = request.user
        count = Notice.objects.filter(person=mine, seen_at=None).count()
        told = copy(self)
        told.label = f"{self.label} ({count})" if count else self.label
        return super(NoticesMenuItem, told).render_component(request)


def told(person: Any, *, shown: str) -> dict[str, Any]:
    """What came to `person` since a page was loaded that says what it shows as "NEWEST.UNSEEN"; nothing for a new one.

    It goes on counting from the newest notice that there was when it was loaded.
    """
    unseen = Notice.objects.filter(person=person, seen_at=None)
    figures = unseen.aggregate(newest=Max("pk"), count=Count("pk"))
    newest = figures["newest"] or 0
    since = shown.partition(".")[0]
    base = int(since) if since.isdecimal() and len(since) < 19 else newest
    found = list(unseen.filter(pk__gt=base).select_related("story").order_by("-pk")[:SHOWN]) if newest > base else []
    return {
        "new_notices": [(one, SAYS[Notice.Kind(one.kind)]) for one in found],
        "notices_shown": f"{base}.{figures['count']}",
        "notices_newest": newest,
    }


def menu_item() -> MenuItem:
    return NoticesMenuItem("Notices", reverse("desk_notices"), name="notices", icon_name="mail", order=145)


@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The newest notices of whoever asks; a POST says that all were seen, or which are wanted."""
    mine: Any = request.user
    if request.method == "POST":
        if "seen" in request.POST:
            Notice.objects.filter(person=mine, seen_at=None).update(seen_at=timezone.now())
        else:
            wanted = set(request.POST.getlist("wanted"))
            unwanted = [kind for kind in Notice.Kind.values if kind not in wanted]
            by_mail = "by_mail" in request.POST
            NoticeChoice.objects.update_or_create(person=mine, defaults={"unwanted": unwanted, "by_mail": by_mail})
            messages.success(request, "That is what you will be told from now on.")
        return redirect("desk_notices")
    found = list(Notice.objects.filter(person=mine).select_related("story")[:SHOWN])
    choice = NoticeChoice.objects.filter(person=mine).first() or NoticeChoice(person=mine)
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": "Home"}, {"url": "", "label": "Notices"}]
    context = {
        "page_title": "Notices",
        "header_title": "Notices",
        "header_icon": "mail",
        "breadcrumbs_items": crumbs,
        "notices": [(one, SAYS[Notice.Kind(one.kind)]) for one in found],
        "any_new": any(one.seen_at is None for one in found),
        "kinds": [(kind, label, kind not in choice.unwanted) for kind, label in Notice.Kind.choices],
        "by_mail": choice.by_mail,
        "sends_mail": bool(current().mail.host),
    }
    return render(request, "desk/notices.html", context)


@never_cache
@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """To the story that a notice is about; it has been seen by that."""
    mine: Any = request.user
    notice = get_object_or_404(Notice, pk=pk, person=mine)
    if notice.seen_at is None:
        notice.seen_at = timezone.now()
        notice.save(update_fields=["seen_at"])
    return redirect("wagtailadmin_pages:edit", notice.story_id)
