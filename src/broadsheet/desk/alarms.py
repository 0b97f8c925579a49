"""What stands above every page of the desk, also one that has been open for long; a part is renewed where it changed.

kills by agencies · breaking news that waits for a second person · notices that came since the page was loaded
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from broadsheet.desk import banner_alarms, kill_alarms, notices_page

PARTS = ("kills", "banners", "notices")


def now_for(request: HttpRequest, *, back: str = "") -> dict[str, Any]:
    """What `desk/alarms.html` needs; empty for who has not signed in. `back` is where its buttons lead back to.

    What an open page says that it shows (`?kills=4,5&banners=7&notices=81.2`) tells which notices are new to it.
    """
    person: Any = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    now = timezone.now()
    found = {
        **kill_alarms.told(person, now),
        **banner_alarms.told(person, now),
        **notices_page.told(person, shown=request.GET.get("notices", "")),
    }
    if found["kill_alarms"] or found["banner_alarms"]:
        found |= {"back": back or request.path, "csrf_token": get_token(request)}
    return found


@require_safe
@never_cache
def latest(request: HttpRequest) -> HttpResponse:
    """The same as HTML, for pages that stand open; 204 where the page already shows it.

    For those who write nothing there is never an alarm: a refusal would be put among their messages every time.
    """
    asked_from = request.GET.get("from", "")
    back = asked_from if url_has_allowed_host_and_scheme(asked_from, None) else reverse("wagtailadmin_home")
    context = now_for(request, back=back)
    if all(context[f"{part}_shown"] == request.GET.get(part, "") for part in PARTS):
        return HttpResponse(status=204)
    return render(request, "desk/alarms.html", context)
