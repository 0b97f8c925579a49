"""Writes a calendar file of events, as calendars on phones and desks read it.

Plain. **Source:** RFC 5545: lines end in CRLF and are folded at 75 octets (3.1), text is escaped (3.3.11), times are
in UTC (3.3.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LINE_OCTETS = 75
UNTOLD = timedelta(hours=1)
"""How long an event lasts that has no end."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `uid` never changes, `changed_at` tells a calendar which of two is the newer."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    changed_at: datetime
    place: str = ""
    notes: str = ""


def calendar(name: str, events: Iterable[Event]) -> str:
    """The whole file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Broadsheet//Diary//EN", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += _event(event)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_time(event.changed_at)}"
    yield f"LAST-MODIFIED:{_time(event.changed_at)}"
    yield f"DTSTART:{_time(event.starts_at)}"
    yield f"DTEND:{_time(event.ends_at or event.starts_at + UNTOLD)}"
    yield f"SUMMARY:{_escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{_escaped(event.place)}"
    if event.notes:
        yield f"DESCRIPTION:{_escaped(event.notes)}"
    yield "END:VEVENT"


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, "\\" + mark)
    return "".join(sign for sign in plain.replace("\n", "\\n") if sign >= " ")


def _folded(line: str) -> str:
    """`line` in pieces of at most 75 octets, each after the first behind a space; no letter is cut."""
    pieces, piece, octets = [], "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + sign, octets + size
    return "\r\n".join([*pieces, piece]) + "\r\n"
