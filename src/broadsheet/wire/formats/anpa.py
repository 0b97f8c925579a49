"""Reads ANPA 1312, the text format of the American wires, as AP sends it.

    SYN SYN SOH W2870 US asian            level and number, selector
    r a DC3 DC1 BC-Slug  11-13 1049       priority, category, text or table, slug, day, words
    STX ^BC-US--Slug, 1st Ld-Writethru,466<
        ^Headline <  ^Eds: … <  ^By NAME=
        TAB   ROSCOE, South Dakota (AP) _ …
    ETX AP-WF-11-13-13 0745GMT<  EOT

The format has no lasting identity: an item is its level, number and day, and `Dispatch.thread` ties it to others.
**Source:** ANPA 84-2, "Wire Service Transmission Guidelines", and items seen on wires.
"""

from __future__ import annotations

import hashlib
import re

from broadsheet.wire import markup
from broadsheet.wire.characters import line
from broadsheet.wire.dispatch import Dispatch, Reading, Status, Subject
from broadsheet.wire.errors import Refused
from broadsheet.wire.formats import anpa_copy, conventions, datelines, holds, iptc7901_times, ninjs_words
from broadsheet.wire.formats.charsets import decode
from broadsheet.wire.formats.gathering import gather, lasting

_FIRST = re.compile(r"(?P<level>[A-Za-z])(?P<number>\d{4,5})(?:\x1f(?P<selector>[^\n\r]{0,20}))?[ \t]*\r*\n")
_SECOND = re.compile(
    r"(?P<priority>[A-Za-z]) (?P<category>[A-Za-z])(?P<format>[\x11-\x14]{0,2}) +(?P<slug>[^\n\r]{1,80}?)"
    r"(?:\s+(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:\s+(?P<words>\d{1,5}))?)?[ \t]*(?:\r*\n|\Z)"
)
_PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}
_LATER = 6
"""The urgency of advances and of priorities that ANPA does not name."""
_FLASH_WORDS = 200
_SERVICE = re.compile(r"\s*([A-Z]{2,6})-")


def recognises(head: bytes) -> bool:
    """Whether `head`, the beginning of a delivery, is the header of such a message."""
    text = head[:600].lstrip(b"\x16\x01\r\n \x7f").decode("latin-1")
    first = _FIRST.match(text)
    return bool(first and _SECOND.match(text, first.end()))


def read(raw: bytes) -> Reading:
    """The messages of `raw`, each a dispatch.

    Errors: `Refused` where no message can be read.
    """
    pieces = [piece for piece in re.split(rb"[\x01\x04]", raw) if piece.strip(b"\x00\x16\x7f\x0c \r\n\x03")]
    many = len(pieces) > 1
    return gather(((f"message {number}" if many else "", piece) for number, piece in enumerate(pieces, 1)), _dispatch)


def _dispatch(raw: bytes, where: str) -> Dispatch:
    text = decode(raw).lstrip("\x16\x7f\r\n ")
    first = _FIRST.match(text)
    second = _SECOND.match(text, first.end()) if first else None
    if not first or not second:
        raise Refused("The message does not begin with level and number, priority, category and slug.", where)
    _, start, inner = text[second.end() :].partition("\x02")
    inner, end_mark, end = (inner if start else text[second.end() :]).partition("\x03")
    copy = anpa_copy.read(inner, is_table="\x14" in second["format"])
    said = conventions.judge(
        copy.slug or second["slug"], copy.notes, headline=copy.headline, note="\n".join(copy.notes)
    )
    created = iptc7901_times.moment(end)
    service = _SERVICE.match(end)
    agency = service[1] if service else ""
    dateline, body = datelines.take_off_html(copy.body)
    note = "\n".join(copy.notes)
    status = Status.CANCELLED if said.cancels else Status.WITHHELD if said.holds else Status.USABLE
    warnings = ["Withheld: the agency asks to hold it."] if said.holds else []
    status, warnings = holds.hold(status, None, warnings, note)
    headline = copy.headline or ninjs_words.beginning(markup.plain(body))
    if not headline and not body and status is not Status.CANCELLED:
        raise Refused("The message has neither a headline nor a text.", where)
    if not end_mark:
        warnings.append("Its end is missing: the transmission may have been cut off.")
    slug = copy.slug[:300] or line(second["slug"])
    standing = conventions.thread(slug)
    return Dispatch(
        guid=lasting(f"anpa:{agency.lower()}:{first['level'].lower()}{first['number']}:{_day(second, created, inner)}"),
        kind="text",
        headline=headline,
        version=str(said.lead + 1),
        version_created=created,
        status=status,
        urgency=_urgency(second),
        slugline=slug,
        byline=copy.byline,
        dateline=dateline,
        place=datelines.place(dateline),
        standfirst=copy.summary if "".join(copy.summary.split()) not in markup.letters(copy.body) else "",
        body_html=body,
        credit=datelines.credit(dateline) or agency,
        editor_note=note,
        signal="correction" if said.corrects else "",
        thread=f"anpa:{agency.lower()}:{standing}" if standing else "",
        continues=said.continues,
        subjects=(Subject(second["category"], second["category"].lower(), "category"),),
        warnings=tuple(warnings),
        unread=tuple(copy.unread),
    )


def _urgency(header: re.Match[str]) -> int:
    """Of the priority. A flash is a line or two: the letter is also seen on features of a thousand words."""
    urgency = _PRIORITIES.get(header["priority"].lower(), _LATER)
    return _LATER if urgency == 1 and int(header["words"] or 0) > _FLASH_WORDS else urgency


def _day(header: re.Match[str], created: object, inner: str) -> str:
    """The day that makes a number unique; the digest of the text where no year is told."""
    stamp = getattr(created, "date", None)
    if stamp:
        return str(stamp())
    digest = hashlib.sha256(inner.encode("utf-8", "replace")).hexdigest()[:16]
    return f"{header['month']}-{header['day']}-{digest}" if header["month"] else digest
