"""Finds photos of the library by what a photo desk asks for: credit, agency, rights, and words that are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet

from broadsheet import killfile
from broadsheet.paperfile import current
from broadsheet.stories import takedowns
from broadsheet.stories.models import Photo

SOON_DAYS = 14
"""Rights that end within these days end soon."""
HASHES_ASKED = 5_000


class Rights(StrEnum):
    """What can be asked about rights, in words."""

    ENDING = "end soon"
    ENDED = "ended"
    LIMITED = "with instructions or terms"
    TAKEN_DOWN = "taken down"


class Missing(StrEnum):
    """Words that a photo may lack."""

    CREDIT = "credit"
    CAPTION = "caption"
    ALT = "alternative text"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; empty means all. `words` are sought in title and caption."""

    words: str = ""
    credit: str = ""
    agency: str = ""
    rights: Rights | None = None
    missing: Missing | None = None


def found(photos: QuerySet[Photo], wanted: Wanted, *, today: date) -> QuerySet[Photo]:
    """Those of `photos` that are wanted, the newest first."""
    asked = Q()
    if wanted.words:
        asked &= Q(title__icontains=wanted.words) | Q(caption__icontains=wanted.words)
    if wanted.credit:
        asked &= Q(credit__icontains=wanted.credit)
    if wanted.agency:
        asked &= takedowns.of_agency(wanted.agency)
    if wanted.missing is not None:
        asked &= Q(**{COLUMNS[wanted.missing]: ""})
    if wanted.rights is not None:
        asked &= _rights(wanted.rights, today)
    return photos.filter(asked).order_by("-created_at", "-pk")


COLUMNS = {Missing.CREDIT: "credit", Missing.CAPTION: "caption", Missing.ALT: "alt"}


def _rights(wanted: Rights, today: date) -> Q:
    if wanted is Rights.ENDING:
        return Q(rights_expire_on__gte=today, rights_expire_on__lte=today + timedelta(days=SOON_DAYS))
    if wanted is Rights.ENDED:
        return Q(rights_expire_on__lt=today)
    if wanted is Rights.LIMITED:
        return ~Q(instructions="", usage_terms="")
    hashes = sorted(killfile.of(current()).killed().pictures)
    return Q(file_hash__in=hashes[-HASHES_ASKED:])
