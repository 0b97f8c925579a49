"""Says where colleagues are in a story: each open editor tells its place now and then, and hears the others'."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_user_display_name

from broadsheet.desk.models import Presence
from broadsheet.desk.rights import writers_only
from broadsheet.stories.models import Story

PRESENT = timedelta(seconds=40)
"""Who has said nothing for longer has closed the story, or the laptop."""


@require_POST
@writers_only
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Note where this person is; answer with where the others are, those who came first first."""
    story = get_object_or_404(Story, pk=pk)
    if not story.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    now, tab = timezone.now(), request.POST.get("tab", "")[:40]
    person: Any = request.user
    if request.POST.get("gone"):
        Presence.objects.filter(story=story, person=person, tab=tab).delete()
        return JsonResponse({"others": []})
    Presence.objects.update_or_create(
        story=story,
        person=person,
        tab=tab,
        defaults={"place": request.POST.get("place", "")[:80], "seen_at": now},
    )
    return JsonResponse({"others": others(story, person, tab, now)})


def others(story: Story, person: Any, tab: str, now: datetime) -> list[dict[str, str]]:
    """Who else has this story open, and this person's own other windows."""
    Presence.objects.filter(seen_at__lt=now - PRESENT).delete()
    found = Presence.objects.filter(story=story).exclude(person=person, tab=tab).select_related("person")
    return [
        {
            "who": "You, in another window" if row.person_id == person.pk else get_user_display_name(row.person),
            "place": row.place,
        }
        for row in found.order_by("pk")
    ]
