"""Alarms every page of the desk when an agency's cancellation took something down, until somebody has seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from broadsheet.desk.models import SeenKill
from broadsheet.desk.rights import may_write, writers_only
from broadsheet.killfile import Kill, KillFileDamaged
from broadsheet.stories import kills
from broadsheet.stories.models import Photo

OF_AGENCIES = "wire:"
"""How the names of those begin who kill without being people."""
NAMED = 12
"""Photos of a kill that are named: a takedown may have thousands."""
SHOWN_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Alarm:
    """A kill by an agency that nobody has seen yet. `headline` is empty for a story that is no more.

    `photos` are the names of the photos that were killed with it, or alone: then the kill is of no story.
    """

    kill: Kill
    headline: str
    photos: tuple[str, ...] = ()


def unseen(now: datetime) -> list[Alarm]:
    """What the desk must be told, the last first; nothing where the kill file is damaged, see `damage`."""
    try:
        standing = kills.killed().kills
    except KillFileDamaged:
        return []
    recent = [
        kill for kill in reversed(standing)
        if kill.by.startswith(OF_AGENCIES) and kill.at > now - SHOWN_FOR
    ]  # fmt: skip
    if not recent:
        return []
    seen = set(SeenKill.objects.filter(number__in=[k.number for k in recent]).values_list("number", flat=True))
    names = dict(Page.objects.filter(pk__in={kill.story_id for kill in recent}).values_list("pk", "title"))
    unseen_ones = [kill for kill in recent if kill.number not in seen]
    titles = photo_titles(unseen_ones)
    return [Alarm(kill, names.get(kill.story_id, ""), titles[kill.number]) for kill in unseen_ones]


def damage() -> str:
    """What is wrong with the kill file, as a sentence; "" where nothing is."""
    try:
        kills.killed()
    except KillFileDamaged as error:
        return str(error)
    return ""


def photo_titles(found: Sequence[Kill]) -> dict[int, tuple[str, ...]]:
    """The names in the library of the first `NAMED` photos of each kill, by its number."""
    hashes = {one for kill in found for one in kill.pictures[:NAMED]}
    rows = Photo.objects.filter(file_hash__in=hashes).order_by("pk") if hashes else Photo.objects.none()
    named = dict(rows.values_list("file_hash", "title"))
    return {kill.number: tuple(named[one] for one in kill.pictures[:NAMED] if one in named) for kill in found}


def told(person: Any, now: datetime) -> dict[str, Any]:
    """What every page of the desk shows above all else to those who write; nothing where there is nothing to tell."""
    # The file is asked first: on most days there is no kill, and nothing else is asked.
    found, damaged = unseen(now), damage()
    if (found or damaged) and not may_write(person):
        found, damaged = [], ""
    shown = ",".join(str(alarm.kill.number) for alarm in found)
    return {"kill_alarms": found, "kill_file_damage": damaged, "kills_shown": "damaged" if damaged else shown}


@require_POST
@writers_only
def seen(request: HttpRequest, number: int) -> HttpResponse:
    """Note that the alarm about kill `number` was seen, and by whom first."""
    if number not in {kill.number for kill in kills.killed().kills}:
        raise Http404
    by = request.user.email  # type: ignore[union-attr]
    SeenKill.objects.get_or_create(number=number, defaults={"seen_at": timezone.now(), "seen_by": by})
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")
