"""Says what an agency's words about use mean: status, end of an embargo, a hold that stands only in a note.

Errs on the side of the embargo: a word that nobody knows, or an hour that can't be read, withholds the item.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Status
from broadsheet.wire.formats.fields import Fields, moment

_STATUS = {
    **dict.fromkeys(("usable", "open", "released", "published"), Status.USABLE),
    **dict.fromkeys(("withheld", "withhold", "hold", "embargoed", "holdforrelease"), Status.WITHHELD),
    **dict.fromkeys(("canceled", "cancelled", "cancel", "kill", "killed", "recalled", "elimination"), Status.CANCELLED),
    **dict.fromkeys(("withdrawn", "withdraw", "retracted", "takedown", "deleted", "disregard"), Status.CANCELLED),
}
# Somewhere on earth a clock is twelve hours behind UTC: an embargo without a zone is over everywhere only then.
_LAST_ZONE = timedelta(hours=12)
_ZONE = re.compile(r"(?:[Zz]|[+-]\d\d:?(?:\d\d)?)$")
_HELD = re.compile(
    r"\bembargo(?:ed|ed\s+(?:until|till|to|for)|\s*:|\s+(?:until|till|to|for|ends|expires|lifts))\b"
    r"|(?:^|[\n.(])\W{0,8}(?:strict(?:ly)?\s+)?embargo(?:ed)?\b"
    r"|\bembargo\s*:|\bunder\s+(?:strict\s+)?embargo\b|\bsperrfrist\b|\bgesperrt\s+bis\b|\bsous\s+embargo\b"
    r"|\bhold\s+for\s+release\b|\bnot\s+for\s+(?:release|publication|use|broadcast)\s+(?:before|until|till)\b",
    re.IGNORECASE,
)
_SPEAKS = ("embargo", "sperrfr", "gesperrt", "hold", "not")
"""What each way of `_HELD` has in it, without an i, of which Unicode has several: most notes need no closer look."""
_LIFTED = re.compile(
    r"\bembargo(?:ed)?\b[^.\n]{0,40}\b(?:lifted|removed|over|expired|ended)\b"
    r"|\b(?:lifts|removes|removing|lifting|no)\b[^.\n]{0,20}\bembargo\b|\bsperrfrist\b[^.\n]{0,30}\baufgehoben\b",
    re.IGNORECASE,
)


def status(said: str) -> tuple[Status, str]:
    """What may be done with an item of this status, and a warning where the word is unknown; usable for no word."""
    word = re.sub(r"[\s_-]", "", re.split(r"[:/#]", said.lower())[-1])
    if not word:
        return Status.USABLE, ""
    if word in _STATUS:
        return _STATUS[word], ""
    return Status.WITHHELD, f"Withheld: Broadsheet doesn't know its status “{line(said)[:60]}”."


def embargo(said: str) -> tuple[datetime | None, str]:
    """Until when an item is embargoed, in UTC, and what the desk must know; None with a warning: withhold it."""
    until = moment(said)
    if until is None:
        return None, f"Withheld: it is embargoed, but until when can't be read: “{line(said)[:80]}”."
    if not _ZONE.search(said.strip()[10:]):
        warning = "Its embargo names no time zone; it is kept until that hour has passed everywhere."
        return until + _LAST_ZONE, warning
    return until, ""


def embargo_of(fields: Fields, *names: str) -> tuple[datetime | None, list[str]]:
    """The latest end of an embargo in these fields, and what the desk must know; a value of any type is an embargo."""
    latest: datetime | None = None
    warnings: list[str] = []
    for name in names:
        value = fields.raw(name)
        if value in (None, "", False, [], {}):
            continue
        until, warning = embargo(value if isinstance(value, str) else repr(value)[:80])
        warnings += [warning] if warning else []
        if until is None:
            fields.odd(name)
        else:
            latest = max(latest, until) if latest else until
    return (None if any(warning.startswith("Withheld") for warning in warnings) else latest), warnings


def hold(status: Status, embargo: datetime | None, warnings: list[str], *notes: str) -> tuple[Status, list[str]]:
    """The status with all that holds an item, an end that can't be read or a note, and the warnings."""
    if status is not Status.USABLE:
        return status, warnings
    if any(warning.startswith("Withheld") for warning in warnings):
        return Status.WITHHELD, warnings
    found = "" if embargo else hold_in_words(*notes)
    return (Status.WITHHELD, [*warnings, found]) if found else (status, warnings)


def hold_in_words(*notes: str) -> str:
    """A warning where one of the notes speaks of an embargo that holds, else empty."""
    for note in notes:
        small = note.casefold()
        found = _HELD.search(note) if any(word in small for word in _SPEAKS) else None
        if found and not _LIFTED.search(note):
            start = max(0, found.start() - 20)
            return f"Withheld: a note speaks of an embargo: “{line(note[start : start + 120])}”."
    return ""
