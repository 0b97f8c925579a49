"""One-time sign-in links: for the first day, and for who has lost a password."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from broadsheet.staff.models import Staff

BACKEND = "django.contrib.auth.backends.ModelBackend"


class DoorTokens(PasswordResetTokenGenerator):
    """A token dies when it has been used (signing in changes `last_login`), and after PASSWORD_RESET_TIMEOUT."""

    key_salt = "broadsheet.desk.doorway"


tokens = DoorTokens()


def link(person: Staff) -> str:
    """The path that signs `person` in once."""
    name = urlsafe_base64_encode(force_bytes(person.pk))
    return reverse("desk_door", args=[f"{name}.{tokens.make_token(person)}"])


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for one click, then sign in: mail programs that fetch links must not use them up."""
    person = _person(token)
    if person is None:
        return render(request, "desk/door_closed.html", status=410)
    if request.method == "GET":
        return render(request, "desk/door.html", {"person": person})
    login(request, person, backend=BACKEND)
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


def _person(token: str) -> Staff | None:
    name, _, proof = token.partition(".")
    try:
        key = int(urlsafe_base64_decode(name))
    except (ValueError, OverflowError):
        return None
    person = Staff.objects.filter(pk=key, is_active=True).first()
    return person if person is not None and tokens.check_token(person, proof) else None
