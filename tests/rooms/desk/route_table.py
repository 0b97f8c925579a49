"""Asks every address of the desk as every role, and writes what each is answered as a table to be read.

    URLconf ──▶ patterns ──▶ addresses (EXAMPLES fill them) ──▶ × role × GET, POST, GET without the slash ──▶ rows

Pages are not made, each request is undone, and POST sends an empty form: what is compared is who is let in.

    yes · goes on (to another page) · done · made · wrong (let in, but the form is no good)
    no · sign in · none (there is no such thing, or not for this person) · never (nobody may ask so) · gone
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|\((?!\?)[^()]*\)")
OWN = "OWN"
REFUSAL = "Sorry, you do not have permission"
SPOKEN = {200: "yes", 302: "goes on", 403: "no", 404: "none", 405: "never", 201: "made"}
SPOKEN |= {204: "done", 400: "wrong", 410: "gone", 411: "wrong", 500: "wrong"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One address to be asked: `shown` names what stands in its places."""

    shown: str
    path: str


class NoExample(Exception):
    """An address of the desk that the table says nothing about."""

    def __init__(self, pattern: str) -> None:
        super().__init__(
            f"{pattern} is new. Say in tests/rooms/desk/route_examples.py what stands in its places, then make the "
            "table anew and look at the difference."
        )


def patterns() -> Iterator[str]:
    """Every address that the desk answers, in the order in which it is looked for."""
    yield from _walk(get_resolver().url_patterns, "")


def _walk(found: list[Any], before: str) -> Iterator[str]:
    for one in found:
        whole = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, whole)
        elif isinstance(one, URLPattern):
            yield whole


def addresses(examples: Mapping[str, list[tuple[str, ...]]], values: Mapping[str, str]) -> Iterator[Asked]:
    """Each pattern with what `examples` names for its places; `values` says what a name stands for here.

    A name more than there are places is asked for in the query.

    Errors: `NoExample`.
    """
    for pattern in dict.fromkeys(patterns()):
        count = len(PLACE.findall(pattern))
        fills = examples.get(pattern, [] if count else [()])
        if not fills or any(len(fill) not in (count, count + 1) for fill in fills):
            raise NoExample(pattern)
        for fill in fills:
            shown, path = pattern, pattern
            for name in fill[:count]:
                shown = PLACE.sub(lambda _, name=name: f"[{name}]", shown, count=1)
                path = PLACE.sub(
                    lambda _, name=name: OWN if name == "own" else values.get(name, name.lstrip("=")), path, count=1
                )
            query = "".join(f"?{name}={values.get(name, name)}" for name in fill[count:])
            shown = _plain(shown).replace("[=", "[") + query.partition("=")[0]
            yield Asked(f"/{shown}", f"/{_plain(path)}{query}")


def _plain(pattern: str) -> str:
    """A pattern without what only a regular expression needs."""
    return pattern.replace("^", "").replace("$", "").replace("\\.", ".").replace(".*", "nowhere")


def table(asked: list[Asked], clients: Mapping[str, Client], own: Mapping[str, int]) -> str:
    """The rows as text: an address, a method, and a word for each role; `own` are the numbers of their own drafts."""
    wide = max(len(one.shown) for one in asked) + 2
    lines = [f"{'':{wide}}{'':6}" + "".join(f"{role:10}" for role in clients)]
    with (
        patch("django.template.backends.django.Template.render", _only_messages),
        patch("django.views.generic.base.ContextMixin.get_context_data", _shown),
    ):
        for one in asked:
            for method in ("GET", "POST"):
                lines.append(f"{one.shown:{wide}}{method:6}" + _row(one.path, method, clients, own))
            if one.path.endswith("/") and one.path != "/":
                lines.append(f"{one.shown[:-1]:{wide}}{'GET':6}" + _row_without_slash(one.path[:-1], clients, own))
    return "\n".join(line.rstrip() for line in lines) + "\n"


class _Shown(Exception):
    """A view has asked everything that it asks of a person, and begins to gather what its page shows."""


def _shown(view: Any, **context: Any) -> dict[str, Any]:
    raise _Shown


def _only_messages(template: Any, context: dict[str, Any] | None = None, request: Any = None) -> str:
    return str((context or {}).get("message", ""))


def _row_without_slash(path: str, clients: Mapping[str, Client], own: Mapping[str, int]) -> str:
    # Django leads to the slash before it asks who is there: two of them show that.
    few = {role: clients[role] for role in ("reporter", "nobody")}
    row = _row(path, "GET", few, own)
    return row if row.startswith("to the one") else _row(path, "GET", clients, own)


def _row(path: str, method: str, clients: Mapping[str, Client], own: Mapping[str, int]) -> str:
    # What not even an administrator may ask so, or finds, nobody else is asked about.
    chief = _ask(clients["admin"], path.replace(OWN, str(own["admin"])), method) if "admin" in clients else ""
    if chief in ("never", "none"):
        return f"{chief}, whoever asks"
    said = [_ask(client, path.replace(OWN, str(own[role])), method) for role, client in clients.items()]
    if len(set(said)) == 1 and said[0] == "slash":
        return "to the one with the slash"
    return "".join(f"{word:10}" for word in said)


def _ask(client: Client, path: str, method: str) -> str:
    # A request that signs out must not do so for those that follow.
    kept = copy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, path)
        transaction.set_rollback(True)
    client.cookies = kept
    where = response.headers.get("Location", "")
    if response.exc_info is not None and response.exc_info[0] is _Shown:
        return "yes"
    if where.partition("?")[0] == path + "/":
        return "slash"
    if where.startswith("/desk/login/"):
        return "sign in"
    if any(REFUSAL in str(told) for told in get_messages(response.wsgi_request)):
        return "no"
    return SPOKEN.get(response.status_code, str(response.status_code))
