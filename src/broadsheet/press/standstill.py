"""Tells the desk why nothing at all can be pressed: a row among the failures, for as long as it is so."""

from __future__ import annotations

from datetime import datetime

from broadsheet.press.models import Failure

EVERYTHING = "*"
"""The address of that row."""


def tell(error: Exception, now: datetime) -> None:
    """Say that the press stands still because of `error`.

    Errors: `DatabaseError`, where that is why it stands still.
    """
    told = {"message": str(error) or type(error).__name__, "tried_at": now}
    Failure.objects.update_or_create(address=EVERYTHING, defaults=told, create_defaults=told | {"since": now})


def over() -> None:
    """Say that it works."""
    Failure.objects.filter(address=EVERYTHING).delete()


def reason() -> str:
    """Why it stands still; "" where it doesn't, or nobody could say so."""
    return Failure.objects.filter(address=EVERYTHING).values_list("message", flat=True).first() or ""
